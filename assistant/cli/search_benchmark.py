"""`aisle bench search`: how fast, complete and fresh the search is over a catalogue of any size."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Annotated, Any

import psycopg
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from assistant.bench.search import Plan, SearchBench, summary
from assistant.bench.search_exactness import mean_exactness
from assistant.bench.search_freshness import Freshness
from assistant.bench.search_loading import Site, database_for, load_if_needed, sizes_mb
from assistant.bench.server import bench_server
from assistant.cli.answers import AsJson
from assistant.database import Pool
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import SupervisorSettings
from catalog.embedding.embedder import Embedder
from catalog.embedding.queries import OneModel
from catalog.search import Search

AIMS_P99_MS = {50_000: 12.0, 500_000: 25.0}
FRESH_MS = 1000.0
STATEMENT_TIMEOUT_S = 60.0
CHANGED_PRODUCTS = 10
CONNECTIONS = 16


def search(
    *,
    products: Annotated[int, typer.Option(min=1000, help="How many made-up products stand in the catalogue.")] = 50_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each request is made.")] = Plan().rounds,
    workers: Annotated[int, typer.Option(min=1, help="Processes that make the catalogue, where it is new.")] = 2,
    as_json: AsJson = False,
) -> None:
    """The search over made-up products in a database of its own, which is kept for the next time."""
    settings = SupervisorSettings()
    folder = StateFolder(settings.state_folder)
    folder.prepare()
    with bench_server(settings, folder) as url, bars() as progress:
        own = database_for(url, products)
        site = Site(url=own, model=folder.embedding, folder=folder.path / "bench", products=products, workers=workers)
        took = load_if_needed(site, progress=progress)
        with psycopg.connect(own) as connection:
            sizes = sizes_mb(connection)
        figures = asyncio.run(_measure(site, Plan(rounds=rounds), progress))
    figures = {"products": products, **figures, "sizes_mb": sizes, "load_s": took}
    if as_json:
        typer.echo(json.dumps(figures, indent=2))
    else:
        _show(figures, Console())


async def _measure(site: Site, plan: Plan, progress: Any) -> dict[str, Any]:
    pool = Pool(site.url, name="bench", most=CONNECTIONS, statement_timeout_s=STATEMENT_TIMEOUT_S)
    with ThreadPoolExecutor(2) as executor:
        async with pool:
            models = OneModel(embedder=Embedder(site.model))
            found = Search(pool, models, executor=executor)
            await found.refresh()
            measured = await SearchBench(found, progress=progress).measure(plan)
            exactness = await mean_exactness(pool, models, executor=executor, progress=progress)
            changed = [f"b-{number * site.products // CHANGED_PRODUCTS:07d}" for number in range(CHANGED_PRODUCTS)]
            fresh = await Freshness(pool, found, progress=progress).measure(changed)
    return {**summary(measured), "exactness": exactness, "visible_after": fresh}


@contextmanager
def bars() -> Iterator[Any]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as shown:
        bars: dict[str, Any] = {}

        def advance(what: str, done: int, total: int) -> None:
            if what not in bars:
                bars[what] = shown.add_task(what, total=total)
            shown.update(bars[what], completed=done, total=total)

        yield advance


def _show(figures: Mapping[str, Any], console: Console) -> None:
    table = Table("requests", "p50 ms", "p99 ms", "enough", "by meaning", "by words")
    for shape, times in figures["shapes"].items():
        shares = figures["exactness"]["shapes"].get(shape, {})
        told = (
            "-" if shares.get(name) is None else f"{shares[name]:.3f}" for name in ("enough", "by_meaning", "by_words")
        )
        table.add_row(shape, f"{times['p50_ms']:g}", f"{times['p99_ms']:g}", *told)
    aim = AIMS_P99_MS.get(figures["products"])
    table.add_section()
    table.add_row(
        "all", f"{figures['retrieve_p50_ms']:g}", f"{figures['retrieve_p99_ms']:g}" + (f" (≤ {aim:g})" if aim else "")
    )
    for size, times in figures["at_once"].items():
        table.add_row(f"{size} at once, {times['per_s']:g}/s", f"{times['p50_ms']:g}", f"{times['p99_ms']:g}")
    table.add_row("embedding beside it", f"{figures['embed_p50_ms']:g}", f"{figures['embed_p99_ms']:g}")
    for what, times in figures["visible_after"].items():
        table.add_row(f"{what} visible after (≤ {FRESH_MS:g})", f"{times['p50_ms']:g}", f"{times['p99_ms']:g}")
    console.print(f"Search over {figures['products']} products", highlight=False)
    console.print(table)
    sizes = ", ".join(f"{name} {size:g}" for name, size in figures["sizes_mb"].items())
    console.print(f"MB: {sizes}\nWrong candidates: {figures['exactness']['wrong']}", highlight=False)
    if figures["load_s"]:
        steps = ", ".join(f"{name} {seconds:g}" for name, seconds in figures["load_s"].items())
        console.print(f"Seconds to load: {steps}", highlight=False)
