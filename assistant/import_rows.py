"""The database's side of reading a catalogue file: how far it came, the items read, and what was wrong with them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from psycopg import AsyncConnection
from psycopg.errors import LockNotAvailable
from psycopg.types.json import Jsonb

from assistant.errors import ImportRunning
from catalog.connections import Connection, Connections
from catalog.errors import translated

PRODUCTS_AT_ONCE = 500
MOST_VARIANTS = 1000
# Of a file full of mistakes nobody reads more than these; they are counted all the same.
MOST_PROBLEMS = 10_000
RUNS_KEPT = 20
# An import that was killed a moment ago may still hold its lock.
WAIT_FOR_OTHER_S = 3

_RUN = "run_id, source, trial, fingerprint, stage, rows_read, items_read, broken, written_to, counts"
_TAKE_OUT_REPEATED = """
    with several as materialized (
        select variant_id from import_items where run_id = %(run)s and item is not null
        group by variant_id having count(*) > 1),
    numbered as materialized (
        select item_no, product_id, variant_id, line, row_number() over same as place,
               first_value(line) over same as first_line, item = first_value(item) over same as alike
        from import_items join several using (variant_id) where run_id = %(run)s and item is not null
        window same as (partition by variant_id order by item_no)),
    repeated as (select * from numbered where place > 1),
    gone as (delete from import_items using repeated
             where import_items.run_id = %(run)s and import_items.item_no = repeated.item_no),
    told as (insert into import_problems (run_id, line, product_id, field, severity, reason)
             select %(run)s, line, product_id, 'id', case when alike then 'warning' else 'error' end,
                    format('%%s %%s line %%s; the first one counts', variant_id,
                           case when alike then 'repeats' else 'says another thing than' end, first_line)
             from repeated order by alike, line limit %(most)s)
    select count(*) filter (where not alike), count(*) filter (where alike) from repeated"""
_TITLES = """
    select title, brand, elsewhere from (
        select product_id collate "C" as sorted, coalesce(item ->> 'title', '') as title,
               coalesce(item ->> 'brand', '') as brand, false as elsewhere
        from (select distinct on (product_id) product_id, item from import_items
              where run_id = %(run)s and item is not null order by product_id, item_no) first
        union all
        select product_id collate "C", title, case when extracted ? 'brand' then '' else brand end,
               source is distinct from %(source)s
        from products p left join product_sources using (product_id)
        where product_id <> all(%(leaving)s) and not exists (select from import_items i
                          where i.run_id = %(run)s and i.product_id = p.product_id and i.item is not null)) told
    order by sorted"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How far an import has come; `trial` ones write nothing to the shop."""

    id: int
    source: str
    trial: bool
    fingerprint: str
    stage: str
    rows_read: int
    items_read: int
    broken: str | None
    written_to: str
    counts: Mapping[str, int]

    def counting(self, **more: int) -> "Run":
        counts = {name: self.counts.get(name, 0) + number for name, number in more.items() if number}
        return replace(self, counts={**self.counts, **counts})


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedItem:
    """`item` is None for a row that could not be used, whose id is known all the same."""

    product_id: str
    variant_id: str
    line: int
    item: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    line: int
    product_id: str
    field: str
    severity: str
    reason: str


@asynccontextmanager
async def alone(database_url: str) -> AsyncIterator[None]:
    """Nobody else imports meanwhile: two would lock each other out of the search's totals.

    The lock goes with the process that holds it.
    """
    async with await AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute("select set_config('lock_timeout', %s, false)", [f"{WAIT_FOR_OTHER_S}s"])
        try:
            await connection.execute("select pg_advisory_lock(hashtextextended('aisle import', 0))")
        except LockNotAvailable as exc:
            raise ImportRunning from exc
        yield


