"""`aisle eval recommend`: how well the next basket is foretold, on anybody's purchases."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from assistant.cli.answers import AsJson
from assistant.cli.steps import steps
from assistant.cli.wording import counted
from assistant.evaluation.purchase_file import Leniency
from assistant.evaluation.recommend import measure_recommendations
from assistant.evaluation.vector_cache import CachedEmbedder
from assistant.evaluation.workplace import EvaluationSettings, workplace_of
from catalog.embedding.network import Vectors


def recommend(
    *,
    invoices: Annotated[
        Path,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="CSV or TSV, may be packed: customer, item, basket, time, perhaps description and quantity.",
        ),
    ],
    skip_bad: Annotated[int, typer.Option(min=0, help="So many lines that cannot be read may be left out.")] = 0,
    as_json: AsJson = False,
) -> None:
    """How well each customer's last basket is foretold from those before it: all of it, and what was new to them."""
    with steps() as tell:

        def embed(texts: Sequence[str]) -> Vectors:
            place = workplace_of(EvaluationSettings())
            return CachedEmbedder(place.models.reference(), place.vectors).embed(texts)

        figures = measure_recommendations(invoices, embed=embed, leniency=Leniency(most=skip_bad), tell=tell)
    if as_json:
        typer.echo(json.dumps(figures, indent=2))
    else:
        _show(figures, Console(highlight=False))


def _show(figures: dict[str, Any], console: Console) -> None:
    table = Table("method", "all: nDCG@10", "recall@10", "new: nDCG@10", "recall@10")
    shown = [(side, figure) for side in ("all", "new") for figure in ("ndcg@10", "recall@10")]
    for name, sides in figures["methods"].items():
        table.add_row(name, *(_told(sides[side], figure) for side, figure in shown))
    console.print(table)
    console.print(
        f"{figures['all']['customers']} last baskets of {figures['customers']} customers foretold, "
        f"{figures['new']['customers']} of them with something new; {figures['items']} items, "
        f"{'with' if figures['described'] else 'without'} descriptions"
    )
    if left_out := figures["lines_left_out"]:
        console.print(f"left out, as they cannot be read: {counted(len(left_out), 'line')}, the first is {left_out[0]}")


def _told(side: dict[str, Any], figure: str) -> str:
    if side[figure] is None:
        return "-"
    low, high = side["intervals_95"][figure]
    return f"{side[figure]:.3f} ({low:.3f} to {high:.3f})"
