"""`aisle bench events`: how many events a second are kept."""

import asyncio
import json
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.table import Table

from assistant.bench.events import EventBench, Plan
from assistant.bench.search_loading import create_database
from assistant.bench.server import bench_server
from assistant.cli.answers import AsJson
from assistant.schema import migrate
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import SupervisorSettings

AIMS = {"events_per_s": "≥ 5,000 on four cores"}


def events(
    *,
    number: Annotated[int, typer.Option("--events", min=1000, help="How many are kept.")] = Plan().events,
    batch: Annotated[int, typer.Option(min=1, max=200, help="How many come at once.")] = Plan().batch,
    writers: Annotated[int, typer.Option(min=1, max=16, help="How many batches are kept side by side.")] = (
        Plan().writers
    ),
    as_json: AsJson = False,
) -> None:
    """Events kept as the gateway keeps them, beside bare copying, in a database of its own."""
    settings = SupervisorSettings()
    folder = StateFolder(settings.state_folder)
    folder.prepare()
    with bench_server(settings, folder) as url:
        own = urlsplit(url)._replace(path="/aisle_bench_events").geturl()
        create_database(own)
        migrate(own)
        figures = asyncio.run(EventBench(own).measure(Plan(events=number, batch=batch, writers=writers)))
    if as_json:
        typer.echo(json.dumps(figures, indent=2))
        return
    table = Table("measure", "figure", "aim")
    for name, figure in figures.items():
        table.add_row(name, f"{figure:,}", AIMS.get(name, ""))
    Console().print(table)
