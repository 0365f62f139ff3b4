"""The SQL that writes a made-up past, and takes it away: of shoppers who are known by their names to be made up."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from catalog.connections import Connection
from rerank.events import rows as event_rows
from rerank.events.event import Event
from rerank.simulation.shown_before import COLUMNS, ShownBefore

SHOPPERS = "insert into shoppers (shopper_id, created_at) select *, %s from unnest(%s::text[]) on conflict do nothing"
# The browsers of made-up shoppers call themselves so, and so do those that a past was made up for.
PREFIX = "simulated-"
# Those who came by a browser, as `aisle simulate` does, have names like anybody's and are known by it.
SIMULATED = """
    create temporary table made_up on commit drop as
        select shopper_id from shoppers where starts_with(shopper_id, %(prefix)s)
        union
        select own.shopper_id from identity_nodes device join identity_nodes own using (person_id)
        where starts_with(device.device_id, %(prefix)s) and own.shopper_id is not null
          and not exists (select from identity_nodes known
                          where known.person_id = own.person_id and known.customer_id is not null)
"""
OF_THEM = """
    where shopper_id in (select shopper_id from made_up)
       or (shopper_id is null and starts_with(device_id, %(prefix)s))"""
# All at once first: one by one their triggers would look through all days for each.
GOING = (
    "delete from orders where shopper_id in (select shopper_id from made_up)",
    f"delete from events {OF_THEM}",
    f"delete from shown_lists {OF_THEM}",
    "delete from shoppers where shopper_id in (select shopper_id from made_up)",
)


LISTS = """
    select list_id, shown_at, shopper_id, device_id, product_ids from shown_lists
    where starts_with(list_id, %(prefix)s) and shown_at >= %(since)s and shown_at < %(until)s
    order by shown_at, list_id
"""
NOTE_KNOWN = """
    update shown_lists shown set relevances = told.relevances, features = told.features, seen = told.seen
    from jsonb_to_recordset(%s::jsonb) told (list_id text, relevances real[], features text[], seen real[])
    where shown.list_id = told.list_id
"""


async def write_shoppers(connection: Connection, ids: Sequence[str], *, since: datetime) -> None:
    await connection.execute(SHOPPERS, [since, list(ids)])


async def write_events(connection: Connection, events: Iterable[Event]) -> None:
    """Nobody tells them twice: there is nothing to hold them against."""
    async with connection.cursor() as cursor, cursor.copy(f"copy events ({event_rows.NAMES}) from stdin") as copy:
        for event in events:
            await copy.write_row(event_rows.row_of(event))


async def write_lists(connection: Connection, lists: Iterable[ShownBefore]) -> None:
    async with (
        connection.cursor() as cursor,
        cursor.copy(f"copy shown_lists ({', '.join(COLUMNS)}) from stdin") as copy,
    ):
        for shown in lists:
            await copy.write_row([getattr(shown, name) for name in COLUMNS])


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One of the lists, and to whom it was shown."""

    list_id: str
    at: datetime
    shopper_id: str
    device_id: str
    product_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was known of a list as it was shown, product by product; `seen` are the values of `features`, one product
    after the other.
    """

    list_id: str
    relevances: list[float]
    features: list[str]
    seen: list[float | None]


async def read_lists(connection: Connection, *, since: datetime, until: datetime) -> list[Shown]:
    """In the order of time."""
    rows = await connection.execute(LISTS, {"prefix": PREFIX, "since": since, "until": until})
    return [
        Shown(list_id=row[0], at=row[1], shopper_id=row[2], device_id=row[3], product_ids=tuple(row[4]))
        async for row in rows
    ]


async def note_known(connection: Connection, known: Iterable[Known]) -> None:
    await connection.execute(NOTE_KNOWN, [json.dumps([asdict(each) for each in known])])


async def forget(connection: Connection) -> int:
    """How many shoppers went, with all that is known of them."""
    told = {"prefix": PREFIX}
    await connection.execute(SIMULATED, told)
    for statement in GOING:
        gone = await connection.execute(statement, told)
    await connection.execute("drop table made_up")
    return gone.rowcount
