"""`aisle train sizes` and `aisle eval size`: advice on sizes, trained and measured."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer
from psycopg_pool import AsyncConnectionPool
from rich.console import Console
from rich.table import Table

from assistant.cli.answers import AsJson, answer
from assistant.cli.steps import steps
from assistant.evaluation.sizes import evaluate_sizes
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import SupervisorSettings
from assistant.training.size_records import SizeRecords, read_records, shop_records
from assistant.training.size_training import train as train_sizes


def sizes(
    *,
    file: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="CSV with weight, height, size and more; may be packed.",
            show_default="what was bought here and kept or sent back",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Learn from who kept which size, for advice where a chart does not know."""
    settings = SupervisorSettings()
    folder = StateFolder(settings.state_folder)
    with steps() as tell:
        given: SizeRecords = read_records(file) if file else asyncio.run(_own_records(settings))
        trained = train_sizes(given, folder.sizes, tell=tell)
    told = [
        f"{each.facts.group}: {each.facts.records} records, on bodies kept back {each.figures.accuracy:.3f} right, "
        f"{each.figures.within_one:.3f} at most one size off (always the commonest: {each.figures.majority:.3f})"
        for each in trained
    ]
    data = {
        "folder": str(folder.sizes),
        "refused": given.refused,
        "models": [
            {"group": each.facts.group, "records": each.facts.records, "sizes": each.facts.sizes, **each.facts.figures}
            for each in trained
        ],
    }
    answer("\n".join([*told, "Gateways take them at their next start."]), data=data, as_json=as_json)


def size(
    *,
    train: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="CSV to train on; may be packed.")],
    test: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="CSV to measure on.", show_default="bodies kept back"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """How often advice by weight, height and age names the right size, or one beside it."""
    with steps() as tell:
        figures = evaluate_sizes(train, test, tell=tell)
    if not as_json:
        _show(figures, Console())
    told = (
        f"{figures['rows']} rows: accuracy {figures['accuracy']:.3f}, within one size {figures['within_one']:.3f}, "
        f"majority {figures['majority']:.3f}, calibration error {figures['ece']:.3f}"
    )
    answer(told, data=figures, as_json=as_json)


def _show(figures: dict[str, Any], console: Console) -> None:
    table = Table("figure", "value")
    for name, value in figures.items():
        if isinstance(value, int | float | str):
            table.add_row(name.replace("_", " "), str(value))
    console.print(table)


async def _own_records(settings: SupervisorSettings) -> SizeRecords:
    with database_at_hand(settings) as url:
        async with AsyncConnectionPool(url, min_size=1, max_size=1, open=False) as pool:
            return await shop_records(pool)
