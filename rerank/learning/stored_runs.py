"""Each try at learning in the database: how far it is, what came of it, and whether it is time for another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from catalog.connections import Connections, connected
from rerank.learning.model_record import as_json
from rerank.learning.verdict import Outcome
from shop.errors import ShopUnavailable

COLUMNS = "run_id, asked_by, started_at, ended_at, state, stage, lists, outcome, version, reasons"
# What teaches: shoppers who looked without taking anything say less than those who took something.
NEW_SIGNALS = """
    select count(*) from (
        select from signals
        where known_at > %(since)s and known_at <= %(until)s
          and kind in ('click', 'add_to_cart', 'purchase', 'rejection') limit %(enough)s) known
"""

FIRST_OF_NEWEST = """
    select shown_at from shown_lists where shown_at >= %(since)s and shown_at < %(until)s
    order by shown_at desc offset %(most)s - 1 limit 1
"""


class Told(Protocol):
    """What came of a try."""

    @property
    def outcome(self) -> Outcome: ...
    @property
    def reasons(self) -> Sequence[str]: ...
    @property
    def version(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Run:
    """`state` is running, ended, failed or abandoned; `outcome` is told of those that ended."""

    run_id: str
    asked_by: str
    started_at: datetime
    ended_at: datetime | None
    state: str
    stage: str
    lists: int
    outcome: str | None
    version: str | None
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRuns:
    connections: Connections

    async def begin(self, run_id: str, *, asked_by: str, at: datetime) -> None:
        """Whoever may begin is alone: what still seems to run was killed."""
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            await connection.execute(
                "update learning_runs set state = 'abandoned', ended_at = %s where state = 'running'", [at]
            )
            await connection.execute(
                "insert into learning_runs (run_id, asked_by, started_at, heard_at) values (%s, %s, %s, %s)",
                [run_id, asked_by, at, at],
            )

    async def reached(self, run_id: str, stage: str, *, at: datetime, lists: int | None = None) -> None:
        await self._write(
            "update learning_runs set stage = %s, heard_at = %s, lists = coalesce(%s, lists) where run_id = %s",
            [stage, at, lists, run_id],
        )

    async def end(self, run_id: str, *, told: Told, at: datetime) -> None:
        await self._write(
            "update learning_runs set state = 'ended', ended_at = %s, outcome = %s, version = %s,"
            " reasons = (%s::jsonb) -> 'reasons' where run_id = %s",
            [at, told.outcome.value, told.version, as_json({"reasons": list(told.reasons)}), run_id],
        )

    async def fail(self, run_id: str, *, reason: str, at: datetime) -> None:
        await self._write(
            "update learning_runs set state = 'failed', ended_at = %s, reasons = (%s::jsonb) -> 'reasons'"
            " where run_id = %s and state = 'running'",
            [at, as_json({"reasons": [reason]}), run_id],
        )

    async def listed(self, *, limit: int = 50) -> list[Run]:
        """Newest first."""
        rows = await self._read(f"select {COLUMNS} from learning_runs order by started_at desc limit %s", [limit])
        return [
            Run(run_id, asked_by, begun.astimezone(UTC), ended.astimezone(UTC) if ended else None, *rest)
            for run_id, asked_by, begun, ended, *rest in rows
        ]

    async def last_begun(self) -> tuple[datetime | None, datetime | None]:
        """Of those that came to an end, and of all: one that was killed or failed is tried again, but not at once."""
        rows = await self._read(
            "select max(started_at) filter (where state = 'ended'), max(started_at) from learning_runs", []
        )
        ended, any_of_them = rows[0]
        return (ended.astimezone(UTC) if ended else None), (any_of_them.astimezone(UTC) if any_of_them else None)

    async def first_of_newest(self, most: int, *, since: datetime, until: datetime) -> datetime:
        """When the newest `most` lists began: what a machine has no room for is not read."""
        rows = await self._read(FIRST_OF_NEWEST, {"since": since, "until": until, "most": most})
        return rows[0][0].astimezone(UTC) if rows else since

    async def new_signals(self, *, since: datetime, until: datetime, enough: int) -> int:
        """Counted no further than `enough`."""
        rows = await self._read(NEW_SIGNALS, {"since": since, "until": until, "enough": enough})
        return int(rows[0][0])

    async def _read(self, statement: str, told: Any) -> list[Any]:
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            return await (await connection.execute(statement, told)).fetchall()

    async def _write(self, statement: str, told: Sequence[object]) -> None:
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            await connection.execute(statement, told)
