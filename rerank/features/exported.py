"""What features of the past are reckoned from, taken out of the database as tables."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from psycopg import sql

from catalog.connections import Connection
from catalog.retrieval.indexes import read_index_in_use, vectors_table

BATCH = 20_000
NUMBER, WHOLE, TEXT, VECTOR = pa.float64(), pa.int64(), pa.string(), pa.list_(pa.float32())


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """How one table is read, and the columns it has afterwards."""

    columns: Mapping[str, pa.DataType]
    query: str


# Of those who do not want to be learned from nothing is taken along.
SIGNALS = Export(
    columns={
        **dict.fromkeys(("person_id", "kind", "product_id", "category", "brand", "size"), TEXT),
        "signal_no": WHOLE,
        **dict.fromkeys(("price", "list_price", "place", "quantity", "dwell_s", "occurred", "known"), NUMBER),
    },
    query="""
        select person_id, kind, product_id, category, brand, size, signal_no, price_minor::float8,
               coalesce(list_minor, price_minor)::float8, price_place::float8, quantity::float8,
               dwell_ms::float8 / 1000, extract(epoch from occurred_at)::float8, extract(epoch from known_at)::float8
        from signals
        where person_id = any(%(keys)s)
          and not exists (select from refusing_shoppers where refusing_shoppers.shopper_id = signals.shopper_id)
          and not exists (select from refusing_devices where refusing_devices.device_id = signals.device_id)
    """,
)
ITEM_FACTS = Export(
    columns={
        **dict.fromkeys(("product_id", "category", "brand", "sizes"), TEXT),
        **dict.fromkeys(
            (
                *("valid_from", "added", "price", "list_price", "place", "rating", "rating_count", "shown", "clicked"),
                *("expected_clicks", "noticed", "noticed_1d", "bought", "bought_1d"),
            ),
            NUMBER,
        ),
    },
    query="""
        select product_id, category, brand, sizes, extract(epoch from valid_from)::float8,
               extract(epoch from added_at)::float8, price_minor::float8, list_minor::float8, price_place::float8,
               rating::float8, rating_count::float8, shown::float8, clicked::float8, expected_clicks::float8,
               noticed::float8, noticed_1d::float8, bought::float8, bought_1d::float8
        from item_facts where product_id = any(%(keys)s)
    """,
)
CATEGORY_FACTS = Export(
    columns={
        "category": TEXT,
        "block": WHOLE,
        **dict.fromkeys(("valid_from", "noticed", "bought", "lift"), NUMBER),
    },
    query="""
        select category, block, extract(epoch from valid_from)::float8, noticed::float8, bought::float8, lift::float8
        from category_facts where category = any(%(keys)s)
    """,
)
VECTORS = Export(
    columns={"product_id": TEXT, "vector": VECTOR},
    query="""
        select product_id, vector::real[] from products join {vectors} using (product_no)
        where product_id = any(%(keys)s)
    """,
)


async def export(connection: Connection, *, people: Collection[str], products: Collection[str]) -> dict[str, pa.Table]:
    """All that can matter for these people and products, by name of the table."""
    signals = await _read(connection, SIGNALS, people)
    facts = await _read(connection, ITEM_FACTS, products)
    categories = await _read(connection, CATEGORY_FACTS, set(facts.column("category").to_pylist()))
    compared = {*products, *signals.column("product_id").to_pylist()}
    in_use = await read_index_in_use(connection)
    vectors = (
        await _read(connection, VECTORS, compared, vectors=vectors_table(in_use.index_id))
        if in_use
        else _table(VECTORS, [])
    )
    return {"signals": signals, "item_facts": facts, "category_facts": categories, "vectors": vectors}


async def _read(connection: Connection, what: Export, keys: Collection[str], **names: sql.Identifier) -> pa.Table:
    query = sql.SQL(what.query).format(**names)
    batches = []
    async with connection.cursor(name="exported", binary=True) as cursor:
        await cursor.execute(query, {"keys": sorted(keys)})
        while rows := await cursor.fetchmany(BATCH):
            batches.append(_table(what, rows))
    return pa.concat_tables(batches) if batches else _table(what, [])


def _table(what: Export, rows: list[tuple[Any, ...]]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ([] for _ in what.columns)
    arrays = [pa.array(column, type=kind) for column, kind in zip(columns, what.columns.values(), strict=True)]
    return pa.table(dict(zip(what.columns, arrays, strict=True)))
