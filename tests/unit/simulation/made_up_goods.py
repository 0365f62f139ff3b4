"""A made-up catalogue of any size, of goods that no demo shop has."""

from random import Random

from catalog.contents import Contents, Store
from catalog.money import Money
from catalog.product import Product, Variant

SHELVES = (
    ("Tools", "Hand Tools", "Hammers"),
    ("Tools", "Hand Tools", "Saws"),
    ("Tools", "Power Tools", "Drills"),
    ("Garden", "Soil", "Compost"),
    ("Garden", "Soil", "Fertilizer"),
    ("Garden", "Furniture", "Benches"),
    ("Pets", "Food", "Dry Food"),
    ("Pets", "Food", "Snacks"),
    ("Pets", "Care", "Litter"),
    ("Wear", "Work Wear", "Gloves"),
    ("Wear", "Work Wear", "Boots"),
    ("Wear", "Children", "Boots"),
)
BRANDS = ("Ironbark", "Kestrel", "Moss & Co", "Pallas", "Umber")
USUAL_MINOR = (1800, 2400, 9900, 900, 1200, 19900, 1500, 400, 800, 1400, 7900, 4900)


def made_up(goods: int = 240) -> tuple[Product, ...]:
    dice = Random(7)
    return tuple(_product(number, dice) for number in range(goods))


def made_up_contents(goods: int = 240) -> Contents:
    store = Store(id="here", name="Here", address="1 Mill Lane", city="Elm", opening_hours={})
    return Contents(stores=(store,), size_charts=(), policies=(), products=made_up(goods))


def _product(number: int, dice: Random) -> Product:
    shelf = number % len(SHELVES)
    attributes = {"material": dice.choice(("steel", "wood", "bamboo", "wool")), "style": dice.choice(("plain", "bold"))}
    if SHELVES[shelf][1] == "Children":
        attributes["for"] = "kids"
    if SHELVES[shelf][0] == "Pets" and dice.random() < 0.5:
        attributes["diet"] = dice.choice(("grain-free", "grain-free, organic"))
    product_id = f"m-{number:04d}"
    sizes = ("38", "40", "42") if SHELVES[shelf][2] == "Boots" else (None,)
    price = Money(amount_minor=int(USUAL_MINOR[shelf] * dice.uniform(0.6, 1.8)), currency="EUR")
    variants = tuple(
        Variant(
            id=f"{product_id}-{size or 'one'}",
            product_id=product_id,
            attributes={"size": size} if size else {},
            price=price,
            stock={"here": 5},
        )
        for size in sizes
    )
    return Product(
        id=product_id,
        title=f"{SHELVES[shelf][2]} {number}",
        brand=dice.choice(BRANDS),
        category=SHELVES[shelf],
        description=f"{SHELVES[shelf][2]} of {attributes['material']}",
        attributes=attributes,
        variants=variants,
        rating=round(dice.uniform(3, 5), 1),
        rating_count=dice.randrange(200),
        popularity=round(dice.random(), 3),
        delivery_days=2,
        image_url="/p.svg",
        url=f"/p/{number}",
    )
