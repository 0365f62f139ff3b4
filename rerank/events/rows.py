"""The SQL that writes events: taken in, told apart from those that came before, and counted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from psycopg.types.json import Json

from catalog.connections import Connection
from rerank.events.event import Event
from shop.learning_refusals import hold

COLUMNS = (
    *("event_id", "day", "occurred_at", "received_at", "is_time_told", "kind", "source", "channel"),
    *("shopper_id", "conversation_id", "device_id", "visit_id", "turn_id", "list_id", "product_id", "variant_id"),
    *("position", "model", "dwell_ms", "quantity", "value_minor", "currency", "query"),
)
NAMES = ", ".join(COLUMNS)
WRITTEN = partial(json.dumps, default=str)
OF_THE_ACTOR = frozenset({"shopper_id", "conversation_id", "device_id", "visit_id"})
# One statement for a batch, as JSON: a table to copy it into would have to be emptied after each. The disk is not
# waited for: a Postgres that crashes loses the events of its last moments, and purchases are in the orders anyway.
# A shopper is held as they are until this is kept: one who is deleted meanwhile has no events afterwards. Of who does
# not want to be learned from nothing is kept, and the browser that they came with is theirs, unless it is a crowd's.
# The same id on the day before or after is the same event told again by a clock that was read anew.
KEEP = f"""
    with incoming as materialized (
        select distinct on (event_id) {NAMES} from json_populate_recordset(null::events, %(events)s) order by event_id),
    known as materialized (
        select shopper_id, merged_into from shoppers
        where shopper_id = any(%(shoppers)s) order by shopper_id for key share),
    unwanted as materialized (
        select incoming.event_id, incoming.device_id, refusing.shopper_id, incoming.received_at
        from incoming
        left join known using (shopper_id)
        left join refusing_shoppers refusing on refusing.shopper_id in (known.shopper_id, known.merged_into)
        where refusing.shopper_id is not null
           or exists (select from refusing_devices device where device.device_id = incoming.device_id)),
    linked as (
        insert into refusing_devices (device_id, shopper_id, refused_at)
        select distinct on (device_id) device_id, shopper_id, received_at
        from unwanted where device_id is not null and shopper_id is not null
          and not coalesce((select bool_or(is_crowded) from identity_nodes node
                            where node.device_id = unwanted.device_id), false)
        order by device_id
        on conflict do nothing),
    kept as (
        insert into events ({NAMES})
        select {NAMES} from incoming
        where (shopper_id is null or shopper_id in (select shopper_id from known))
          and event_id not in (select event_id from unwanted)
          and not exists (select from events before
                          where before.event_id = incoming.event_id
                            and before.day between %(first_day)s and %(last_day)s)
        order by event_id
        on conflict do nothing
        returning 1)
    select (select count(*) from kept), (select count(distinct event_id) from unwanted),
           set_config('synchronous_commit', 'off', true)
"""
# Of each number there are several rows, so that gateways seldom wait for each other to count.
COUNT = """
    insert into event_counts (day, channel, outcome, slot, events)
    select %(day)s, %(channel)s, outcome, pg_backend_pid() %% 16, counted
    from unnest(%(outcomes)s::text[], %(counted)s::bigint[]) as told (outcome, counted)
    where counted > 0
    order by outcome
    on conflict (day, channel, outcome, slot) do update set events = event_counts.events + excluded.events
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """`unwanted` are of those who do not want to be learned from."""

    new: int = 0
    unwanted: int = 0


async def keep(connection: Connection, events: Sequence[Event]) -> Taken:
    actors = {event.actor for event in events}
    shoppers = {actor.shopper_id for actor in actors if actor.shopper_id}
    await hold(connection, shoppers=shoppers, devices={actor.device_id for actor in actors if actor.device_id})
    days = [event.day for event in events]
    told = {
        "events": Json([dict(zip(COLUMNS, row_of(event), strict=True)) for event in events], dumps=WRITTEN),
        "shoppers": list(shoppers),
        "first_day": min(days) - timedelta(days=1),
        "last_day": max(days) + timedelta(days=1),
    }
    # A plan made in the first minutes of a day, when its table was all but empty, would read all of it by the evening.
    row = await (await connection.execute(KEEP, told, prepare=False)).fetchone()
    return Taken(new=row[0], unwanted=row[1]) if row else Taken()


async def count(connection: Connection, outcomes: Mapping[str, int], *, channel: str, day: date) -> None:
    """The last statement of a transaction: others who count the same wait for it to end."""
    told = {"day": day, "channel": channel, "outcomes": list(outcomes), "counted": list(outcomes.values())}
    await connection.execute(COUNT, told)


def row_of(event: Event) -> tuple[object, ...]:
    return tuple(getattr(event.actor if name in OF_THE_ACTOR else event, name) for name in COLUMNS)
