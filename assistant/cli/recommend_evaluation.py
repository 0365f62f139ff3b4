"""`aisle eval recommend`: how well the next basket is foretold, on anybody's purchases."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Column, Table

from assistant.cli.answers import AsJson
from assistant.cli.steps import steps
from assistant.cli.wording import counted
from assistant.evaluation.purchase_file import Leniency
from assistant.evaluation.recommend import MOST_CUSTOMERS, PRODUCT, measure_recommendations
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
            help="CSV, TSV or Parquet, may be packed: customer, item, basket, time, perhaps description and quantity.",
        ),
    ],
    skip_bad: Annotated[int, typer.Option(min=0, help="So many lines that cannot be read may be left out.")] = 0,
    customers: Annotated[
        int, typer.Option(min=1, help="Of how many customers the last basket is foretold; drawn if there are more.")
    ] = MOST_CUSTOMERS,
    as_json: AsJson = False,
) -> None:
    """How well each customer's last basket is foretold from those before it: all of it, and what was new to them."""
    with steps() as tell:

        def embed(texts: Sequence[str]) -> Vectors:
            place = workplace_of(EvaluationSettings())
            return CachedEmbedder(place.models.reference(), place.vectors).embed(texts)

        leniency = Leniency(most=skip_bad)
        figures = measure_recommendations(invoices, embed=embed, most_customers=customers, leniency=leniency, tell=tell)
    if as_json:
        typer.echo(json.dumps(figures, indent=2))
    else:
        _show(figures, Console(highlight=False))


def _show(figures: dict[str, Any], console: Console) -> None:
    table = Table(
        Column("method", no_wrap=True),
        "all: nDCG@10",
        "recall@10",
        "new: nDCG@10",
        "recall@10",
        caption="95 % intervals in brackets",
    )
    shown = [(side, figure) for side in ("all", "new") for figure in ("ndcg@10", "recall@10")]
    for name, sides in figures["methods"].items():
        table.add_row(name, *(_told(sides[side], figure) for side, figure in shown))
    console.print(table)
    chosen, split = figures["chosen"], figures["split"]
    console.print(
        f"{PRODUCT} is the product's. On {chosen['earlier_baskets']} earlier baskets, none of those foretold, it found "
        f"{chosen['all']} to be worth most, and {chosen['new']} for what is new to a customer."
    )
    console.print(
        f"Foretold is the last basket of {split['foretold']} of the {split['able']} customers with at least "
        f"{split['fewest_baskets']} baskets; nothing of these was learned from."
    )
    console.print(
        f"{figures['new']['customers']} of them hold something new. The file has {figures['baskets']} baskets of "
        f"{figures['customers']} customers, {figures['items']} items, "
        f"{'with' if figures['described'] else 'without'} descriptions; it took "
        f"{sum(figures['seconds'].values()):.0f} s."
    )
    if left_out := figures["lines_left_out"]:
        console.print(f"left out, as they cannot be read: {counted(len(left_out), 'line')}, the first is {left_out[0]}")


def _told(side: dict[str, Any], figure: str) -> str:
    if side[figure] is None:
        return "-"
    low, high = side["intervals_95"][figure]
    return f"{side[figure]:.3f} ({low:.3f} to {high:.3f})"
