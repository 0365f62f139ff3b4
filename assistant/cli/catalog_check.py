"""`aisle catalog check [FILE]`: says what is wrong with a catalogue file, or with what is loaded."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from psycopg_pool import AsyncConnectionPool
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.cli.answers import AsJson
from assistant.cli.catalog_options import AsFormat, BaseUrl, Currency, Decimals
from assistant.cli.steps import steps
from assistant.loaded_catalog import check_loaded
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from catalog.intake.check.report import CatalogCheck, Report
from catalog.intake.errors import FileBroken
from catalog.intake.files import CatalogFile
from catalog.intake.formats import Format, rows_of
from catalog.intake.items import Defaults, item_from

FAILED = 1
CATEGORIES_SHOWN = 12
ROWS_BETWEEN_TOLD = 2000
_COLORS = {"error": "red", "warning": "yellow", "note": "dim"}


def check(
    file: Annotated[
        Path | None,
        typer.Argument(exists=True, dir_okay=False, readable=True, help="Without one, what is loaded is checked."),
    ] = None,
    *,
    known: AsFormat = None,
    currency: Currency = None,
    decimal: Decimals = None,
    base_url: BaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Say what is wrong with a catalogue file, or with the loaded catalogue; changes nothing.

    The exit code is 1 if something is an error.
    """
    with CatalogCheck() as checking:
        if file is None:
            asyncio.run(_look_at_loaded(checking))
        else:
            defaults = Defaults(currency=currency, decimal=decimal, base_url=base_url, now=datetime.now(UTC))
            with steps() as tell:
                look_at_file(CatalogFile(file), checking, known=known, defaults=defaults, tell=tell)
        report = checking.report()
    if as_json:
        typer.echo(json.dumps(report.as_dict(), indent=2, ensure_ascii=False))
    else:
        _show(report, Console())
    if report.errors:
        raise typer.Exit(FAILED)


def look_at_file(
    file: CatalogFile,
    checking: CatalogCheck,
    *,
    known: Format | None = None,
    defaults: Defaults,
    tell: Callable[[str, int, int | None], None] = lambda *_: None,
) -> None:
    try:
        for number, row in enumerate(rows_of(file, known)):
            if row.record is None:
                checking.see_trouble("unreadable_row", f"line {row.line} {row.reason}")
            else:
                checking.see(f"line {row.line}", item_from(row.record, defaults=defaults))
            if number % ROWS_BETWEEN_TOLD == 0:
                tell("Reading, KB", file.position >> 10, file.size >> 10)
    except FileBroken as exc:
        checking.see_trouble("broken_file", str(exc))


async def _look_at_loaded(checking: CatalogCheck) -> None:
    with database_at_hand(SupervisorSettings()) as url, steps() as tell:
        async with AsyncConnectionPool(url, min_size=1, max_size=1, open=False) as pool:
            await check_loaded(pool, checking, tell=tell)


def _show(report: Report, console: Console) -> None:
    table = Table("", "what", "count", "for example", title="Findings", title_justify="left")
    for finding in report.findings:
        color = _COLORS[finding.severity.value]
        examples = "\n".join(escape(example) for example in finding.examples[:3])
        table.add_row(f"[{color}]{finding.severity.value}[/]", finding.title, str(finding.count), examples)
    if report.findings:
        console.print(table)
    coverage = Table(
        "category", "variants", "attributes", title="Coverage of the largest categories", title_justify="left"
    )
    for each in report.coverage[:CATEGORIES_SHOWN]:
        shares = ", ".join(f"{name} {share:.0%}" for name, share in each.shares.items())
        coverage.add_row(escape(each.category or "(none)"), str(each.variants), escape(shares))
    if report.coverage:
        console.print(coverage)
    console.print(
        f"{report.rows} rows, {report.products} products in {report.variants} variants, {report.categories} categories;"
        f" {report.errors} errors.",
        highlight=False,
    )
