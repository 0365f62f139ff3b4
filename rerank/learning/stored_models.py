"""Models in the database: kept, listed, put to use and taken back, each change in one transaction with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from psycopg.rows import tuple_row

from catalog.connections import Connection, Connections, connected
from rerank.learning.errors import LearningRefused, ModelUnknown, ModelUnusable, NothingBefore
from rerank.learning.model_record import ModelRecord, as_json, described
from shop.errors import ShopUnavailable

BUILT_IN = "baseline"
COLUMNS = "version, made_at, outcome, is_simulated, sha256, manifest"
# What is written next to a change is told by who made it; longer than this nobody reads.
LONGEST_WHY = 2000
KEPT_NETWORKS = 10

IN_USE = "select version, before, change_no, changed_at from ranking_model_in_use"
CHANGE = """
    with changed as (
        update ranking_model_in_use
        set version = %(version)s, before = %(before)s, change_no = change_no + 1, changed_at = %(at)s
        returning change_no)
    insert into ranking_model_changes (change_no, at, what, left_version, version, by_whom, why)
    select change_no, %(at)s, %(what)s, %(left)s, %(version)s, %(by)s, %(why)s from changed
"""
# What was in use before the version came to be so, the last time that it did; the built-in order where that has gone.
CAME_AFTER = """
    select known.version from ranking_model_changes left join ranking_models known on known.version = left_version
    where what = 'promoted' and ranking_model_changes.version is not distinct from %(version)s
    order by change_no desc limit 1
"""
LET_GO = """
    update ranking_models set network = null
    where network is not null and not (version = any(%(keep)s))
      and version not in (select version from ranking_models where network is not null
                          order by made_at desc limit %(newest)s)
      and not exists (select from ranking_model_in_use used
                      where ranking_models.version in (used.version, used.before))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class InUse:
    """None is the built-in order. `change_no` grows with every change."""

    version: str | None
    before: str | None
    change_no: int
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who wanted a change, why and when: kept beside it for good."""

    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    change_no: int
    at: datetime
    what: str
    left: str | None
    version: str | None
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredModels:
    connections: Connections

    async def keep(self, record: ModelRecord) -> None:
        told = (record.version, record.made_at, "passed" if record.passed else "refused", record.is_simulated)
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            await connection.execute(
                f"insert into ranking_models ({COLUMNS}, network) values (%s, %s, %s, %s, %s, %s::jsonb, %s)",
                [*told, record.sha256, as_json(record.manifest), record.network],
            )

    async def model(self, version: str) -> ModelRecord:
        """With its network, if that is still there."""
        found = await self._read(f"select {COLUMNS}, network from ranking_models where version = %s", [version])
        if not found:
            raise ModelUnknown(version)
        *columns, network = found[0]
        return described(columns, network=None if network is None else bytes(network))

    async def listed(self, *, limit: int = 50) -> list[ModelRecord]:
        """Newest first, without their networks."""
        statement = f"select {COLUMNS} from ranking_models order by made_at desc, version limit %s"
        return [described(row, network=None) for row in await self._read(statement, [limit])]

    async def in_use(self) -> InUse:
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            return await _in_use(connection, locked=False)

    async def model_in_use(self) -> ModelRecord | None:
        """With its manifest; None is the built-in order."""
        version = (await self.in_use()).version
        return await self.model(version) if version else None

    async def changes(self, *, limit: int = 50) -> list[Change]:
        """Newest first."""
        rows = await self._read(
            "select change_no, at, what, left_version, version, by_whom, why from ranking_model_changes"
            " order by change_no desc limit %s",
            [limit],
        )
        return [Change(number, at.astimezone(UTC), *told) for number, at, *told in rows]

    async def promote(
        self, version: str | None, *, decision: Decision, instead_of: Sequence[str | None] = (), force: bool = False
    ) -> bool:
        """None is the built-in order. False if it is in use already, or something else than what it is to replace."""
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            used = await _in_use(connection, locked=True)
            if used.version == version or (instead_of and used.version not in instead_of):
                return False
            await _require_usable(connection, version, force=force)
            await _change(connection, used, "promoted", decision, to=(version, used.version))
            return True

    async def roll_back(self, *, decision: Decision) -> InUse:
        """To what was in use before; again, to what was before that."""
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            used = await _in_use(connection, locked=True)
            if used.version is None and used.before is None:
                raise NothingBefore
            await _require_usable(connection, used.before, force=True)
            earlier = None
            if used.before is not None:
                row = await (await connection.execute(CAME_AFTER, {"version": used.before})).fetchone()
                earlier = row[0] if row else None
            await _change(connection, used, "rolled_back", decision, to=(used.before, earlier))
            return await _in_use(connection, locked=False)

    async def let_go(self, *, keep: Sequence[str] = (), newest: int = KEPT_NETWORKS) -> int:
        """Of old networks, but of none in use, in use before, or to `keep`; how many."""
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            # Whoever is putting one of them to use at this moment is waited for.
            await _in_use(connection, locked=True)
            return (await connection.execute(LET_GO, {"keep": list(keep), "newest": newest})).rowcount

    async def _read(self, statement: str, told: Sequence[object]) -> list[Any]:
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            return await (await connection.execute(statement, told)).fetchall()


async def withdraw_simulated(connection: Connection, *, decision: Decision) -> None:
    """With the demo shop goes what was learned of shoppers that never were; the caller commits."""
    used = await _in_use(connection, locked=True)
    found = await connection.execute("select version from ranking_models where is_simulated")
    gone = {row[0] for row in await found.fetchall()}
    if gone & {used.version, used.before}:
        left = None if used.version in gone else used.version
        await _change(connection, used, "withdrawn", decision, to=(left, None))
    await connection.execute("update learning_runs set version = null where version = any(%s)", [list(gone)])
    await connection.execute("delete from ranking_models where version = any(%s)", [list(gone)])


async def _in_use(connection: Connection, *, locked: bool) -> InUse:
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(f"{IN_USE} for update" if locked else IN_USE)
        row = await cursor.fetchone()
    if row is None:
        raise ShopUnavailable
    return InUse(version=row[0], before=row[1], change_no=row[2], changed_at=row[3].astimezone(UTC))


async def _require_usable(connection: Connection, version: str | None, *, force: bool) -> None:
    if version is None:
        return
    found = await connection.execute(
        "select outcome = 'passed', network is not null from ranking_models where version = %s for share", [version]
    )
    row = await found.fetchone()
    if row is None:
        raise ModelUnknown(version)
    passed, is_there = row
    if not is_there:
        raise ModelUnusable(version=version, reason="its network was let go of")
    if not (passed or force):
        raise LearningRefused(version)


async def _change(
    connection: Connection, used: InUse, what: str, decision: Decision, *, to: tuple[str | None, str | None]
) -> None:
    """`to` is what is then in use, and what then was before."""
    version, before = to
    told = {"what": what, "left": used.version, "version": version, "before": before}
    await connection.execute(CHANGE, {**told, "by": decision.by, "why": decision.why[:LONGEST_WHY], "at": decision.at})
