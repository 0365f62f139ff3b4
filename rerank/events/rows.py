"""The SQL that writes events: copied in, told apart from those that came before, and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from catalog.connections import Connection
from rerank.events.event import Event
from shop.learning_refusals import hold

COLUMNS = (
    *("event_id", "day", "occurred_at", "received_at", "is_time_told", "kind", "source", "channel"),
    *("shopper_id", "conversation_id", "device_id", "visit_id", "turn_id", "list_id", "product_id", "variant_id"),
    *("position", "model", "dwell_ms", "quantity", "value_minor", "currency", "query"),
)
NAMES = ", ".join(COLUMNS)
OF_THE_ACTOR = frozenset({"shopper_id", "conversation_id", "device_id", "visit_id"})
# Each connection has a table of its own to copy into, which is empty again with every commit; but several batches may
# come within one transaction. The disk is not waited for, which would take most of the time: a Postgres that crashes
# loses the events of its last moments, and purchases are in the orders anyway.
STAGE = """
    set local synchronous_commit = off;
    create temporary table if not exists incoming_events (like events) on commit delete rows;
    delete from incoming_events
"""
COPY = f"copy incoming_events ({NAMES}) from stdin"
# A shopper is held as they are until this is kept: one who is deleted meanwhile has no events afterwards. Of who does
# not want to be learned from nothing is kept, and the browser that they came with is theirs, unless it is a crowd's.
# The same id on the day before or after is the same event told again by a clock that was read anew.
KEEP = f"""
    with known as materialized (
        select shopper_id, merged_into from shoppers
        where shopper_id in (select shopper_id from incoming_events) order by shopper_id for key share),
    unwanted as materialized (
        select incoming.event_id, incoming.device_id, refusing.shopper_id, incoming.received_at
        from incoming_events incoming
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
        select distinct on (event_id) {NAMES} from incoming_events incoming
        where (shopper_id is null or shopper_id in (select shopper_id from known))
          and event_id not in (select event_id from unwanted)
          and not exists (select from events before
                          where before.event_id = incoming.event_id
                            and before.day between %(first_day)s and %(last_day)s)
        order by event_id
        on conflict do nothing
        returning 1)
    select (select count(*) from kept), (select count(distinct event_id) from unwanted)
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
    await connection.execute(STAGE)
    async with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for event in events:
            await copy.write_row(row_of(event))
    actors = {event.actor for event in events}
    await hold(
        connection,
        shoppers={actor.shopper_id for actor in actors if actor.shopper_id},
        devices={actor.device_id for actor in actors if actor.device_id},
    )
    days = [event.day for event in events]
    near = {"first_day": min(days) - timedelta(days=1), "last_day": max(days) + timedelta(days=1)}
    # A plan made in the first minutes of a day, when its table was all but empty, would read all of it by the evening.
    row = await (await connection.execute(KEEP, near, prepare=False)).fetchone()
    return Taken(new=row[0], unwanted=row[1]) if row else Taken()


async def count(connection: Connection, outcomes: Mapping[str, int], *, channel: str, day: date) -> None:
    """The last statement of a transaction: others who count the same wait for it to end."""
    told = {"day": day, "channel": channel, "outcomes": list(outcomes), "counted": list(outcomes.values())}
    await connection.execute(COUNT, told)


def row_of(event: Event) -> tuple[object, ...]:
    return tuple(getattr(event.actor if name in OF_THE_ACTOR else event, name) for name in COLUMNS)
