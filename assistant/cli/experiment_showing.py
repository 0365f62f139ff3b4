"""How trials are shown: as tables for a person, as figures for a script."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Column, Table

from rerank.experiments.plan import Arm, Experiment
from rerank.experiments.sequential import Difference
from rerank.experiments.verdict import ArmResult, Finding, Status

FIGURES = ("share", "saw it", "counted", "bought", "per unit", "clicks per list")
STYLES = {Finding.BETTER: "green", Finding.WORSE: "yellow", Finding.MIXED: "yellow", Finding.UNEVEN: "red"}


def show_status(told: Status, console: Console) -> None:
    plan, ended = told.experiment.plan, told.experiment.stopped_at
    until = f"stopped {ended:%Y-%m-%d %H:%M}" if ended else "running"
    console.print(
        f"{plan.name}: {until}, since {told.experiment.started_at:%Y-%m-%d %H:%M} UTC on {', '.join(plan.surfaces)};"
        f" {100 * plan.traffic:.4g}% of all {plan.unit}s take part",
        highlight=False,
    )
    # Without a frame, so that eighty columns hold a version whole.
    arms = Table(_names("arm"), *_figures(*FIGURES), show_edge=False, pad_edge=False)
    for each in told.arms:
        counts = map(str, (each.tally.exposed, each.tally.ripe))
        rates = _percent(each.conversion), _amount(each.revenue_minor), _percent(each.click_through)
        arms.add_row(_called(each.arm), f"{each.arm.share:.0%}", *counts, *rates)
    console.print(arms)
    sure = 1 - plan.alpha / max(len(plan.arms) - 1, 1)
    differences = Table(_names("against the control"), *_figures("bought", "per unit", "clicks per list", "finding"))
    for each in told.arms[1:]:
        differences.add_row(
            each.arm.name,
            _points(each.conversion_difference),
            _minor(each.revenue_difference),
            _points(each.click_difference),
            str(each.finding),
        )
    differences.caption = (
        f"Intervals of {sure:.1%} that hold however often one looks; in percent points and minor units"
    )
    console.print(differences)
    crossed = sum(each.tally.crossed for each in told.arms)
    if crossed:
        console.print(f"{crossed} saw another arm later and count for the first.", highlight=False)
    console.print(told.words, style=STYLES.get(told.finding, ""), highlight=False)


def show_list(trials: Sequence[Experiment], console: Console) -> None:
    if not trials:
        console.print("Nothing was ever tried.", style="yellow")
        return
    table = Table(Column("trial", overflow="fold"), _names("arms"), "on", *_figures("since", "until", "found"))
    for each in trials:
        arms = "\n".join(map(_called, each.plan.arms))
        ended = f"{each.stopped_at:%Y-%m-%d}" if each.stopped_at else "running"
        found = str((each.conclusion or {}).get("finding", ""))
        table.add_row(each.plan.name, arms, ", ".join(each.plan.surfaces), f"{each.started_at:%Y-%m-%d}", ended, found)
    console.print(table)


def _names(title: str) -> Column:
    """A version that is cut looks like any other of its day."""
    return Column(title, no_wrap=True)


def _figures(*titles: str) -> list[Column]:
    return [Column(title, overflow="fold") for title in titles]


def _called(arm: Arm) -> str:
    return arm.name if arm.name == arm.model else f"{arm.name}:\n{arm.model}"


def figures_of(told: Status) -> dict[str, Any]:
    trial = told.experiment
    return {
        "name": trial.plan.name,
        "finding": told.finding,
        "words": told.words,
        "winner": told.winner.name if told.winner else None,
        "metric": trial.plan.metric,
        "unit": trial.plan.unit,
        "surfaces": list(trial.plan.surfaces),
        "traffic": trial.plan.traffic,
        "alpha": trial.plan.alpha,
        "window_hours": trial.plan.window.total_seconds() / 3600,
        "revenue_cap_minor": trial.plan.revenue_cap_minor,
        "minimum_units": trial.plan.minimum_units,
        "started_at": trial.started_at.isoformat(),
        "ripe_at": trial.ripe_at.isoformat(),
        "stopped_at": trial.stopped_at.isoformat() if trial.stopped_at else None,
        "sample_ratio_p": told.ratio_p,
        "arms": [_arm(each) for each in told.arms],
    }


def _arm(each: ArmResult) -> dict[str, Any]:
    return {
        "arm": each.arm.name,
        "model": each.arm.model,
        "share": each.arm.share,
        "exposed": each.tally.exposed,
        "crossed": each.tally.crossed,
        "counted": each.tally.ripe,
        "converted": each.tally.converted,
        "conversion": each.conversion,
        "revenue_per_unit_minor": each.revenue_minor,
        "lists": each.tally.lists,
        "click_through": each.click_through,
        "finding": each.finding,
        "differences": {
            "conversion": _difference(each.conversion_difference),
            "revenue_per_unit_minor": _difference(each.revenue_difference),
            "click_through": _difference(each.click_difference),
        },
    }


def _difference(told: Difference | None) -> dict[str, float] | None:
    return {"estimate": told.estimate, "low": told.low, "high": told.high, "p": told.p} if told else None


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.2%}"


def _amount(minor: float | None) -> str:
    """Beyond a thousand nobody asks for a tenth of a cent."""
    if minor is None:
        return "-"
    return f"{minor:,.0f}" if minor >= 1000 else f"{minor:,.1f}"


def _points(told: Difference | None) -> str:
    return f"{told.estimate * 100:+.2f} ({told.low * 100:+.2f} … {told.high * 100:+.2f})" if told else "-"


def _minor(told: Difference | None) -> str:
    return f"{told.estimate:+,.1f} ({told.low:+,.1f} … {told.high:+,.1f})" if told else "-"
