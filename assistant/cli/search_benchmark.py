"""`aisle bench search`: how fast, complete and fresh the search is over a catalogue of any size."""

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any

import psycopg
import typer
from rich.console import Console
from rich.table import Table

from assistant.bench.search import Plan, SearchBench, summary
from assistant.bench.search_exactness import mean_exactness
from assistant.bench.search_freshness import Freshness
from assistant.bench.search_loading import Site, sizes_mb
from assistant.cli.answers import AsJson
from assistant.cli.made_up_catalogue import STATEMENT_TIMEOUT_S, Bars, Products, Workers, made_up_catalogue
from assistant.database import Pool
from catalog.embedding.embedder import Embedder
from catalog.embedding.queries import OneModel
from catalog.search import Search

AIMS_P99_MS = {50_000: 12.0, 500_000: 25.0}
FRESH_MS = 1000.0
CHANGED_PRODUCTS = 10
CONNECTIONS = 16


def search(
    *,
    products: Products = 50_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each request is made.")] = Plan().rounds,
    workers: Workers = 2,
    as_json: AsJson = False,
) -> None:
    """The search over made-up products in a database of its own, which is kept for the next time."""
    with made_up_catalogue(products=products, workers=workers) as catalogue:
        with psycopg.connect(catalogue.site.url) as connection:
            sizes = sizes_mb(connection)
        figures = asyncio.run(_measure(catalogue.site, Plan(rounds=rounds), catalogue.tell))
    figures = {"products": products, **figures, "sizes_mb": sizes, "load_s": catalogue.load_s}
    if as_json:
        typer.echo(json.dumps(figures, indent=2))
    else:
        _show(figures, Console())


async def _measure(site: Site, plan: Plan, progress: Bars) -> dict[str, Any]:
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
