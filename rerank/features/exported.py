"""What features of the past are reckoned from, taken out of the database as tables."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
from psycopg import sql

from catalog.connections import Connection
from catalog.retrieval.indexes import read_index_in_use, vectors_table
from rerank.features.bounds import BLOCKS_PER_DAY, DONE_DAYS, SEEN_DAYS, TAKEN_DAYS

BATCH = 20_000
NUMBER, WHOLE, TEXT, VECTOR = pa.float64(), pa.int64(), pa.string(), pa.list_(pa.float32())


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """How one table is read, and the columns it has afterwards."""

    columns: Mapping[str, pa.DataType]
    query: str


# Of those who do not want to be learned from nothing is taken along, and of the others what a moment looks back to.
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
        where person_id = any(%(keys)s) and occurred_at < %(until)s
          and (kind in ('purchase', 'return') and occurred_at >= %(taken_since)s
               or kind not in ('purchase', 'return', 'impression') and occurred_at >= %(done_since)s
               or kind = 'impression' and occurred_at >= %(seen_since)s)
          and not exists (select from refusing_shoppers where refusing_shoppers.shopper_id = signals.shopper_id)
          and not exists (select from refusing_devices where refusing_devices.device_id = signals.device_id)
    """,
)
# What held at the first moment began before it.
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
        from unnest(%(keys)s::text[]) wanted (product_id) cross join lateral (
            select max(valid_from) as at from item_facts
            where product_id = wanted.product_id and valid_from <= %(since)s) held
        join item_facts using (product_id)
        where valid_from between coalesce(held.at, '-infinity') and %(until)s
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
        from unnest(%(keys)s::text[]) wanted (category) cross join generate_series(0, {blocks} - 1) place (block)
        cross join lateral (
            select max(valid_from) as at from category_facts
            where category = wanted.category and block = place.block and valid_from <= %(since)s) held
        join category_facts using (category, block)
        where valid_from between coalesce(held.at, '-infinity') and %(until)s
    """,
)
VECTORS = Export(
    columns={"product_id": TEXT, "vector": VECTOR},
    query="""
        select product_id, vector::real[] from products join {vectors} using (product_no)
        where product_id = any(%(keys)s)
    """,
)


async def export(
    connection: Connection,
    *,
    people: Collection[str],
    products: Collection[str],
    since: datetime,
    until: datetime,
) -> dict[str, pa.Table]:
    """All that can matter for these people and products at moments between two, both included, by name of the table."""
    times = _times(since, until)
    signals = await _read(connection, SIGNALS, people, times)
    facts = await _read(connection, ITEM_FACTS, products, times)
    shelves, blocks = set(facts.column("category").to_pylist()), sql.Literal(BLOCKS_PER_DAY)
    categories = await _read(connection, CATEGORY_FACTS, shelves, times, blocks=blocks)
    compared = {*products, *signals.column("product_id").to_pylist()}
    in_use = await read_index_in_use(connection)
    vectors = (
        await _read(connection, VECTORS, compared, times, vectors=vectors_table(in_use.index_id))
        if in_use
        else _table(VECTORS, [])
    )
    return {"signals": signals, "item_facts": facts, "category_facts": categories, "vectors": vectors}


def _times(since: datetime, until: datetime) -> dict[str, datetime]:
    return {
        "since": since,
        "until": until,
        "taken_since": since - timedelta(days=TAKEN_DAYS),
        "done_since": since - timedelta(days=DONE_DAYS),
        "seen_since": since - timedelta(days=SEEN_DAYS),
    }


async def _read(
    connection: Connection,
    what: Export,
    keys: Collection[str],
    times: Mapping[str, datetime],
    **names: sql.Composable,
) -> pa.Table:
    query = sql.SQL(what.query).format(**names)
    batches = []
    async with connection.cursor(name="exported", binary=True) as cursor:
        await cursor.execute(query, {"keys": sorted(keys), **times})
        while rows := await cursor.fetchmany(BATCH):
            batches.append(_table(what, rows))
    return pa.concat_tables(batches) if batches else _table(what, [])


def _table(what: Export, rows: list[tuple[Any, ...]]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ([] for _ in what.columns)
    arrays = [pa.array(column, type=kind) for column, kind in zip(columns, what.columns.values(), strict=True)]
    return pa.table(dict(zip(what.columns, arrays, strict=True)))
