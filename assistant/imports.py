"""Brings a catalogue file into the shop: read whole first, then written product by product, then what left it removed.

Each step is committed with how far it came, so an import that was interrupted goes on where it stopped.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice

from assistant.demo_shop import demo_leaving, retire_demo
from assistant.import_rows import ImportRows, RowProblem, Run, StagedItem
from assistant.import_writing import ImportWriting
from assistant.product_sources import ProductSources
from catalog.attributes.assortment import Learned
from catalog.connections import Connections
from catalog.intake.errors import FileBroken
from catalog.intake.files import CatalogFile
from catalog.intake.formats import Format, format_of, rows_of
from catalog.intake.items import Defaults, item_from
from catalog.intake.packing import packed
from catalog.intake.problems import Severity
from catalog.intake.rows import Row
from catalog.writing import CatalogWriter

# Raised when files are read in another way, so that an interrupted import is not continued with it.
RECIPE = 3
ROWS_AT_ONCE = 1000
REMOVED_AT_ONCE = 500
READING = "Reading (KB)"
MOST_MISSING_SHARE, FEW = 0.3, 10
# Of a file full of mistakes nobody reads more than these; they are counted all the same.
MOST_ERRORS, MOST_WARNINGS = 10_000, 1000

Tell = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How to import; `snapshot` says that the file holds all that its source sells."""

    source: str = "catalogue"
    format: Format | None = None
    defaults: Defaults = field(default_factory=Defaults)
    snapshot: bool = False
    allow_mass_deletion: bool = False
    dry_run: bool = False
    restart: bool = False
    keep_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`refused` says why nothing was removed though it was wished, `broken` where the file ended too early.

    `demo_removed` products of the demo shop made room.
    """

    format: Format
    counts: dict[str, int]
    problems: tuple[RowProblem, ...]
    missing: int
    demo_removed: int
    resumed: bool
    dry_run: bool
    broken: str | None
    refused: str | None

    @property
    def complete(self) -> bool:
        return not (self.counts.get("bad_rows") or self.broken or self.refused)


class CatalogImport:
    def __init__(self, connections: Connections, file: CatalogFile, wishes: Wishes, *, tell: Tell) -> None:
        self._connections = connections
        self._file = file
        self._wishes = wishes
        self._tell = tell
        self._rows = ImportRows(connections)
        self._sources = ProductSources(connections=connections)
        self._format = wishes.format or format_of(file)

    async def run(self) -> Outcome:
        run, resumed = await self._begin()
        if run.stage == "reading":
            run = await self._rows.end_reading(await self._read(run))
        if run.stage == "writing":
            run = await self._write(run)
        missing = await self._sources.missing(run.source, run_id=run.id)
        refused = await self._refusal(run, missing)
        if self._wishes.snapshot and not refused:
            run = await self._remove(run, missing)
            missing = []
        demo_removed = await self._make_room(run)
        outcome = Outcome(
            format=self._format,
            counts=dict(run.counts),
            problems=tuple(await self._rows.problems(run)),
            missing=len(missing),
            demo_removed=demo_removed,
            resumed=resumed,
            dry_run=run.trial,
            broken=run.broken,
            refused=refused,
        )
        await self._finish(run, kept=bool(refused))
        return outcome

    async def _begin(self) -> tuple[Run, bool]:
        wishes, fingerprint = self._wishes, self._fingerprint()
        run = None if wishes.restart else await self._rows.open_run(wishes.source, trial=wishes.dry_run)
        if run and run.fingerprint == fingerprint:
            return run, True
        if not wishes.dry_run:
            name = "Online shop" if wishes.defaults.store == "online" else wishes.defaults.store
            await self._sources.make_store(wishes.defaults.store, name=name)
        begun = await self._rows.begin(
            wishes.source, trial=wishes.dry_run, fingerprint=fingerprint, file_name=self._file.path.name
        )
        return begun, False

    def _fingerprint(self) -> str:
        """Of the file and of how it is read; the hour does not count, though sale prices hold for a time."""
        how = (RECIPE, self._format.value, repr(replace(self._wishes.defaults, now=None)))
        return sha256(f"{self._file.fingerprint()} {how}".encode()).hexdigest()

    async def _read(self, run: Run) -> Run:
        rows = islice(rows_of(self._file, self._format), run.rows_read, None)
        while True:
            batch, broken = _next(rows, ROWS_AT_ONCE)
            step = _Step(run, self._wishes.defaults)
            for row in batch:
                step.take(row)
            run = step.ended(broken)
            await self._rows.save(run, items=step.items, problems=step.problems)
            self._tell(READING, self._file.position >> 10, self._file.size >> 10)
            if broken or len(batch) < ROWS_AT_ONCE:
                self._tell(READING, self._file.size >> 10, self._file.size >> 10)
                return run

    async def _write(self, run: Run) -> Run:
        total = await self._rows.product_total(run)
        done = sum(run.counts.get(name, 0) for name in ("added", "changed", "unchanged", "kept"))
        learned = Learned()
        leaving = [] if self._wishes.keep_demo else await demo_leaving(self._connections)
        async for title, brand, elsewhere in self._rows.titles(run, leaving=leaving):
            learned.add(title, brand, elsewhere=elsewhere)
        writing = ImportWriting(self._connections, run.source, learned.assortment(), defaults=self._wishes.defaults)
        self._tell("Writing products", done, total)
        while groups := await self._rows.next_groups(run):
            written = await writing.write(groups, dry_run=run.trial)
            after = replace(run, written_to=groups[-1][0].product_id).counting(**written.counts)
            run = after.counting(bad_rows=len(written.problems))
            await self._rows.save(run, problems=written.problems)
            done += len(groups)
            self._tell("Writing products", done, total)
        run = replace(run, stage="removing")
        await self._rows.save(run)
        return run

    async def _refusal(self, run: Run, missing: Sequence[str]) -> str | None:
        """Why what is missing is not removed; a feed cut short must not empty the shop."""
        if not self._wishes.snapshot or not missing:
            return None
        if run.broken:
            return f"Nothing was removed: {run.broken}"
        if self._wishes.allow_mass_deletion:
            return None
        if unnamed := run.counts.get("unnamed_rows"):
            return (
                f"Nothing was removed: {unnamed} rows do not tell which product they are, and {len(missing)} products"
                " of the shop are not in the file. --allow-mass-deletion removes them all the same."
            )
        claimed = await self._sources.count(run.source)
        if len(missing) > max(FEW, MOST_MISSING_SHARE * claimed):
            return (
                f"Nothing was removed: {len(missing)} of {claimed} products of {run.source!r} are not in the file, more"
                f" than {MOST_MISSING_SHARE:.0%}. --allow-mass-deletion removes them all the same."
            )
        return None

    async def _remove(self, run: Run, missing: Sequence[str]) -> Run:
        if run.trial:
            return run.counting(removed=len(missing))
        writer = CatalogWriter(self._connections)
        for start in range(0, len(missing), REMOVED_AT_ONCE):
            await writer.remove_products(missing[start : start + REMOVED_AT_ONCE])
            run = run.counting(removed=len(missing[start : start + REMOVED_AT_ONCE]))
            await self._rows.save(run)
            self._tell("Removing products", min(start + REMOVED_AT_ONCE, len(missing)), len(missing))
        return run

    async def _make_room(self, run: Run) -> int:
        """The demo shop goes once something stands in its place."""
        if self._wishes.keep_demo or run.broken:
            return 0
        if run.trial:
            return len(await demo_leaving(self._connections)) if run.counts.get("added") else 0
        return await retire_demo(self._connections) if await self._sources.count(run.source) else 0

    async def _finish(self, run: Run, *, kept: bool) -> None:
        """A run whose removals were refused stays open: the same file with leave to remove goes on from there."""
        if kept and not run.trial and not run.broken:
            return
        await self._rows.save(replace(run, stage="finished"))
        await self._rows.finish(run)


class _Step:
    """What one step of reading found."""

    def __init__(self, run: Run, defaults: Defaults) -> None:
        self._run = run
        self._defaults = defaults
        self._rows = 0
        self._counts: dict[str, int] = {}
        self.items: list[StagedItem] = []
        self.problems: list[RowProblem] = []

    def take(self, row: Row) -> None:
        self._rows += 1
        if row.record is None:
            self._count("bad_rows", "unnamed_rows")
            self._tell(RowProblem(line=row.line, product_id="", field="row", severity="error", reason=row.reason))
            return
        reading = item_from(row.record, defaults=self._defaults)
        severities = {problem.severity for problem in reading.problems}
        for problem in reading.problems:
            if problem.severity is not Severity.NOTE:
                self._tell(
                    RowProblem(
                        line=row.line,
                        product_id=reading.id,
                        field=problem.field,
                        severity=problem.severity.value,
                        reason=problem.reason,
                    )
                )
        if reading.item is None:
            if Severity.ERROR not in severities:
                self._count("left_out")
                return
            self._count("bad_rows", *([] if reading.id else ["unnamed_rows"]))
        if reading.id:
            self.items.append(
                StagedItem(
                    product_id=reading.group,
                    variant_id=reading.id,
                    line=row.line,
                    item=packed(reading.item) if reading.item else None,
                )
            )

    def ended(self, broken: FileBroken | None) -> Run:
        if broken:
            self._tell(RowProblem(line=0, product_id="", field="file", severity="error", reason=str(broken)))
        return replace(
            self._run,
            rows_read=self._run.rows_read + self._rows,
            items_read=self._run.items_read + len(self.items),
            broken=str(broken) if broken else None,
        ).counting(rows=self._rows, **self._counts)

    def _count(self, *names: str) -> None:
        for name in names:
            self._counts[name] = self._counts.get(name, 0) + 1

    def _tell(self, problem: RowProblem) -> None:
        name, most = ("errors", MOST_ERRORS) if problem.severity == "error" else ("warnings", MOST_WARNINGS)
        if self._run.counts.get(name, 0) + self._counts.get(name, 0) < most:
            self.problems.append(problem)
        self._count(name)


def _next(rows: Iterator[Row], most: int) -> tuple[list[Row], FileBroken | None]:
    batch: list[Row] = []
    try:
        batch.extend(islice(rows, most))
    except FileBroken as exc:
        return batch, exc
    return batch, None
