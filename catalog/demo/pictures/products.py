"""Which picture a product of the shop gets."""

from catalog.demo.pictures import draw
from catalog.product import Product


def picture_of(product: Product, color: str | None) -> str:
    """In the colour named, else in that of the first variant."""
    department = product.category[0].split()[0].lower()
    return draw(
        kind=product.attributes.get("kind", product.category[-1].lower()),
        color=color or product.variants[0].attributes.get("color"),
        department=department,
        brand=product.brand,
        title=product.title,
        seed=product.id,
    )
