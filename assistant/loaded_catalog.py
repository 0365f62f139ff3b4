"""Shows the products that are loaded to a check, a few at a time."""

from collections.abc import Callable

from catalog.attributes.completion import as_fed
from catalog.connections import Connections
from catalog.errors import translated
from catalog.intake.check.report import CatalogCheck
from catalog.intake.items import Item
from catalog.product import Product, Variant
from catalog.repository import CatalogRepository

PRODUCTS_AT_ONCE = 500


async def check_loaded(
    connections: Connections, checking: CatalogCheck, *, tell: Callable[[str, int, int | None], None]
) -> None:
    """As their feeds had them: what was read from texts says nothing about a feed."""
    repository = CatalogRepository(connections)
    total, done, after = await repository.product_count(), 0, ""
    while ids := await _next_ids(connections, after):
        for product in map(as_fed, await repository.products(ids)):
            if not product.variants:
                checking.see_trouble("no_variants", f"{product.id} ({product.title[:60]!r})")
            for variant in product.variants:
                checking.see_item(variant.id, _item(product, variant))
        done, after = done + len(ids), ids[-1]
        tell("Checking products", done, total)


async def _next_ids(connections: Connections, after: str) -> list[str]:
    with translated():
        async with connections.connection() as connection:
            rows = await connection.execute(
                "select product_id from products where product_id > %s order by product_id limit %s",
                [after, PRODUCTS_AT_ONCE],
            )
            return [row[0] async for row in rows]


def _item(product: Product, variant: Variant) -> Item:
    return Item(
        id=variant.id,
        group=product.id,
        title=product.title,
        price=variant.price,
        quantity=sum(variant.stock.values()),
        brand=product.brand,
        category=product.category,
        description=product.description,
        attributes={**product.attributes, **variant.attributes},
        rating=product.rating,
        rating_count=product.rating_count,
        popularity=product.popularity,
        delivery_days=product.delivery_days,
        image_url=variant.image_url or product.image_url,
        url=product.url,
    )
