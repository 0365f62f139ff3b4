"""`aisle bench rerank`: how fast a hundred candidates are put in order, features included."""

import json
from typing import Annotated, Any

import typer
import uvloop
from rich.console import Console
from rich.table import Table

from assistant.bench.rerank import Plan, Progress, RerankBench
from assistant.bench.rerank_signals import fill_if_needed
from assistant.cli.answers import AsJson
from assistant.cli.made_up_catalogue import STATEMENT_TIMEOUT_S, Products, Workers, made_up_catalogue
from assistant.ranking import FeaturePool

AIMS = {"rerank_p99_ms": "≤ 5"}


def rerank(
    *,
    products: Products = 50_000,
    signals: Annotated[int, typer.Option(min=1000, help="How many things people have done with them.")] = 1_000_000,
    requests: Annotated[int, typer.Option(min=100, help="How many lists are put in order.")] = Plan().requests,
    workers: Workers = 2,
    as_json: AsJson = False,
) -> None:
    """A learned order over made-up products and people, in the database of `aisle bench search`."""
    with made_up_catalogue(products=products, workers=workers) as catalogue:
        own = catalogue.site.url
        people = fill_if_needed(own, signals=signals)
        figures = uvloop.run(_measure(own, people, Plan(requests=requests), catalogue.tell))
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
