"""The SQL that reads what the book of candidates is made from: foremost goods, and what consenting people did."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from catalog.connections import Connection
from rerank.candidates.book import HOURS
from rerank.candidates.purchases import Real, Scores, Whole
from rerank.candidates.shop_log import WORTH, Doings, Goods, Looks, ShopLog, purchases_of

MOST_GOODS, MOST_LINES = 20_000, 1_000_000
# Nobody buys or does more than this of what others are told by; who seems to is a till, or makes it up.
MOST_OF_ONE = 500
# What is older tells nothing any more.
PURCHASES_TOLD, DOINGS_TOLD = timedelta(days=730), timedelta(days=120)
OF_EACH_CATEGORY = 40
FETCHED_AT_ONCE = 20_000
_WORTHS = " ".join(f"when '{kind}' then {worth}" for kind, worth in WORTH.items())
# A purchase is one by an order of the shop's own or by somebody who is signed in. What a page alone tells of is made up
# for nothing, and says as much as a cart.
VOUCHED = """(s.order_id is not null or exists (select from identity_nodes node
                where node.shopper_id = s.shopper_id and node.signed_in_at is not null))"""
WEIGHT = f"""(case when s.kind = 'purchase' and not {VOUCHED} then {WORTH["add_to_cart"]}
                else case s.kind {_WORTHS} else 0 end end)::real"""
WANTED = "('" + "', '".join(WORTH) + "')"
# Nothing is learned of whoever said no, by whichever name they were here.
AGREED = """
    s.occurred_at <= %(now)s and s.person_id is not null
    and not exists (select from refusing_shoppers r where r.shopper_id = s.shopper_id)
    and not exists (select from refusing_shoppers r where r.shopper_id = s.person_id)
    and not exists (select from refusing_devices r where r.device_id = s.device_id and s.shopper_id is null)"""
# Those that something is done with, then of each category those that the catalogue puts first: well rated by enough, or
# popular where the feed says so, or new.
GOODS = f"""
    with told as (
        select s.product_id, sum({WEIGHT}) as done from signals s
        where s.occurred_at > %(doings_since)s and s.kind in {WANTED} and {AGREED}
        group by s.product_id
    ), standing as (
        select product_id, category, brand, product_no,
               0.5 * percent_rank() over (order by popularity)
               + 0.4 * (coalesce(rating, 0) * rating_count + 3.8 * 20) / (rating_count + 20) / 5.0
               + 0.1 * percent_rank() over (order by product_no) as standing
        from products
    ), placed as (
        select *, row_number() over (partition by category order by standing desc, product_id) as place from standing
    )
    select product_id, category_path(category), brand, standing::real,
           coalesce(cheapest.price_minor, 0), coalesce(cheapest.currency, ''),
           (select coalesce(string_agg(facet, ' ' order by facet), '')
            from search_documents d, unnest(d.facets) facet
            where d.product_no = placed.product_no and facet like 'audience=%%')
    from placed left join told using (product_id)
    left join lateral (
        select price_minor, currency from variants v where v.product_id = placed.product_id
        order by price_minor, currency limit 1) cheapest on true
    where done is not null or place <= {OF_EACH_CATEGORY}
    order by done desc nulls last, place, product_id
    limit {MOST_GOODS}
"""
# A purchase that a page told of has no order: what one person bought on a day is a basket then.
LINES = f"""
    select person_id, basket, extract(epoch from occurred_at) / 86400, product_id
    from (
        select s.person_id, coalesce(s.order_id, s.person_id || s.occurred_at::date) as basket, s.occurred_at,
               s.product_id, row_number() over (partition by s.person_id order by s.occurred_at desc) as place
        from signals s
        where s.kind = 'purchase' and s.occurred_at > %(purchases_since)s and {AGREED}
    ) bought
    where place <= {MOST_OF_ONE}
    order by occurred_at desc limit {MOST_LINES}
"""
DOINGS = f"""
    select person_id, extract(epoch from at) / 86400, product_id, weight, extract(hour from at at time zone 'UTC')::int
    from (
        select s.person_id, s.product_id, max(s.occurred_at) as at, max({WEIGHT}) as weight,
               row_number() over (partition by s.person_id order by max(s.occurred_at) desc) as place
        from signals s
        where s.occurred_at > %(doings_since)s and s.kind in {WANTED} and {AGREED}
        group by s.person_id, s.product_id, s.occurred_at::date
    ) done
    where place <= {MOST_OF_ONE}
    order by at desc limit {MOST_LINES}
