"""`aisle eval loop`: whether learning closes the gap to the best possible, for shoppers whose tastes are known."""

import asyncio
import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from assistant.cli.answers import AsJson
from assistant.cli.steps import steps
from assistant.evaluation.loop import LoopPlan
from assistant.evaluation.loop_runs import measure_loops
from assistant.evaluation.workplace import EvaluationSettings, workplace_of

# With more the figures are the built-in order's too.
MOST_LATE = 0.02


def loop(
    *,
    interactions: Annotated[
        int, typer.Option(min=200, help="So many lists of twelve are shown and answered; fewer take less time.")
    ] = 20_000,
    shoppers: Annotated[int, typer.Option(min=10, max=5000, help="So many households.")] = 200,
    days: Annotated[int, typer.Option(min=5, max=365, help="Of their lives.")] = 60,
    seed: Annotated[int, typer.Option(help="The first seed: other shoppers, another market.")] = 1,
    seeds: Annotated[int, typer.Option(min=1, max=20, help="So many of them, for an interval over markets.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Made-up shoppers in a shop of their own, ten rounds of learning, and 20 poisoned challengers at the end.

    Says nothing about real shoppers: see docs/simulation.md.
    """
    plans = [
        LoopPlan(interactions=interactions, shoppers=shoppers, days=days, seed=number)
        for number in range(seed, seed + seeds)
    ]
    settings = EvaluationSettings()
    place = workplace_of(settings)
    with steps() as tell:
        figures = asyncio.run(measure_loops(plans, place=place, state_dir=settings.state_folder, tell=tell))
    if as_json:
        typer.echo(json.dumps(figures, indent=2))
    else:
        _show(figures, Console(highlight=False))


def _show(figures: Mapping[str, Any], console: Console) -> None:
    for run in figures["runs"]:
        table = Table("lists", "popularity", "loop", "best", "gap closed", "ordered by", "then", title=_title(run))
        for each in run["rounds"]:
            values = (f"{each['value'][name]:.2f}" for name in ("popularity", "loop", "best"))
            then = each.get("outcome", "")
            table.add_row(str(each["interactions"]), *values, f"{each['gap_closed']:.0%}", each["model"], then)
        console.print(table)
        if "poisoned" in run:
            console.print(f"{run['poisoned']['promoted']} of {run['poisoned']['tries']} poisoned challengers promoted")
    low, high = (f"{bound:.0%}" for bound in figures["interval_95"])
    console.print(
        f"gap closed at the end: {figures['gap_closed']:.0%} ({low} to {high}), seeds: {len(figures['runs'])}; "
        f"{figures['knowable_share']:.0%} could be foretold by whoever knew all tastes but each household's whims, "
        f"and of that {figures['of_knowable']:.0%} is closed"
    )
    console.print(_lateness(figures["late_share"]))


def _lateness(share: float) -> str:
    told = f"{share:.1%} of lists were ordered without the model because its scores came too late"
    return f"{told}: the machine was too busy to measure by" if share > MOST_LATE else told


def _title(run: Mapping[str, Any]) -> str:
    return f"seed {run['seed']}: value of a list"
