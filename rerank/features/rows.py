"""The SQL that reads what features are reckoned from at a moment: the generated sums, and what goods are like."""

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

# Generated from `definitions`, by `python -m rerank.features.generation`.
SUMMED = (files(__package__) / "sums.sql").read_text(encoding="utf-8")
# What is told is numbered, as Postgres wants it: a statement of this length takes long to be gone through for names.
SHOPPER, DEVICE, PRODUCTS = "$1::text", "$2::text", "$3::text[]"
AT, AT_S = "$4::timestamptz", "$5::float8"
# Of the products: their number where the gateway holds what they are like, else 0, and as of when it does.
NUMBERS, HELD_AS_OF = "$6::integer[]", "$7::timestamptz"
# Of those it holds: what they are of.
CATEGORIES, BRANDS = "$8::text[]", "$9::text[]"
# More than that, and all that is held counts as changed.
CHANGED_MOST = 1000
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
        select place - 1 as row, 0::bigint as moment, product_id, product_no
        from unnest({PRODUCTS}, {NUMBERS}) with ordinality as told (product_id, product_no, place))
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
# Read is what is not held, and what has changed since it was: of all else the gateway knows what it is like.
GOODS = f"""
    changed as materialized (
        select product_id from item_facts where valid_from > {HELD_AS_OF} and valid_from <= {AT} limit {CHANGED_MOST}),
    wanted as materialized (
        select distinct product_id from asked
        where product_no = 0 or product_id in (select product_id from changed)
           or (select count(*) from changed) >= {CHANGED_MOST}),
    found as materialized (
        select fact.*
        from wanted cross join lateral (
            select * from item_facts where product_id = wanted.product_id and valid_from <= {AT}
            order by valid_from desc limit 1) fact),
    products as not materialized (select moment, product_id as key from asked),
    shelves as materialized (
        select distinct 0::bigint as moment, category as key
        from (select unnest({CATEGORIES}) as category union all select category from found) told),
    brands as materialized (
        select distinct 0::bigint as moment, brand as key
        from (select unnest({BRANDS}) as brand union all select brand from found) told)
"""
# Looked up in the index by their numbers: a planner that only joined them would go through the whole shop.
SESSION = f"""
    session as materialized (
        select 0::bigint as moment, product_id as key from past where age <= {SESSION_DAYS} and kind in {LOOKS}
        group by product_id order by min(age), product_id collate "C" limit {SESSION_MOST}),
    looked_at as materialized (
        select of_shop.product_id, found.vector
        from session join public.products of_shop on of_shop.product_id = session.key cross join lateral (
            select vector from {{vectors}} where product_no = of_shop.product_no limit 1) found),
    numbered as materialized (
        select asked.row, coalesce(found.product_no, asked.product_no) as product_no
        from asked left join found using (product_id)),
    own as materialized (
        select numbered.row, found.vector
        from {{vectors}} found join numbered using (product_no)
        where exists (select from session)
          and found.product_no = any((select array_agg(product_no) from numbered)::integer[])),
    likenesses as materialized (
        select own.row, 0::bigint as moment, looked_at.product_id, inner_product(own.vector, looked_at.vector) as alike
        from looked_at cross join own)
"""
NO_VECTORS = """
    session as (select 0::bigint as moment, ''::text as key where false),
    likenesses as (select 0::bigint as row, 0::bigint as moment, ''::text as product_id, 0::float8 as alike where false)
"""
# Of a product; `added` and the others are by these names in what the formulas are taken on.
FACTS = (
    *("price", "list_price", "place", "rating", "rating_count", "clicked", "expected_clicks"),
    *("noticed", "noticed_1d", "bought", "bought_1d", "added"),
)
SHELF_FACTS = ("category_noticed", "category_bought", "lift")
# All kinds of rows below each other, as the generated ones come: which kind it is, of what, and its numbers.
TOLD = f"""
    select part, key, null::text as category, null::text as brand, size as sizes, numbers,
           null::timestamptz as valid_from
    from ({SUMMED}) summed
    union all
    select 'goods', product_id, category, brand, sizes,
           array[product_no, price_minor, list_minor, price_place, rating, rating_count, clicked, expected_clicks,
                 noticed, noticed_1d, bought, bought_1d, date_part('epoch', added_at)]::float8[], null
    from found
    union all
    select 'shelves', shelves.key, null, null, null, array[fact.noticed, fact.bought, fact.lift]::float8[], null
    from shelves cross join lateral (
        select * from category_facts
        where category = shelves.key and block = floor({AT_S} / {BLOCK_S})::bigint % {BLOCKS_PER_DAY}
          and valid_from <= {AT}
        order by valid_from desc limit 1) fact
    union all
    select 'changed', product_id, null, null, null, null, null from changed
    union all
    select 'latest', null, null, null, null, null, max(valid_from) from item_facts where valid_from <= {AT}
"""


def reading(index_id: str | None) -> sql.Composed:
    """One statement for all that is known of a person and some products; without an index no vectors are compared."""
    likenesses = sql.SQL(SESSION).format(vectors=vectors_table(index_id)) if index_id else sql.SQL(NO_VECTORS)
    return sql.SQL("with ") + sql.SQL(",".join([WHO, *PASTS, GOODS, ""])) + likenesses + sql.SQL(TOLD)
