"""`aisle eval attributes`: what is read from product texts, held against labels made by hand."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from assistant.cli.answers import AsJson, answer
from assistant.supervisor.settings import ROOT
from catalog.attributes.evaluation import Figures, Measured, measure, read_labelled

HELD_OUT = ROOT / "tests" / "attributes" / "held_out.jsonl"


def attributes(
    *,
    file: Annotated[
        Path,
        typer.Option(
            exists=True, dir_okay=False, help="Labelled products, one JSON a line.", show_default="those kept for it"
        ),
    ] = HELD_OUT,
    mistakes: Annotated[
        bool, typer.Option("--mistakes", help="Show each; what has been looked at is no longer held out.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """How well attributes are read from titles and texts that were labelled by hand."""
    measured = measure(read_labelled(file))
    if not as_json:
        _show(measured, Console(), mistakes=mistakes)
    told = (
        f"{measured.products} products: precision {measured.overall.precision:.3f}, "
        f"recall {measured.overall.recall:.3f}, F1 {measured.overall.f1:.3f}"
    )
    answer(told, data=_as_data(measured, mistakes=mistakes), as_json=as_json)


def _show(measured: Measured, console: Console, *, mistakes: bool) -> None:
    table = Table("attribute", "precision", "recall", "f1", "labelled")
    for name, figures in measured.attributes.items():
        numbers = (f"{number:.3f}" for number in (figures.precision, figures.recall, figures.f1))
        table.add_row(name, *numbers, str(figures.labelled))
    console.print(table)
    for mistake in measured.mistakes if mistakes else ():
        told = f"  {mistake.name}: “{mistake.extracted}” for “{mistake.labelled}” in {mistake.title}"
        console.print(told, highlight=False, markup=False)


def _as_data(measured: Measured, *, mistakes: bool) -> dict[str, Any]:
    return {
        "products": measured.products,
        **_rounded(measured.overall),
        "attributes": {name: _rounded(figures) for name, figures in measured.attributes.items()},
        "mistakes": [asdict(mistake) for mistake in measured.mistakes] if mistakes else None,
    }


def _rounded(figures: Figures) -> dict[str, float | int]:
    return {
        "precision": round(figures.precision, 4),
        "recall": round(figures.recall, 4),
        "f1": round(figures.f1, 4),
        "right": figures.right,
        "extracted": figures.extracted,
        "labelled": figures.labelled,
    }
