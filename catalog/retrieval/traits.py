"""What products are like in the eyes of somebody who told their likes and dislikes: read for those already found."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.connections import Connection, Connections
from catalog.errors import translated

# The documents say what a product is called and holds, its variants what they hold and in which sizes they are.
TRAITS = """
    select p.product_id, p.category, coalesce(p.attributes ->> 'kind', ''), d.called, d.holds, d.facets, v.terms,
           (select coalesce(array_agg(distinct facet), '{}')
            from variants each cross join unnest(each.facets) as facet
            where each.product_id = p.product_id and each.available > 0 and facet like 'size=%%'),
           (select coalesce(array_agg(distinct facet), '{}')
            from variants each cross join unnest(each.facets) as facet
            where each.product_id = p.product_id and facet like 'size=%%'),
           %(store)s::text is not null and exists (
               select from stock join variants each using (variant_id)
               where each.product_id = p.product_id and stock.store_id = %(store)s and stock.quantity > 0)
    from unnest(%(products)s::text[], %(variants)s::text[]) as found (product_id, variant_id)
    cross join lateral (select * from products where product_id = found.product_id limit 1) p
    cross join lateral (select * from search_documents where product_no = p.product_no limit 1) d
    cross join lateral (select * from variants where variant_id = found.variant_id limit 1) v
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """`called` and `holds` are terms as exclusions are made of, `facets` are marks such as `dietary=vegan`.

    `sizes` are those in stock, `made_in` all it comes in, both as facets.
    """

    category: tuple[str, ...] = ()
    kind: str = ""
    called: frozenset[str] = frozenset()
    holds: frozenset[str] = frozenset()
    facets: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    made_in: frozenset[str] = field(default_factory=frozenset)
    in_store: bool = False


class TraitReader:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def of(self, pairs: Sequence[tuple[str, str]], *, store: str | None = None) -> dict[str, Traits]:
        """By product id, for pairs of product and variant."""
        with translated():
            async with self._connections.connection() as connection:
                return await read_traits(connection, pairs, store=store)


async def read_traits(
    connection: Connection, pairs: Sequence[tuple[str, str]], *, store: str | None
) -> dict[str, Traits]:
    asked = {"products": [pair[0] for pair in pairs], "variants": [pair[1] for pair in pairs], "store": store}
    rows = await connection.execute(TRAITS, asked, prepare=True)
    return {
        row[0]: Traits(
            category=tuple(row[1]),
            kind=row[2],
            called=frozenset(row[3]),
            holds=frozenset(row[4]) | frozenset(row[6]),
            facets=frozenset(row[5]),
            sizes=frozenset(row[7]),
            made_in=frozenset(row[8]),
            in_store=row[9],
        )
        async for row in rows
    }
