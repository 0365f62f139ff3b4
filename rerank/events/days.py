"""The days that events are kept by: a table for each, made ahead and dropped whole when its time is over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from catalog.connections import Connection, Connections, connected
from shop.errors import ShopUnavailable

BEHIND, AHEAD = timedelta(days=1), timedelta(days=3)
PREFIX = "events_"
# Whoever writes events meanwhile must not wait for somebody who waits; the next time may be quieter.
PATIENCE = "set local lock_timeout = '3s'"
MADE = """
    select relname from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'events'::regclass and relname <> 'events_other'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDays:
    connections: Connections
    retention: timedelta
    now: Callable[[], datetime]

    async def tend(self) -> int:
        """Makes the days that are missing and drops those past their time; how many changed."""
        today = self.now().astimezone(UTC).date()
        made = await self._made()
        near = {today - BEHIND + timedelta(days=number) for number in range((BEHIND + AHEAD).days + 1)}
        oldest = today - self.retention
        missing, over = sorted(near - made), sorted(day for day in made if day < oldest)
        for day in missing:
            await self._make(day)
        for day in over:
            await self._drop(day)
        await self._forget_before(oldest)
        return len(missing) + len(over)

    async def _made(self) -> set[date]:
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            found = await (await connection.execute(MADE)).fetchall()
        return {datetime.strptime(name, f"{PREFIX}%Y%m%d").replace(tzinfo=UTC).date() for (name,) in found}

    async def _make(self, day: date) -> None:
        """Events of the day may have come before its table: they are moved into it."""
        name, next_day = table_of(day), day + timedelta(days=1)
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            await _execute(
                connection,
                PATIENCE,
                "lock table events_other in access exclusive mode",
                f"create table {name} (like events including all)",
                f"with moved as (delete from events_other where day = '{day}' returning *)"
                f" insert into {name} select * from moved",
                f"alter table events attach partition {name} for values from ('{day}') to ('{next_day}')",
            )

    async def _drop(self, day: date) -> None:
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            await _execute(connection, PATIENCE, f"drop table {table_of(day)}")

    async def _forget_before(self, oldest: date) -> None:
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            for table in ("events_other", "event_counts"):
                await connection.execute(f"delete from {table} where day < %s", [oldest])
            await connection.execute("delete from shown_lists where shown_at < %s", [oldest])


def table_of(day: date) -> str:
    return f"{PREFIX}{day:%Y%m%d}"


async def _execute(connection: Connection, *statements: str) -> None:
    for statement in statements:
        await connection.execute(statement)
