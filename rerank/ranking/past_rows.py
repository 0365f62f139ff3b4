"""The SQL that reads lists as they were shown, and what was done with what was in them."""

from datetime import datetime
from typing import Any

from catalog.connections import Connection
from rerank.events.event import EventKind
from rerank.ranking.past_lists import Deed, PastList

# An order that was asked for is not one of ours to judge.
LISTS = """
    select list_id, shown_at, surface, channel, person_of(shopper_id, device_id, shown_at),
           coalesce(visit_id, conversation_id, list_id), product_ids, positions, propensities, explored, features, seen
    from shown_lists
    where shown_at >= %(since)s and shown_at < %(until)s and model <> %(as_asked)s
    order by shown_at, list_id
"""
DEEDS = """
    select kind, occurred_at, product_id, list_id, person_id
    from known_events
    where day between (%(since)s at time zone 'UTC')::date and (%(until)s at time zone 'UTC')::date
      and occurred_at >= %(since)s and occurred_at < %(until)s and product_id is not null
      and kind in ('view', 'click', 'add_to_cart', 'purchase', 'return')
      and (list_id is not null or (person_id is not null and kind in ('add_to_cart', 'purchase', 'return')))
    order by occurred_at
"""
IMPRESSIONS = """
    select list_id, array_agg(distinct product_id)
    from events
    where day between (%(since)s at time zone 'UTC')::date and (%(until)s at time zone 'UTC')::date
      and kind = 'impression' and list_id is not null and product_id is not null
      and occurred_at >= %(since)s and occurred_at < %(until)s
    group by list_id
"""


async def read_lists(connection: Connection, *, since: datetime, until: datetime, as_asked: str) -> list[PastList]:
    told = {"since": since, "until": until, "as_asked": as_asked}
    rows = await (await connection.execute(LISTS, told)).fetchall()
    return [_list_of(row) for row in rows]


async def read_deeds(connection: Connection, *, since: datetime, until: datetime) -> list[Deed]:
    rows = await (await connection.execute(DEEDS, {"since": since, "until": until})).fetchall()
    return [
        Deed(kind=EventKind(kind), at=at, product_id=product_id, list_id=list_id, person=person)
        for kind, at, product_id, list_id, person in rows
    ]


async def read_impressions(connection: Connection, *, since: datetime, until: datetime) -> dict[str, frozenset[str]]:
    rows = await (await connection.execute(IMPRESSIONS, {"since": since, "until": until})).fetchall()
    return {list_id: frozenset(product_ids) for list_id, product_ids in rows}


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
