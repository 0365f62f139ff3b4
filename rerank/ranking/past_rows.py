"""The SQL that reads lists as they were shown, and what was done with what was in them."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime, timedelta
from typing import Any

from catalog.connections import Connection
from rerank.events.event import EventKind
from rerank.ranking.past_lists import Deed, PastList

# An order that was asked for is not one of ours to judge, and where nothing says how well anything answered there is
# nothing that an order could go by.
LISTS = """
    select list_id, shown_at, surface, channel, person_of(shopper_id, device_id, shown_at),
           coalesce(visit_id, conversation_id, list_id), product_ids, positions, propensities, explored, features, seen
    from shown_lists
    where shown_at >= %(since)s and shown_at < %(until)s and model <> %(as_asked)s
      and exists (select from unnest(relevances) relevance where relevance <> 0)
    order by shown_at, list_id
"""
# What is read of events is what was done with those lists, or by whom they were shown to, and no more: a shop may show
# few lists and hear of everything. What was sent back belongs to a purchase that comes before it.
ASKED = """
    asked as materialized (
        select list_id, person_of(shopper_id, device_id, shown_at) as person_id, product_ids
        from shown_lists
        where shown_at >= %(since)s and shown_at < %(until)s and model <> %(as_asked)s)
"""
# That something was bought is believed of our own turns, of whoever is signed in, and where there is an order of it.
VOUCHED = """
    done.kind <> 'purchase' or done.source = 'turn'
    or exists (select from identity_nodes node
               where node.shopper_id = done.shopper_id and node.signed_in_at is not null)
    or exists (select from signals ordered
               where ordered.person_id = done.person_id and ordered.product_id = done.product_id
                 and ordered.kind = 'purchase' and ordered.order_id is not null
                 and ordered.occurred_at between done.occurred_at - interval '1 day'
                                             and done.occurred_at + interval '1 day')
"""
DEEDS = f"""
    with {ASKED},
    offered as materialized (
        select person_id, unnest(product_ids) as product_id from asked where person_id is not null group by 1, 2)
    select done.kind, done.occurred_at, done.product_id, done.list_id, done.person_id, {VOUCHED}
    from known_events done
    left join asked on asked.list_id = done.list_id
    left join offered on asked.list_id is null and done.kind in ('add_to_cart', 'purchase')
                     and offered.person_id = done.person_id and offered.product_id = done.product_id
    where done.day between (%(since)s at time zone 'UTC')::date and (%(until)s at time zone 'UTC')::date
      and done.occurred_at >= %(since)s and done.occurred_at < %(until)s and done.product_id is not null
      and done.kind in ('view', 'click', 'add_to_cart', 'purchase', 'return')
      and (done.list_id is not null or done.kind in ('add_to_cart', 'purchase', 'return'))
      and (offered.person_id is not null or done.product_id = any(asked.product_ids)
           or (done.kind = 'return' and done.person_id is not null))
    order by done.occurred_at
"""
# A list is known to have been looked at even where only other things of the page are told with it.
IMPRESSIONS = f"""
    with {ASKED}
    select list_id, coalesce(array_agg(distinct product_id) filter (where product_id = any(product_ids)), '{{}}')
    from events join asked using (list_id)
    where day between (%(since)s at time zone 'UTC')::date and (%(until)s at time zone 'UTC')::date
      and kind = 'impression' and product_id is not null
      and occurred_at >= %(since)s and occurred_at < %(until)s
    group by list_id
"""
# Whoever bought something of the shop itself, or was heard of so far apart, however few of the lists are looked at.
KNOWN = """
    select person_id from signals
    where kind <> 'impression' and known_at < %(until)s and person_id = any(%(people)s)
    group by person_id
    having bool_or(kind = 'purchase' and order_id is not null) or max(known_at) - min(known_at) >= %(known_for)s
