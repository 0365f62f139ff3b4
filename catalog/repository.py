"""Reads the catalogue: facts as they are now, never from a cache."""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from catalog.connections import Connection, Connections, reading, take_time
from catalog.contents import PolicyText, SizeChart, Store
from catalog.errors import translated
from catalog.product import Product, ProductCard, Variant
from catalog.rows import CARD_COLUMNS, PRODUCT_COLUMNS, VARIANT_COLUMNS, card_from, product_from, variant_from
from catalog.store_rows import read_stores
from catalog.understanding.vocabulary import Vocabulary
from catalog.vocabulary_rows import read_vocabulary


class CatalogRepository:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def product(self, product_id: str) -> Product | None:
        found = await self.products([product_id])
        return found[0] if found else None

    async def products(self, product_ids: Sequence[str]) -> list[Product]:
        """In the order of the ids; what is no longer sold is left out."""
        async with self._glancing() as connection:
            return await read_products(connection, product_ids)

    async def cards(self, pairs: Sequence[tuple[str, str]]) -> list[ProductCard]:
        """In the order of the (product id, variant id) pairs; what is no longer sold is left out."""
        product_ids, variant_ids = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        async with self._glancing() as connection:
            rows = await connection.execute(
                f"""
                select {CARD_COLUMNS}
                from unnest(%s::text[], %s::text[]) with ordinality as wanted (product_id, variant_id, place)
                join products p using (product_id)
                join variants v on v.variant_id = wanted.variant_id and v.product_id = p.product_id
                order by place
                """,
                [product_ids, variant_ids],
            )
            return [card_from(row) async for row in rows]

    async def featured(self, *, department: str | None = None, limit: int = 12) -> list[ProductCard]:
        """The most popular that can be bought, each in its cheapest variant: one of each department after the other.

        No brand comes more than twice.
        """
        async with self._reading() as connection:
            rows = await connection.execute(
                f"""
                select {CARD_COLUMNS}
                from (select *, row_number() over (partition by department, brand order by popularity desc, product_id)
                             as place_in_brand
                      from products where %(department)s::text is null or department = %(department)s) p
                cross join lateral (select * from variants where product_id = p.product_id and available > 0
                                    order by price_minor, position limit 1) v
                where place_in_brand <= 2
                order by row_number() over (partition by p.department order by p.popularity desc, p.product_id),
                         p.popularity desc, p.product_id
                limit %(limit)s
                """,
                {"department": department, "limit": limit},
            )
            return [card_from(row) async for row in rows]

    async def departments(self) -> list[str]:
        async with self._reading() as connection:
            rows = await connection.execute(
                "select department from products group by department order by count(*) desc"
            )
            return [row[0] async for row in rows]

    async def version(self) -> str:
        """Another one after every change of what is searched, and cheap enough to be asked for all the time."""
        async with self._reading() as connection:
            row = await (await connection.execute("select xmin::text from search_totals")).fetchone()
            return str(row[0]) if row else ""

    async def product_count(self) -> int:
        async with self._reading() as connection:
            row = await (await connection.execute("select documents from search_totals")).fetchone()
            return int(row[0]) if row else 0

    async def product_ids(self) -> list[str]:
        async with self._reading() as connection:
            rows = await connection.execute("select product_id from products order by product_id")
            return [row[0] async for row in rows]

    async def stores(self) -> list[Store]:
        async with self._reading() as connection:
            return await read_stores(connection)

    async def store_names(self) -> dict[str, str]:
        return {store.id: store.name for store in await self.stores()}

    async def size_chart(self, size_chart_id: str) -> SizeChart | None:
        async with self._reading() as connection:
            rows = await connection.execute(
                "select size_chart_id, title, rows from size_charts where size_chart_id = %s", [size_chart_id]
            )
            row = await rows.fetchone()
        return None if row is None else SizeChart(id=row[0], title=row[1], rows=tuple(row[2]))

    async def policies(self) -> list[PolicyText]:
        async with self._reading() as connection:
            rows = await connection.execute("select kind, title, spoken, facts from policies order by kind")
            return [PolicyText(kind=r[0], title=r[1], spoken=r[2], facts=r[3]) async for r in rows]

    async def vocabulary(self) -> Vocabulary:
        """What the catalogue calls things, for those who read requests."""
        async with self._reading() as connection:
            await take_time(connection)
            return await read_vocabulary(connection)

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[Connection]:
        with translated():
            async with self._connections.connection() as connection:
                yield connection

    @asynccontextmanager
    async def _glancing(self) -> AsyncIterator[Connection]:
        """Within a turn, where each trip to the database counts."""
        with translated():
            async with reading(self._connections) as connection:
                yield connection


async def read_products(connection: Connection, product_ids: Sequence[str]) -> list[Product]:
    variants = await _variants(connection, product_ids)
    rows = await connection.execute(
        f"""
        select {PRODUCT_COLUMNS}
        from unnest(%s::text[]) with ordinality as wanted (product_id, place) join products p using (product_id)
        order by place
        """,
        [list(product_ids)],
    )
    return [product_from(row, variants[row[0]]) for row in await rows.fetchall()]


async def _variants(connection: Connection, product_ids: Sequence[str]) -> dict[str, list[Variant]]:
    rows = await connection.execute(
        f"""
        select {VARIANT_COLUMNS},
               (select coalesce(jsonb_object_agg(s.store_id, s.quantity), '{{}}')
                from stock s where s.variant_id = v.variant_id)
        from variants v where v.product_id = any(%s) order by v.product_id, v.position
        """,
        [list(product_ids)],
    )
    found: dict[str, list[Variant]] = defaultdict(list)
    for row in await rows.fetchall():
        found[row[1]].append(variant_from(row, row[-1]))
    return found
