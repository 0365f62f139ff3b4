"""Which source brought which product, so that two feeds beside each other leave each other's goods alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.connections import Connections
from catalog.errors import translated


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """Sources by product, and by variant its product with that one's source; `""` where nobody imported it."""

    products: dict[str, str]
    variants: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSources:
    connections: Connections

    async def owned(self, product_ids: Sequence[str], variant_ids: Sequence[str]) -> Owned:
        products = await self._rows(
            "select product_id, coalesce(source, '') from products left join product_sources using (product_id)"
            " where product_id = any(%s)",
            [list(product_ids)],
        )
        variants = await self._rows(
            "select variant_id, product_id, coalesce(source, '')"
            " from variants left join product_sources using (product_id) where variant_id = any(%s)",
            [list(variant_ids)],
        )
        return Owned(products=dict(products), variants={row[0]: (row[1], row[2]) for row in variants})

    async def claim(self, source: str, product_ids: Iterable[str]) -> None:
        await self._rows(
            "insert into product_sources (product_id, source) select product_id, %s from products"
            " where product_id = any(%s) on conflict (product_id) do nothing returning product_id",
            [source, list(product_ids)],
        )

    async def count(self, source: str) -> int:
        rows = await self._rows("select count(*) from product_sources where source = %s", [source])
        return int(rows[0][0])

    async def missing(self, source: str, *, run_id: int) -> list[str]:
        """What this source brought once and its file no longer names, not even in a row that could not be used."""
        rows = await self._rows(
            """
            select product_id from product_sources s where source = %(source)s
                and not exists (select from import_items i where i.run_id = %(run)s and i.product_id = s.product_id)
            except
            select v.product_id from import_items i join variants v using (variant_id)
                where i.run_id = %(run)s and i.item is null
            order by 1
            """,
            {"source": source, "run": run_id},
        )
        return [row[0] for row in rows]

    async def claimed(self, product_ids: Sequence[str]) -> set[str]:
        rows = await self._rows(
            "select product_id from product_sources where product_id = any(%s)", [list(product_ids)]
        )
        return {row[0] for row in rows}

    async def make_store(self, store_id: str, *, name: str) -> None:
        await self._rows(
            "insert into stores (store_id, name, address, city, opening_hours) values (%s, %s, '', '', '{}')"
            " on conflict do nothing returning store_id",
            [store_id, name],
        )

    async def _rows(self, statement: str, values: Any) -> list[Any]:
        with translated():
            async with self.connections.connection() as connection:
                return await (await connection.execute(statement, values)).fetchall()
