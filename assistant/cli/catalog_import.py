"""`aisle catalog import FILE`: brings a retailer's catalogue file into the shop."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
from procrastinate.exceptions import AlreadyEnqueued
from psycopg_pool import AsyncConnectionPool
from rich.console import Console
from rich.text import Text

from assistant.cli.answers import AsJson
from assistant.cli.catalog_options import (
    AsFormat,
    BaseUrl,
    Currency,
    Decimals,
    DryRun,
    Embed,
    KeepDemo,
    MassDeletion,
    Restart,
    Snapshot,
    Source,
    StoreId,
    TheFile,
)
from assistant.cli.progress import bar
from assistant.cli.steps import steps
from assistant.cli.wording import counted, severity_style
from assistant.import_rows import RowProblem, alone
from assistant.imports import CatalogImport, Outcome, Wishes
from assistant.jobs import EMBED_STALE_PRODUCTS, NOTE_GOODS, queue
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from assistant.vectors import embed_stale, embedding_models
from catalog.intake.files import CatalogFile
from catalog.intake.items import Defaults

INCOMPLETE, INTERRUPTED = 1, 130
PROBLEMS_SHOWN, ALIKE_SHOWN = 20, 4
WHERE_WIDTH = 26
_COUNTED = {
    "added": "new",
    "changed": "changed",
    "unchanged": "unchanged",
    "removed": "removed",
    "kept": "kept as they were, for none of their rows could be used",
}


def import_file(  # noqa: PLR0913 - typer's options
    file: TheFile,
    *,
    source: Source = "catalogue",
    snapshot: Snapshot = False,
    allow_mass_deletion: MassDeletion = False,
    known: AsFormat = None,
    currency: Currency = None,
    decimal: Decimals = None,
    store: StoreId = "online",
    base_url: BaseUrl = "",
    dry_run: DryRun = False,
    restart: Restart = False,
    keep_demo: KeepDemo = False,
    embed: Embed = False,
    as_json: AsJson = False,
) -> None:
    """Bring a catalogue file into the shop.

    What was interrupted goes on where it stopped. Rows that cannot be used are named, and the rest comes in; then the
    exit code is 1.
    """
    wishes = Wishes(
        source=source,
        format=known,
        defaults=Defaults(currency=currency, decimal=decimal, store=store, base_url=base_url, now=datetime.now(UTC)),
        snapshot=snapshot,
        allow_mass_deletion=allow_mass_deletion,
        dry_run=dry_run,
        restart=restart,
        keep_demo=keep_demo,
    )
    outcome = _imported(file, wishes, embed=embed)
    if as_json:
        typer.echo(_json(outcome))
    else:
        show_outcome(outcome, Console(), embedded=embed)
    if not outcome.complete:
        raise typer.Exit(INCOMPLETE)


def _imported(file: Path, wishes: Wishes, *, embed: bool) -> Outcome:
    try:
        return asyncio.run(_import(file, wishes, embed=embed))
    except KeyboardInterrupt:
        Console(stderr=True).print("Interrupted. The same command goes on from there.", highlight=False)
        raise typer.Exit(INTERRUPTED) from None


async def _import(file: Path, wishes: Wishes, *, embed: bool) -> Outcome:
    settings = SupervisorSettings()
    with database_at_hand(settings) as url:
        async with alone(url), AsyncConnectionPool(url, min_size=1, max_size=2, open=False) as pool:
            with steps() as tell:
                outcome = await CatalogImport(pool, CatalogFile(file), wishes, tell=tell).run()
            if embed and not wishes.dry_run:
                models = embedding_models(settings)
                with bar("Embedding products") as show:
                    models.prepare()
                    await embed_stale(pool, models, progress=show)
        if not wishes.dry_run:
            await ask_worker(url, [NOTE_GOODS] if embed else [NOTE_GOODS, EMBED_STALE_PRODUCTS])
    return outcome


async def ask_worker(database_url: str, jobs: Sequence[str]) -> None:
    """It does so now and then anyway; asked, it begins at once."""
    app = queue(database_url)
    async with app.open_async():
        for job in jobs:
            with suppress(AlreadyEnqueued):
                await app.configure_task(job).defer_async()


def show_outcome(outcome: Outcome, console: Console, *, embedded: bool) -> None:
    counts = outcome.counts
    shown = _telling(outcome.problems)
    for problem in shown:
        place = f"{outcome.format.counted_by} {problem.line}" if problem.line else ""
        where = " ".join(part for part in (place, f"({problem.product_id})" if problem.product_id else "") if part)
        severity = Text(f"{problem.severity:<9}", style=severity_style(problem.severity))
        _print(console, Text.assemble(severity, f"{where:<{WHERE_WIDTH}} {problem.field}: {problem.reason}"))
    if (more := counts.get("errors", 0) + counts.get("warnings", 0) - len(shown)) > 0:
        _print(console, Text(f"… and {more:,} more like these; --json lists them", style="dim"))
    for line in _summary(outcome):
        _print(console, Text(line))
    if not embedded and not outcome.dry_run and counts.get("added"):
        _print(console, Text("What is new is found by its words; by its meaning, once the worker has embedded it."))


def _telling(problems: Sequence[RowProblem]) -> list[RowProblem]:
    """A few of each, so that what occurs in every row does not hide what occurs once."""
    seen: Counter[tuple[str, str]] = Counter()
    shown = []
    for problem in problems:
        seen[problem.severity, problem.field] += 1
        if seen[problem.severity, problem.field] <= ALIKE_SHOWN:
            shown.append(problem)
    return shown[:PROBLEMS_SHOWN]


def _summary(outcome: Outcome) -> Iterator[str]:
    counts = outcome.counts
    done = ", ".join(f"{counts[name]:,} {word}" for name, word in _COUNTED.items() if counts.get(name)) or "none"
    begun = "Would be imported" if outcome.dry_run else "Gone on with and imported" if outcome.resumed else "Imported"
    yield f"{begun}: {counted(counts.get('rows', 0), 'row')} read; products: {done}."
    if bad := counts.get("bad_rows"):
        yield f"{counted(bad, 'row')} could not be used; what the shop had of {'it' if bad == 1 else 'them'} stays."
    if left_out := counts.get("left_out"):
        yield f"{counted(left_out, 'row')} left out: the feed says not to sell {'it' if left_out == 1 else 'them'}."
    if outcome.demo_removed:
        gone = counted(outcome.demo_removed, "product")
        yield f"The demo shop {'would make' if outcome.dry_run else 'made'} room: {gone}. --keep-demo leaves them."
    if outcome.refused or outcome.broken:
        yield outcome.refused or f"It ended early: {outcome.broken}"
    elif outcome.missing:
        lacking = f"{counted(outcome.missing, 'product')} of this source {'is' if outcome.missing == 1 else 'are'}"
        yield f"{lacking} not in the file; --snapshot removes {'it' if outcome.missing == 1 else 'them'}."


def _print(console: Console, text: Text) -> None:
    """Never broken in a file, where somebody may look for a line by what it says."""
    console.print(text, soft_wrap=not console.is_terminal)


def _json(outcome: Outcome) -> str:
    plain: dict[str, Any] = asdict(outcome)
    return json.dumps({"complete": outcome.complete, **plain}, indent=2)
