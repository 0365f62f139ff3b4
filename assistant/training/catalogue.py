"""Reads all that is sold, for measuring beside the shop."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from catalog.connections import Connections
from catalog.contents import Contents
from catalog.errors import translated
from catalog.product import Product
from catalog.repository import CatalogRepository

_AT_ONCE = 1000


async def read_contents(connections: Connections) -> Contents:
    """Products with their stock and the stores it lies in; size charts say nothing to a search."""
    with translated():
        async with connections.connection() as connection:
            rows = await connection.execute("select product_id from products order by product_no")
            ids = [row[0] async for row in rows]
    repository = CatalogRepository(connections)
    products: list[Product] = []
    for some in _pieces(ids):
        products += [replace(product, size_chart_id=None) for product in await repository.products(some)]
    stores = tuple(await repository.stores())
    return Contents(stores=stores, size_charts=(), policies=(), products=tuple(products))


def _pieces(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
