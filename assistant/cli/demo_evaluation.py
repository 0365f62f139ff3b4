"""`aisle eval spoken` and `aisle eval assortment`: the search on the demo shop, asked as shoppers speak."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from assistant.cli.answers import AsJson
from assistant.cli.steps import steps
from assistant.evaluation.assortment import read_lines
from assistant.evaluation.demo import measure_assortment, measure_spoken
from assistant.evaluation.progress import Tell
from assistant.evaluation.scratch import scratch_database
from assistant.evaluation.spoken_set import read_requests
from assistant.evaluation.usual import measure_usual
from assistant.evaluation.usual_invoices import measure_invoices
from assistant.evaluation.workplace import EvaluationSettings, Workplace, workplace_of

SHOWN_OF_ONE, SHOWN_WRONG = 3, 20

Figures = Mapping[str, Any]
Measure = Callable[[str, Workplace, Tell], Coroutine[Any, Any, Figures]]


def spoken(
    *,
    file: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="Requests, such as tests/search/spoken.toml.")
    ],
    as_json: AsJson = False,
) -> None:
    """Whether everything told for spoken requests to the demo shop keeps to what was asked for."""
    requests = read_requests(file)
    _measure(
        lambda url, place, tell: measure_spoken(url, requests, place=place, tell=tell), _show_spoken, as_json=as_json
    )


def assortment(
    *,
    file: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="Such as tests/search/assortment_held_out.tsv.")
    ],
    as_json: AsJson = False,
) -> None:
    """How often the demo shop knows that it does not carry something, and how often it wrongly says so."""
    lines = read_lines(file)
    _measure(
        lambda url, place, tell: measure_assortment(url, lines, place=place, tell=tell),
        _show_assortment,
        as_json=as_json,
    )


def usual(
    *,
    trips: Annotated[int, typer.Option(min=1, help="So many last trips of each customer are left out.")] = 5,
    invoices: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Invoice lines, CSV.gz, instead of the demo shop.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """How often what a customer buys again is what would be added, and how often something else would be."""
    if invoices is not None:
        figures = measure_invoices(invoices, trips=trips)
        _told(figures, _show_usual, as_json=as_json)
        return
    _measure(
        lambda url, place, tell: measure_usual(url, trips=trips, place=place, tell=tell), _show_usual, as_json=as_json
    )


def _measure(measure: Measure, show: Callable[[Figures, Console], None], *, as_json: bool) -> None:
    place = workplace_of(EvaluationSettings())
    with steps() as tell, scratch_database(place.scratch) as url:
        figures = asyncio.run(measure(url, place, tell))
    _told(figures, show, as_json=as_json)


def _told(figures: Figures, show: Callable[[Figures, Console], None], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(figures, indent=2, ensure_ascii=False))
    else:
        show(figures, Console(highlight=False))


def _show_spoken(figures: Figures, console: Console) -> None:
    for each in figures["violated"]:
        console.print(f"✗ {each['say']}", markup=False)
        for why in each["broken"][:SHOWN_OF_ONE]:
            console.print(f"    {why}", markup=False)
    for each in figures["weak"]:
        first = f", first {each['first']}" if each["first"] else ""
        console.print(f"~ {each['say']}: {each['precision']:.2f} of {each['told']} told{first}", markup=False)
    console.print(
        f"{figures['requests']} requests: {figures['violations']} with an answer that breaks a bound, precision@5 "
        f"{figures['precision@5']:.3f} over the {figures['requests'] - figures['impossible']} that can be answered, "
        f"{figures['unanswered']} of them unanswered"
    )


def _show_assortment(figures: Figures, console: Console) -> None:
    for each in figures["missed"]:
        console.print(f"not carried, but answered: {each['say']} → {each['told']}", markup=False)
    for say in figures["refused"]:
        console.print(f"carried, but refused: {say}", markup=False)
    for each in figures["wrong"]:
        console.print(f"answered with another kind: {each['say']} → {each['told']}", markup=False)
    console.print(
        f"Of {figures['absent']} things not carried {figures['detection']:.1%} are recognised; of {figures['carried']} "
        f"carried {figures['false_refusals']:.1%} are refused, and {figures['answered_right']:.1%} answered with a "
        "right kind among the first five"
    )


def _show_usual(figures: Figures, console: Console) -> None:
    for each in figures["wrong"]:
        console.print(
            f"{each['customer']} asked for {each['request']}: {each['added']} for {each['bought']}", markup=False
        )
    console.print(
        f"{figures['asked']} things asked for by their plain names, {figures['bought_before']} bought before: "
        f"{figures['added']} added without asking, {figures['right']} right (precision {figures['precision']}); "
        f"of the rest {figures['offered']} offered among the first three, {figures['not_offered']} not"
    )
