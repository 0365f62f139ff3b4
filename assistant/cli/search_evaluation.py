"""`aisle eval search`: how well the product's own retrieval finds what people judged to be right."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant.cli.answers import AsJson
from assistant.cli.search_tables import show
from assistant.cli.steps import steps
from assistant.evaluation.figures import worst
from assistant.evaluation.run_file import write_run
from assistant.evaluation.scratch import scratch_database
from assistant.evaluation.search import measure_search, read_set
from assistant.evaluation.workplace import EvaluationSettings, workplace_of

WORST_SHOWN = 20


def search(  # noqa: PLR0913 - the options of the command
    *,
    corpus: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Products, JSONL or JSONL.gz.")],
    queries: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="id<TAB>text, or JSONL.")],
    qrels: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="query 0 product grade, or BEIR's columns.")],
    gains: Annotated[
        str, typer.Option(help="Gains of the grades 0, 1, 2 …; without it a grade is its gain.", show_default=False)
    ] = "",
    run: Annotated[Path | None, typer.Option(help="Write the ranked lists here, in TREC's run format.")] = None,
    per_query: Annotated[bool, typer.Option("--per-query", help="Tell the queries answered worst.")] = False,
    ablation: Annotated[bool, typer.Option("--ablation", help="Tell what each stage of the search is worth.")] = False,
    folds: Annotated[int, typer.Option(min=0, max=50, help="Cross-validate fitted weights on so many parts.")] = 0,
    as_json: AsJson = False,
) -> None:
    """How well retrieval finds what people judged to be right, on any set of products, queries and judgments."""
    gain_of = read_gains(gains)
    with steps() as tell:
        labelled = read_set(corpus, queries, qrels, gains=gain_of, tell=tell)
        place = workplace_of(EvaluationSettings())
        with scratch_database(place.scratch) as url:
            measuring = measure_search(url, labelled, place=place, tell=tell, ablated=ablation, folds=folds)
            measured = asyncio.run(measuring)
    if run is not None:
        write_run(run, measured.answers)
    told = dict(measured.summary)
    if per_query:
        told["worst"] = worst(measured.figures, measured.answers, labelled.queries, most=WORST_SHOWN)
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        show(told, Console(highlight=False))


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
