"""`aisle eval search`: how well the product's own retrieval finds what people judged to be right."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from textwrap import shorten
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from assistant.cli.answers import AsJson
from assistant.cli.steps import steps
from assistant.evaluation.figures import worst
from assistant.evaluation.run_file import write_run
from assistant.evaluation.scratch import scratch_database
from assistant.evaluation.search import measure_search, read_set
from assistant.evaluation.workplace import workplace_of
from assistant.supervisor.settings import SupervisorSettings

WORST_SHOWN, LONGEST_SHOWN = 20, 80
MEASURES = ("ndcg@10", "recall@50", "judged@10")
COUNTS = {
    "queries": "queries measured",
    "queries_without_relevant": "queries of which nothing judged is of any gain, left out",
    "queries_without_judgments": "queries that nobody judged, not asked",
    "judged_queries_without_text": "judged queries whose text is not there",
    "judged_documents_not_in_corpus": "judged products that are not in the corpus",
    "repeated_judgments": "judgments given twice",
    "repeated_ids": "products given twice",
    "records_left_out": "records that are no products",
}


def search(  # noqa: PLR0913 - the options of the command
    *,
    corpus: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Products, JSONL or JSONL.gz.")],
    queries: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="id<TAB>text, or JSONL.")],
    qrels: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="query 0 product grade, or BEIR's columns.")],
    gains: Annotated[str, typer.Option(help="Gains of the grades 0, 1, 2 …; without it a grade is its gain.")] = "",
    run: Annotated[Path | None, typer.Option(help="Write the ranked lists here, in TREC's run format.")] = None,
    per_query: Annotated[bool, typer.Option(help="Tell the queries answered worst.")] = False,
    as_json: AsJson = False,
) -> None:
    """How well retrieval finds what people judged to be right, on any set of products, queries and judgments."""
    gain_of = read_gains(gains)
    with steps() as tell:
        labelled = read_set(corpus, queries, qrels, gains=gain_of, tell=tell)
        place = workplace_of(SupervisorSettings())
        with scratch_database(place.scratch) as url:
            measured = asyncio.run(measure_search(url, labelled, place=place, tell=tell))
    if run is not None:
        write_run(run, measured.answers)
    told = dict(measured.summary)
    if per_query:
        told["worst"] = worst(measured.figures, measured.answers, labelled.queries, most=WORST_SHOWN)
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        _show(told, Console())


def read_gains(told: str) -> list[float] | None:
    if not told.strip():
        return None
    try:
        gains = [float(gain) for gain in told.split(",")]
    except ValueError as exc:
        raise typer.BadParameter("numbers with commas between them, such as 0,1,3,7", param_hint="--gains") from exc
    if max(gains) <= 0 or min(gains) < 0:
        raise typer.BadParameter("no gain is below 0, and the best is above", param_hint="--gains")
    return gains


def _show(told: Mapping[str, Any], console: Console) -> None:
    table = Table("measure", "figure", "95 % interval", title=f"Search over {told['products']} products")
    for name in MEASURES:
        interval = told["intervals_95"][name]
        shown = "none" if told[name] is None else f"{told[name]:.4f}"
        table.add_row(name, shown, "" if interval is None else f"{interval[0]:.4f} to {interval[1]:.4f}")
    table.add_row("p50 / p99 ms", f"{told['p50_ms']:g} / {told['p99_ms']:g}", "")
    table.add_row("answered with nothing", f"{told['answered_with_nothing']:.1%}", "")
    console.print(table)
    for name, what in COUNTS.items():
        if told[name]:
            console.print(f"{told[name]} {what}", highlight=False)
    if told["price_bounds"] == "dropped":
        share = f"{told['priced']:.0%}"
        console.print(f"{share} of the products have a price: prices asked for were not held against them.")
    for each in told.get("worst", ()):
        said = shorten(each["text"], LONGEST_SHOWN, placeholder=" …")
        line = f"  {each['ndcg@10']:.3f}  {each['query_id']}  “{said}” ({each['told']} told)"
        console.print(line, highlight=False, markup=False)