"""
# What came into view in a list, each time that it did.
LOOKS = f"""
    select s.person_id, extract(epoch from s.occurred_at) / 86400, s.product_id, coalesce(s.position, 1)
    from signals s
    where s.occurred_at > %(doings_since)s and s.kind = 'impression' and {AGREED}
    order by s.occurred_at desc limit {MOST_LINES}
"""

Times = dict[str, datetime]
Rows = list[tuple[Any, ...]]


async def read_log(connection: Connection, *, now: datetime) -> ShopLog:
    times: Times = {
        "now": now,
        "purchases_since": now - PURCHASES_TOLD,
        "doings_since": now - DOINGS_TOLD,
    }
    goods = await _goods(connection, times)
    told = [await _all(connection, statement, times) for statement in (LINES, DOINGS, LOOKS)]
    # A million rows take a second, for which nothing else of the process would get its turn.
    return await asyncio.to_thread(log_of, goods, *told, now=now)


def log_of(goods: Goods, lines: Rows, done: Rows, seen: Rows, *, now: datetime) -> ShopLog:
    places = {product_id: place for place, product_id in enumerate(goods.ids)}
    people: dict[str, int] = {}
    bought = _lines(lines, places, people)
    doings, hours = _doings(done, places, people)
    looks = _looks(seen, places, people)
    categories = tuple(sorted(set(goods.category)))
    numbers = {name: number for number, name in enumerate(categories)}
    of_category = np.array([numbers[name] for name in goods.category], np.int64)
    by_hour = np.zeros((HOURS, len(categories)), np.float32)
    np.add.at(by_hour, (hours, of_category[doings.item]), 1.0)
    purchases = purchases_of(*bought, people=len(people), items=len(goods.ids))
    return ShopLog(
        goods=goods,
        people=tuple(people),
        purchases=purchases,
        doings=doings,
        hours=by_hour,
        categories=categories,
        now_day=now.timestamp() / 86_400,
        looks=looks,
    )


async def _goods(connection: Connection, times: Times) -> Goods:
    rows = await (await connection.execute(GOODS, times)).fetchall()
    return Goods(
        ids=tuple(row[0] for row in rows),
        category=tuple(row[1] for row in rows),
        brand=tuple(row[2].casefold() for row in rows),
        standing=np.array([row[3] for row in rows], np.float32),
        price_minor=np.array([row[4] for row in rows], np.float32),
        currency=tuple(row[5] for row in rows),
        audience=tuple(row[6] for row in rows),
    )


def _lines(rows: Rows, places: dict[str, int], people: dict[str, int]) -> tuple[Whole, Whole, Real, Whole]:
    baskets: dict[str, int] = {}
    kept = [
        (_number(people, person), _number(baskets, basket), float(day), places[product_id])
        for person, basket, day, product_id in rows
        if product_id in places
    ]
    person, basket, day, item = zip(*kept, strict=True) if kept else ((), (), (), ())
    return (
        np.array(person, np.int64),
        np.array(basket, np.int64),
        np.array(day, np.float64),
        np.array(item, np.int64),
    )


def _doings(rows: Rows, places: dict[str, int], people: dict[str, int]) -> tuple[Doings, Whole]:
    kept = [
        (_number(people, person), float(day), places[product_id], weight, hour)
        for person, day, product_id, weight, hour in rows
        if product_id in places
    ]
    person, day, item, weight, hour = zip(*kept, strict=True) if kept else ((), (), (), (), ())
    weights: Scores = np.array(weight, np.float32)
    doings = Doings(
        person=np.array(person, np.int64), day=np.array(day, np.float64), item=np.array(item, np.int64), weight=weights
    )
    return doings, np.array(hour, np.int64)


def _looks(rows: Rows, places: dict[str, int], people: dict[str, int]) -> Looks:
    kept = [
        (_number(people, person), float(day), places[product_id], position)
        for person, day, product_id, position in rows
        if product_id in places
    ]
    person, day, item, position = zip(*kept, strict=True) if kept else ((), (), (), ())
    return Looks(
        person=np.array(person, np.int64),
        day=np.array(day, np.float64),
        item=np.array(item, np.int64),
        position=np.array(position, np.float64),
    )


async def _all(connection: Connection, statement: str, times: Times) -> Rows:
    """A part at a time, so that others of the process get their turn."""
    found: Rows = []
    async with connection.cursor(name="candidates") as cursor:
        await cursor.execute(statement, times)
        while part := await cursor.fetchmany(FETCHED_AT_ONCE):
            found += part
    return found


def _number(numbers: dict[str, int], name: str) -> int:
    return numbers.setdefault(name, len(numbers))
