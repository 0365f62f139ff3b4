"""What the small shop of the contracts sells, where, and on which terms."""

from datetime import time

from catalog.contents import PolicyText, Store
from catalog.money import Money
from catalog.product import Product, Variant
from shop.checkout.promotions import Promotion, PromotionKind, Scope
from shop.checkout.terms import Place, ShippingMethod, TaxRate, Terms, WindowPattern
from shop.checkout.window import Fulfilment
from shop.customer import Address

HOME = Address(street="1 Elm St", city="Ash", region="WA", postal_code="98000", country="US")
ELSEWHERE = Address(street="2 Oak St", city="Bend", region="OR", postal_code="97000", country="US")
ABROAD = Address(street="3 Rue X", city="Lyon", region="", postal_code="69000", country="FR")
STORES = (
    Store(id="harbor", name="Harbor", address="2 Quay", city="Ash", opening_hours={}),
    Store(id="north", name="North", address="1 High St", city="Ash", opening_hours={}),
)


def variant(variant_id: str, price_minor: int, *, currency: str = "USD", **stock: int) -> Variant:
    product_id = variant_id.rsplit("-", 1)[0]
    price = Money(amount_minor=price_minor, currency=currency)
    return Variant(id=variant_id, product_id=product_id, attributes={}, price=price, stock=stock)


def product(first: Variant, title: str, *category: str, days: int = 0) -> Product:
    return Product(
        id=first.product_id,
        title=title,
        brand="Alder",
        category=category,
        description="",
        attributes={"kind": title.lower()},
        variants=(first,),
        rating=None,
        rating_count=0,
        popularity=0.5,
        delivery_days=days,
        image_url="/i.svg",
        url="/p",
    )


PRODUCTS = (
    product(variant("mug-1", 1200, north=5, harbor=2), "Stone Mug", "Home", "Tableware", "Mugs"),
    product(variant("tea-1", 499, north=50, harbor=50), "Green Tea", "Grocery", "Drinks", "Tea"),
    product(variant("sofa-1", 90000, north=1, harbor=0), "Low Sofa", "Home", "Furniture", "Sofas", days=3),
    product(variant("lamp-1", 3000, north=3, harbor=4), "Desk Lamp", "Home", "Lighting", "Lamps"),
    product(variant("print-1", 2000, currency="EUR", north=5), "Harbor Print", "Home", "Decor", "Prints"),
)
TEN_OFF_TEA = Promotion(
    id="tea",
    name="10 percent off tea",
    kind=PromotionKind.PERCENT,
    percent=10,
    scope=Scope.CATEGORY,
    scope_values=("Tea",),
)
TERMS = Terms(
    seller="Alder Shop",
    home=Place(country="US", region="WA"),
    promotions=(TEN_OFF_TEA,),
    tax_rates=(
        TaxRate(country="US", region="WA", rate_basis_points=800),
        TaxRate(country="US", category="Grocery", rate_basis_points=0),
    ),
    shipping_methods=(
        ShippingMethod(
            id="post", how=Fulfilment.DELIVERY, name="Post", price_minor=599, free_from_minor=3500, country="US"
        ),
        ShippingMethod(id="counter", how=Fulfilment.PICKUP, name="Counter", price_minor=0),
    ),
    window_patterns=tuple(
        WindowPattern(
            id=f"d{weekday}-{hour}",
            how=Fulfilment.DELIVERY,
            weekday=weekday,
            starts=time(hour),
            ends=time(hour + 2),
            timezone="America/Los_Angeles",
            capacity=1,
        )
        for weekday in range(1, 8)
        for hour in (10, 16)
    ),
)


RETURNS = PolicyText(
    kind="returns",
    title="Returns",
    spoken="Thirty days.",
    facts={
        "days": 30,
        "return_shipping_minor": 0,
        "exceptions": [
            {"department": "Grocery", "days": 7, "condition": "only if spoiled", "only_faulty": True},
            {"category": "Furniture", "days": 14, "condition": "unused", "return_shipping_minor": 4900},
        ],
    },
)
PRICE_MATCH = PolicyText(
    kind="price_match",
    title="Price match",
    spoken="We match.",
    facts={
        "excluded": ["auctions"],
        "per_customer": 2,
        "days_after_purchase": 14,
        "approve": {"shops": ["peak.example"], "most_percent": 20, "valid_days": 7},
    },
)
POLICIES = (RETURNS, PRICE_MATCH)
