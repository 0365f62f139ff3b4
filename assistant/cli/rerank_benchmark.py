"""`aisle bench rerank`: how fast a hundred candidates are put in order, features included."""

import json
from typing import Annotated, Any

import typer
import uvloop
from rich.console import Console
from rich.table import Table

from assistant.bench.rerank import Plan, Progress, RerankBench
from assistant.bench.rerank_signals import fill_if_needed
from assistant.bench.search_loading import Site, database_for, load_if_needed
from assistant.bench.server import bench_server
from assistant.cli.answers import AsJson
from assistant.cli.search_benchmark import bars
from assistant.ranking import FeaturePool
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import SupervisorSettings

AIMS = {"rerank_p99_ms": "≤ 5"}
STATEMENT_TIMEOUT_S = 60.0


def rerank(
    *,
    products: Annotated[int, typer.Option(min=1000, help="How many made-up products stand in the catalogue.")] = 50_000,
    signals: Annotated[int, typer.Option(min=1000, help="How many things people have done with them.")] = 1_000_000,
    requests: Annotated[int, typer.Option(min=100, help="How many lists are put in order.")] = Plan().requests,
    workers: Annotated[int, typer.Option(min=1, help="Processes that make the catalogue, where it is new.")] = 2,
    as_json: AsJson = False,
) -> None:
    """A learned order over made-up products and people, in the database of `aisle bench search`."""
    settings = SupervisorSettings()
    folder = StateFolder(settings.state_folder)
    folder.prepare()
    with bench_server(settings, folder) as url, bars() as progress:
        own = database_for(url, products)
        site = Site(url=own, model=folder.embedding, folder=folder.path / "bench", products=products, workers=workers)
        load_if_needed(site, progress=progress)
        people = fill_if_needed(own, signals=signals)
        figures = uvloop.run(_measure(own, people, Plan(requests=requests), progress))
    figures = {"products": products, "signals": signals, "people": people, **figures}
    if as_json:
        typer.echo(json.dumps(figures, indent=2))
        return
    table = Table("measure", "figure", "aim")
    for name, figure in figures.items():
        table.add_row(name, f"{figure:,}", AIMS.get(name, ""))
    Console().print(table)


async def _measure(url: str, people: int, plan: Plan, progress: Progress) -> dict[str, Any]:
    async with FeaturePool(url, statement_timeout_s=STATEMENT_TIMEOUT_S) as pool:
        return await RerankBench(pool, people=people, progress=progress).measure(plan)
