"""`aisle catalog check [FILE]`: says what is wrong with a catalogue file, or with what is loaded."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from psycopg_pool import AsyncConnectionPool
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from assistant.cli.answers import AsJson
from assistant.cli.catalog_options import AsFormat, BaseUrl, Currency, Decimals
from assistant.cli.steps import steps
from assistant.cli.wording import counted, severity_style
from assistant.imports import READING
from assistant.loaded_catalog import check_loaded
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from catalog.intake.check.report import CatalogCheck, Report
from catalog.intake.errors import FileBroken
from catalog.intake.files import CatalogFile
from catalog.intake.formats import Format, format_of, rows_of
from catalog.intake.items import Defaults, item_from

FAILED = 1
CATEGORIES_SHOWN = 12
EXAMPLES_SHOWN = 3
ROWS_BETWEEN_TOLD = 2000


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
        show_report(report, Console())
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
    known = known or format_of(file)
    try:
        for number, row in enumerate(rows_of(file, known)):
            place = f"{known.counted_by} {row.line}"
            if row.record is None:
                checking.see_trouble("unreadable_row", f"{place} {row.reason}")
            else:
                checking.see(place, item_from(row.record, defaults=defaults))
            if number % ROWS_BETWEEN_TOLD == 0:
                tell(READING, file.position >> 10, file.size >> 10)
        tell(READING, file.size >> 10, file.size >> 10)
    except FileBroken as exc:
        checking.see_trouble("broken_file", str(exc))


async def _look_at_loaded(checking: CatalogCheck) -> None:
    with database_at_hand(SupervisorSettings()) as url, steps() as tell:
        async with AsyncConnectionPool(url, min_size=1, max_size=1, open=False) as pool:
            await check_loaded(pool, checking, tell=tell)


def show_report(report: Report, console: Console) -> None:
    for finding in report.findings:
        severity = Text(f"{finding.severity.value:<9}", style=severity_style(finding.severity.value))
        _print(console, Text.assemble(severity, f"{finding.count:>7,}  ", (finding.title, "bold")))
        for example in finding.examples[:EXAMPLES_SHOWN]:
            _print(console, Text(f"{'':18}{example}", style="dim"))
    if report.coverage:
        _show_coverage(report, console)
    variants = f"{counted(report.products, 'product')} in {counted(report.variants, 'variant')}"
    errors = counted(report.errors, "error") if report.errors else "no errors"
    rows, categories = counted(report.rows, "row"), counted(report.categories, "category", "categories")
    _print(console, Text(f"\n{rows}, {variants}, {categories}; {errors}.", style="bold"))


def _show_coverage(report: Report, console: Console) -> None:
    several = len(report.coverage) > CATEGORIES_SHOWN
    title = f"What the {CATEGORIES_SHOWN} largest categories say" if several else "What the categories say"
    table = Table("category", box=SIMPLE_HEAD, title=f"\n{title}", title_justify="left", title_style="bold")
    table.add_column("variants", justify="right")
    table.add_column("attributes")
    for each in report.coverage[:CATEGORIES_SHOWN]:
        shares = ", ".join(f"{name} {share:.0%}" for name, share in each.shares.items())
        table.add_row(escape(each.category or "(none)"), f"{each.variants:,}", escape(shares or "none"))
    console.print(table)


def _print(console: Console, text: Text) -> None:
    """Never broken in a file, where somebody may look for a line by what it says."""
    console.print(text, soft_wrap=not console.is_terminal)
