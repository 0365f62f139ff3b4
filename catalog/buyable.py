"""What can be bought of some products, and what is told of them where they are recommended."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.connections import Connections
from catalog.errors import translated
from catalog.product import ProductCard
from catalog.rows import CARD_COLUMNS, card_from

# Of each the cheapest variant in stock.
BUYABLE = f"""
    select {CARD_COLUMNS}, p.category, p.rating_count, coalesce(p.attributes ->> 'audience', '')
    from unnest(%s::text[]) with ordinality as wanted (product_id, place)
    join products p using (product_id)
    cross join lateral (select * from variants where product_id = p.product_id and available > 0
                        order by price_minor, position limit 1) v
    order by place
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyable:
    """`category` is the whole path; `audience` as the catalogue writes it, empty where it says nothing."""

    card: ProductCard
    category: tuple[str, ...]
    rating_count: int
    audience: str = ""


class BuyableReader:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def of(self, product_ids: Sequence[str]) -> list[Buyable]:
        """In the order of the ids; what is not sold or not in stock is left out."""
        if not product_ids:
            return []
        with translated():
            async with self._connections.connection() as connection:
                rows = await connection.execute(BUYABLE, [list(product_ids)], prepare=True)
                return [
                    Buyable(card=card_from(row), category=tuple(row[-3]), rating_count=row[-2], audience=row[-1])
                    async for row in rows
                ]
