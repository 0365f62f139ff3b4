"""`aisle catalog import FILE`: brings a retailer's catalogue file into the shop."""

import asyncio
import json
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
from procrastinate.exceptions import AlreadyEnqueued
from psycopg_pool import AsyncConnectionPool
from rich.console import Console

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
from assistant.import_rows import alone
from assistant.imports import CatalogImport, Outcome, Wishes
from assistant.jobs import EMBED_STALE_PRODUCTS, queue
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from assistant.vectors import embed_stale, embedding_models
from catalog.intake.files import CatalogFile
from catalog.intake.items import Defaults

INCOMPLETE = 1
PROBLEMS_SHOWN = 20
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
    outcome = asyncio.run(_import(file, wishes, embed=embed))
    if as_json:
        typer.echo(_json(outcome))
    else:
        _show(outcome, Console())
    if not outcome.complete:
        raise typer.Exit(INCOMPLETE)


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
        if not embed and not wishes.dry_run:
            await _ask_worker(url)
    return outcome


async def _ask_worker(database_url: str) -> None:
    """It does so now and then anyway; asked, it begins at once."""
    app = queue(database_url)
    async with app.open_async():
        with suppress(AlreadyEnqueued):
            await app.configure_task(EMBED_STALE_PRODUCTS).defer_async()


def _show(outcome: Outcome, console: Console) -> None:
    counts = outcome.counts
    for problem in outcome.problems[:PROBLEMS_SHOWN]:
        where = f"line {problem.line}" if problem.line else "file"
        named = f" ({problem.product_id})" if problem.product_id else ""
        _print(console, f"  {problem.severity} {where}{named} {problem.field}: {problem.reason}")
    told = counts.get("errors", 0) + counts.get("warnings", 0) + counts.get("repeated_rows", 0)
    if told > PROBLEMS_SHOWN:
        _print(console, f"  … of {told} in all; --json lists them")
    done = ", ".join(f"{counts[name]} {word}" for name, word in _COUNTED.items() if counts.get(name)) or "none"
    begun = "Would be imported" if outcome.dry_run else "Gone on with and imported" if outcome.resumed else "Imported"
    _print(console, f"{begun}: {counts.get('rows', 0)} rows read; products: {done}.")
    if bad := counts.get("bad_rows"):
        _print(console, f"{bad} rows could not be used; what the shop had of them stays.")
    if outcome.refused or outcome.broken:
        _print(console, outcome.refused or f"It ended early: {outcome.broken}")
    elif outcome.missing:
        _print(console, f"{outcome.missing} products of this source are not in the file; --snapshot removes them.")


def _print(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)


def _json(outcome: Outcome) -> str:
    plain: dict[str, Any] = asdict(outcome)
    return json.dumps({"complete": outcome.complete, **plain}, indent=2)
