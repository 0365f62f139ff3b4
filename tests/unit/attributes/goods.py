"""Products as feeds have them: a title and hardly more."""

from catalog.attributes import Assortment, completed
from catalog.money import Money
from catalog.product import Product, Variant


def product(
    title: str,
    *,
    text: str = "",
    category: tuple[str, ...] = ("Goods",),
    brand: str = "",
    attributes: dict[str, str] | None = None,
    variants: tuple[dict[str, str], ...] = ({},),
) -> Product:
    return Product(
        id="p",
        title=title,
        brand=brand,
        category=category,
        description=text,
        attributes=attributes or {},
        variants=tuple(
            Variant(id=f"p-{number}", product_id="p", attributes=chosen, price=Money(amount_minor=100, currency="USD"))
            for number, chosen in enumerate(variants)
        ),
        rating=None,
        rating_count=0,
        popularity=0.0,
        delivery_days=2,
        image_url="",
        url="",
    )


def read(title: str, *, text: str = "", category: tuple[str, ...] = ("Goods",)) -> dict[str, str]:
    """What is read from a product of a catalogue that taught nothing."""
    found = completed(product(title, text=text, category=category), Assortment())
    return {name: found.attributes[name] for name in found.extracted}