class ImportRows:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def open_run(self, source: str, *, trial: bool) -> Run | None:
        """The one that was interrupted, if any."""
        rows = await self._rows(
            f"select {_RUN} from import_runs where source = %s and trial = %s and stage <> 'finished'", [source, trial]
        )
        return _run(rows[0]) if rows else None

    async def begin(self, source: str, *, trial: bool, fingerprint: str, file_name: str) -> Run:
        """In place of one that was interrupted with another file."""
        with translated():
            async with self._connections.connection() as connection:
                await connection.execute(
                    "delete from import_runs where source = %s and trial = %s and stage <> 'finished'", [source, trial]
                )
                await connection.execute(
                    "delete from import_runs where run_id in (select run_id from import_runs"
                    " where source = %s and stage = 'finished' order by run_id desc offset %s)",
                    [source, RUNS_KEPT],
                )
                rows = await connection.execute(
                    "insert into import_runs (source, trial, fingerprint, file_name) values (%s, %s, %s, %s)"
                    f" returning {_RUN}",
                    [source, trial, fingerprint, file_name],
                )
                return _run(await rows.fetchone() or ())

    async def save(self, run: Run, *, items: Sequence[StagedItem] = (), problems: Sequence[RowProblem] = ()) -> None:
        """All of a step or nothing of it."""
        with translated():
            async with self._connections.connection() as connection:
                await _copy_items(connection, run, items)
                await _copy_problems(connection, run, problems)
                await _update(connection, run)

    async def end_reading(self, run: Run) -> Run:
        """Takes out rows with an id that came before; where they say another thing than the first they are mistakes."""
        with translated():
            async with self._connections.connection() as connection:
                await connection.execute("analyze import_items")
                rows = await connection.execute(_TAKE_OUT_REPEATED, {"run": run.id, "most": MOST_PROBLEMS})
                differing, same = await rows.fetchone() or (0, 0)
                counted = run.counting(bad_rows=differing, errors=differing, repeated_rows=same, warnings=same)
                read = replace(counted, stage="writing")
                await _update(connection, read)
        return read

    async def titles(self, run: Run, *, leaving: Sequence[str]) -> AsyncIterator[tuple[str, str, bool]]:
        """Title and brand of all that will be in the shop, as their feeds have them and always in the same order.

        And whether another source brought them; those who are `leaving` teach nothing.
        """
        with translated():
            async with self._connections.connection() as connection, connection.cursor(name="titles") as cursor:
                await cursor.execute(_TITLES, {"run": run.id, "source": run.source, "leaving": [*leaving]})
                async for title, brand, elsewhere in cursor:
                    yield title, brand, elsewhere

    async def product_total(self, run: Run) -> int:
        rows = await self._rows("select count(distinct product_id) from import_items where run_id = %s", [run.id])
        return int(rows[0][0])

    async def next_groups(self, run: Run) -> list[list[StagedItem]]:
        """The items of the next products, those of one product in the order of the file."""
        rows = await self._rows(
            """
            with next as (select distinct product_id from import_items
                          where run_id = %(run)s and product_id > %(after)s order by product_id limit %(products)s)
            select i.product_id, i.variant_id, i.line, i.item
            from next cross join lateral (
                select * from import_items i where i.run_id = %(run)s and i.product_id = next.product_id
                order by i.item_no limit %(variants)s) i
            order by i.product_id, i.item_no
            """,
            {
                "run": run.id, "after": run.written_to, "products": PRODUCTS_AT_ONCE, "variants": MOST_VARIANTS + 1,
            },
        )  # fmt: skip
        groups: dict[str, list[StagedItem]] = {}
        for product_id, variant_id, line, item in rows:
            staged = StagedItem(product_id=product_id, variant_id=variant_id, line=line, item=item)
            groups.setdefault(product_id, []).append(staged)
        return list(groups.values())

    async def finish(self, run: Run) -> None:
        await self._execute("delete from import_items where run_id = %s", [run.id])
        if run.trial:
            await self._execute("delete from import_runs where run_id = %s", [run.id])
        else:
            await self._execute(
                "analyze products, variants, stock, search_documents, search_postings, search_terms", []
            )

    async def problems(self, run: Run) -> list[RowProblem]:
        """The worst first, as many as were kept."""
        rows = await self._rows(
            "select line, product_id, field, severity, reason from import_problems where run_id = %s"
            " order by severity, line",
            [run.id],
        )
        return [RowProblem(line=r[0], product_id=r[1], field=r[2], severity=r[3], reason=r[4]) for r in rows]

    async def _rows(self, statement: str, values: Sequence[object] | Mapping[str, object]) -> list[Any]:
        with translated():
            async with self._connections.connection() as connection:
                return await (await connection.execute(statement, values)).fetchall()

    async def _execute(self, statement: str, values: Sequence[object]) -> None:
        with translated():
            async with self._connections.connection() as connection:
                await connection.execute(statement, values)


async def _update(connection: Connection, run: Run) -> None:
    await connection.execute(
        "update import_runs set stage = %s, rows_read = %s, items_read = %s, broken = %s, written_to = %s, counts = %s,"
        " updated_at = now() where run_id = %s",
        [run.stage, run.rows_read, run.items_read, run.broken, run.written_to, Jsonb(run.counts), run.id],
    )


async def _copy_items(connection: Connection, run: Run, items: Sequence[StagedItem]) -> None:
    if not items:
        return
    columns = "run_id, item_no, product_id, variant_id, line, item"
    async with connection.cursor() as cursor, cursor.copy(f"copy import_items ({columns}) from stdin") as copy:
        for item_no, staged in enumerate(items, start=run.items_read - len(items)):
            plain = None if staged.item is None else Jsonb(staged.item)
            await copy.write_row((run.id, item_no, staged.product_id, staged.variant_id, staged.line, plain))


async def _copy_problems(connection: Connection, run: Run, problems: Sequence[RowProblem]) -> None:
    if not problems:
        return
    columns = "run_id, line, product_id, field, severity, reason"
    async with connection.cursor() as cursor, cursor.copy(f"copy import_problems ({columns}) from stdin") as copy:
        for told in problems:
            await copy.write_row((run.id, told.line, told.product_id, told.field, told.severity, told.reason))


def _run(row: Sequence[Any]) -> Run:
    return Run(
        id=row[0],
        source=row[1],
        trial=row[2],
        fingerprint=row[3],
        stage=row[4],
        rows_read=row[5],
        items_read=row[6],
        broken=row[7],
        written_to=row[8],
        counts=row[9],
    )
