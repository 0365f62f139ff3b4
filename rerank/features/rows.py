"""The SQL that reads features at a moment: what the generated formulas are reckoned from, and the formulas."""

from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files

from psycopg import sql

from catalog.retrieval.indexes import vectors_table
from rerank.features.bounds import (
    BLOCK_S,
    BLOCKS_PER_DAY,
    DAY_S,
    DONE_DAYS,
    DONE_MOST,
    LOOKS,
    SEEN_DAYS,
    SEEN_MOST,
    SESSION_DAYS,
    SESSION_MOST,
    TAKEN_DAYS,
    TAKEN_MOST,
)

# The formulas are generated from `definitions`, by `python -m rerank.features.generation`.
NAMED = "-- Features: "
RECKONED = (files(__package__) / "reckoned.sql").read_text(encoding="utf-8")
_NAMES = tuple(RECKONED.partition("\n")[0].removeprefix(NAMED).split())
# What is told is numbered, as Postgres wants it: a statement of this length takes long to be gone through for names.
SHOPPER, DEVICE, PRODUCTS = "$1::text", "$2::text", "$3::text[]"
AT, AT_S = "$4::timestamptz", "$5::float8"
# Of whoever does not want to be learned from nothing is read, though orders are kept. Who is taken for a customer by a
# browser alone, and has not signed in, is told by what they did themselves: else the order would tell who bought what.
WHO = f"""
    who as materialized (
        select person_id,
               exists (select from identity_nodes node where node.person_id = taken_for.person_id
                       and node.customer_id is not null)
               and not exists (select from identity_nodes own where own.shopper_id = {SHOPPER}
                               and own.signed_in_at is not null) as is_stranger
        from (select person_of({SHOPPER}, {DEVICE}, {AT}) as person_id) taken_for
        where not exists (select from refusing_shoppers where shopper_id = {SHOPPER})
          and not exists (select from refusing_devices where device_id = {DEVICE})),
    asked as materialized (
        select place - 1 as row, 0::bigint as moment, {AT_S} as at, product_id
        from unnest({PRODUCTS}) with ordinality as told (product_id, place))
"""


THEIRS = "person_id = (select person_id from who where not is_stranger)"
GUESTS = f"shopper_id = (select {SHOPPER} from who where is_stranger)"
BROWSERS = f"""shopper_id is null and device_id = (select {DEVICE} from who where is_stranger and {SHOPPER} is null)
          and person_id = (select person_id from who)"""


def _past(name: str, whose: str, kinds: str, *, days: int, most: int) -> str:
    """Whatever is asked of one person goes by an index of theirs, from the latest backwards."""
    return f"""
    {name} as not materialized (
        select 0::bigint as moment, kind, product_id, category, brand, size, price_minor::float8 as price,
               coalesce(list_minor, price_minor)::float8 as list_price, price_place::float8 as place,
               quantity::float8 as quantity, dwell_ms::float8 / 1000 as dwell_s,
               ({AT_S} - date_part('epoch', occurred_at)) / 86400 as age
        from signals
        where {whose} and {kinds}
          and occurred_at >= {AT} - interval '{days * DAY_S:.0f} seconds'
          and occurred_at < {AT} and known_at < {AT}
        order by occurred_at desc, signal_no desc limit {most})
    """


BOUGHT, SHOWN = "kind in ('purchase', 'return')", "kind = 'impression'"
DID = "kind not in ('purchase', 'return', 'impression')"
PASTS = (
    _past("taken", THEIRS, BOUGHT, days=TAKEN_DAYS, most=TAKEN_MOST),
    _past("done", THEIRS, DID, days=DONE_DAYS, most=DONE_MOST),
    _past("seen", THEIRS, SHOWN, days=SEEN_DAYS, most=SEEN_MOST),
    _past("guests", GUESTS, f"not {SHOWN}", days=DONE_DAYS, most=DONE_MOST),
    _past("browsers", BROWSERS, DID, days=DONE_DAYS, most=DONE_MOST),
    """past as materialized (select * from taken union all select * from done union all select * from seen
                             union all select * from guests union all select * from browsers)""",
)
GOODS = f"""
    found as materialized (
        select asked.row, asked.at, fact.*
        from asked cross join lateral (
            select * from item_facts where product_id = asked.product_id and valid_from <= {AT}
            order by valid_from desc limit 1) fact),
    numbers as not materialized (select row, product_no from found),
    facts as materialized (
        select fact.row, fact.category, fact.brand, fact.price_minor::float8 as price,
               fact.list_minor::float8 as list_price, fact.price_place::float8 as place, fact.rating::float8 as rating,
               fact.rating_count::float8 as rating_count,
               (fact.at - date_part('epoch', fact.added_at)) / 86400 as days_known, fact.sizes,
               fact.shown::float8 as shown, fact.clicked::float8 as clicked,
               fact.expected_clicks::float8 as expected_clicks, fact.noticed::float8 as noticed,
               fact.noticed_1d::float8 as noticed_1d, fact.bought::float8 as bought, fact.bought_1d::float8 as bought_1d
        from found fact),
    products as materialized (select distinct moment, product_id as key from asked),
    shelves as materialized (select distinct 0::bigint as moment, category as key from facts),
    brands as materialized (select distinct 0::bigint as moment, brand as key from facts),
    shelf_facts as materialized (
        select shelves.key as category, fact.noticed::float8 as noticed, fact.bought::float8 as bought,
               fact.lift::float8 as lift
        from shelves cross join lateral (
            select * from category_facts
            where category = shelves.key and block = floor({AT_S} / {BLOCK_S})::bigint % {BLOCKS_PER_DAY}
              and valid_from <= {AT}
            order by valid_from desc limit 1) fact),
    categories as materialized (
        select facts.row, fact.noticed, fact.bought, fact.lift from facts join shelf_facts fact using (category))
"""
# One look at the index for each product that is needed: a planner that joined them would go through the whole shop.
SESSION = f"""
    session as materialized (
        select product_id from past where age <= {SESSION_DAYS} and kind in {LOOKS}
        group by product_id order by min(age), product_id collate "C" limit {SESSION_MOST}),
    looked_at as materialized (
        select session.product_id, found.vector
        from session join public.products of_shop using (product_id) cross join lateral (
            select vector from {{vectors}} where product_no = of_shop.product_no limit 1) found),
    own as materialized (
        select numbers.row, found.vector
        from numbers cross join lateral (
            select vector from {{vectors}} where product_no = numbers.product_no limit 1) found
        where exists (select from session)),
    likenesses as materialized (
        select own.row, looked_at.product_id, inner_product(own.vector, looked_at.vector) as alike
        from looked_at cross join own)
"""
NO_VECTORS = """
    likenesses as (select 0::bigint as row, ''::text as product_id, 0::float8 as alike where false)
"""


def names() -> tuple[str, ...]:
    """The ids of all features, in the order in which they are read."""
    return _NAMES


def reading(index_id: str | None) -> sql.Composed:
    """One statement for all features of a person and some products; without an index no vectors are compared."""
    likenesses = sql.SQL(SESSION).format(vectors=vectors_table(index_id)) if index_id else sql.SQL(NO_VECTORS)
    formulas = sql.SQL(RECKONED)
    given = sql.SQL(",".join([WHO, *PASTS, GOODS, ""]))
    return (
        sql.SQL("with ") + given + likenesses + sql.SQL(" select * from (") + formulas + sql.SQL(") read order by row")
    )


def given(
    *, shopper_id: str | None, device_id: str | None, product_ids: Sequence[str], at: datetime
) -> tuple[object, ...]:
    return shopper_id, device_id, list(product_ids), at, at.timestamp()