"""
BRANDS = "select product_id, brand from products where product_id = any(%(products)s) and brand <> ''"
# A cursor is planned for whoever stops early, unless it is told otherwise.
ALL_OF_IT = "set local cursor_tuple_fraction = 1"
BATCH = 5_000
LOOKS = (EventKind.VIEW, EventKind.CLICK)


async def read_lists(connection: Connection, *, since: datetime, until: datetime, as_asked: str) -> list[PastList]:
    told = {"since": since, "until": until, "as_asked": as_asked}
    rows = await (await connection.execute(LISTS, told)).fetchall()
    return [_list_of(row) for row in rows]


async def read_deeds(connection: Connection, *, since: datetime, until: datetime, as_asked: str) -> list[Deed]:
    """Those that say something of the lists of `read_lists`, the earliest first. Within a transaction."""
    told = {"since": since, "until": until, "as_asked": as_asked}
    deeds = []
    counted = _Counted()
    async for kind, at, product_id, list_id, person, is_vouched in _batches(connection, DEEDS, told):
        deed = Deed(
            kind=EventKind(kind), at=at, product_id=product_id, list_id=list_id, person=person, is_vouched=is_vouched
        )
        if counted.says_something(deed):
            deeds.append(deed)
    return deeds


async def read_impressions(
    connection: Connection, *, since: datetime, until: datetime, as_asked: str
) -> dict[str, frozenset[str]]:
    """Of the lists of `read_lists`. Within a transaction."""
    told = {"since": since, "until": until, "as_asked": as_asked}
    return {list_id: frozenset(product_ids) async for list_id, product_ids in _batches(connection, IMPRESSIONS, told)}


async def read_known(
    connection: Connection, people: Collection[str], *, until: datetime, known_for: timedelta
) -> frozenset[str]:
    """Those among them who bought something of the shop itself, or have been about for so long."""
    found = await connection.execute(KNOWN, {"people": list(people), "until": until, "known_for": known_for})
    return frozenset(person for (person,) in await found.fetchall())


async def read_brands(connection: Connection, product_ids: Collection[str]) -> dict[str, str]:
    return dict(await (await connection.execute(BRANDS, {"products": list(product_ids)})).fetchall())


async def _batches(connection: Connection, statement: str, told: dict[str, Any]) -> AsyncIterator[tuple[Any, ...]]:
    """All rows, of which no more than a batch is in memory at a time."""
    await connection.execute(ALL_OF_IT)
    async with connection.cursor(name="past_rows") as cursor:
        cursor.itersize = BATCH
        await cursor.execute(statement, told)
        async for row in cursor:
            yield row


class _Counted:
    """Somebody may look at one thing a thousand times, which says no more than once; or send back what is not ours."""

    def __init__(self) -> None:
        self._looked_at: set[tuple[str | None, str]] = set()
        self._bought: set[tuple[str, str]] = set()

    def says_something(self, deed: Deed) -> bool:
        if deed.kind in LOOKS:
            before = len(self._looked_at)
            self._looked_at.add((deed.list_id, deed.product_id))
            return len(self._looked_at) > before
        if deed.kind is EventKind.RETURN:
            return (deed.person or "", deed.product_id) in self._bought
        if deed.kind is EventKind.PURCHASE and deed.person is not None:
            self._bought.add((deed.person, deed.product_id))
        return True


def _list_of(row: tuple[Any, ...]) -> PastList:
    list_id, at, surface, channel, person, visit, *arrays, features, seen = row
    order = sorted(range(len(arrays[0])), key=lambda place: arrays[1][place])
    product_ids, positions, propensities, explored = (tuple(array[place] for place in order) for array in arrays)
    wide = len(features)
    return PastList(
        list_id=list_id,
        at=at,
        surface=surface,
        channel=channel,
        person=person,
        visit=visit,
        product_ids=product_ids,
        positions=positions,
        propensities=propensities,
        explored=explored,
        features=tuple(features),
        seen=tuple(value for place in order for value in seen[place * wide : (place + 1) * wide]),
    )
