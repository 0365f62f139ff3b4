"""What may be said of a trial, and what not yet: arms held against the control by what units did; no I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from rerank.experiments.outcomes import Tally
from rerank.experiments.plan import Arm, Experiment, Metric, Plan
from rerank.experiments.sample_ratio import SURELY_UNEVEN, ratio_p
from rerank.experiments.sequential import Difference, Sample, difference

# With fewer purchases in both arms together it is not known how far units differ.
FEWEST_CONVERSIONS = 20


class Finding(StrEnum):
    TOO_EARLY = "too_early"
    UNEVEN = "uneven"
    OPEN = "open"
    BETTER = "better"
    WORSE = "worse"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmResult:
    """Rates are per unit whose window is over, and clicks per list; None where there is nothing to divide by.

    Differences are from the control's; the control itself has none.
    """

    arm: Arm
    tally: Tally
    conversion: float | None
    revenue_minor: float | None
    click_through: float | None
    conversion_difference: Difference | None = None
    revenue_difference: Difference | None = None
    click_difference: Difference | None = None
    finding: Finding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`words` say it as one would to a shopkeeper. `winner` is an arm that is surely better, and the best of them."""

    experiment: Experiment
    arms: Sequence[ArmResult]
    ratio_p: float
    finding: Finding
    words: str
    winner: Arm | None = None


def status_of(experiment: Experiment, tallies: Mapping[str, Tally], *, at: datetime) -> Status:
    plan = experiment.plan
    p = ratio_p([tallies[arm.name].exposed for arm in plan.arms], [arm.share for arm in plan.arms])
    too_early = _too_early(experiment, tallies, at=min(at, experiment.stopped_at or at))
    results = [_result(experiment, arm, tallies) for arm in plan.arms]
    if p < SURELY_UNEVEN:
        words = f"The arms were not seen as often as they should be (p = {p:.1g}): nothing can be concluded."
        return _nothing_yet(experiment, results, p, Finding.UNEVEN, words)
    if too_early:
        return _nothing_yet(experiment, results, p, Finding.TOO_EARLY, too_early)
    if unsummable := _unsummable(plan, tallies):
        return _nothing_yet(experiment, results, p, Finding.OPEN, unsummable)
    finding, words, winner = _conclusion(plan.metric, results)
    return Status(experiment=experiment, arms=results, ratio_p=p, finding=finding, words=words, winner=winner)


def _nothing_yet(
    experiment: Experiment, results: Sequence[ArmResult], p: float, finding: Finding, words: str
) -> Status:
    """Nor of any single arm, however good it looks."""
    arms = [replace(each, finding=each.finding and finding) for each in results]
    return Status(experiment=experiment, arms=arms, ratio_p=p, finding=finding, words=words)


def _too_early(experiment: Experiment, tallies: Mapping[str, Tally], *, at: datetime) -> str | None:
    plan = experiment.plan
    fewest = min(tallies[arm.name].ripe for arm in plan.arms)
    converted = sum(tallies[arm.name].converted for arm in plan.arms)
    if at < experiment.ripe_at:
        return f"Too early: {plan.minimum_days} days are the least, until {experiment.ripe_at:%Y-%m-%d %H:%M} UTC."
    if fewest < plan.minimum_units:
        return f"Too early: {fewest} of {plan.minimum_units} {plan.unit}s in the smallest arm."
    if converted < FEWEST_CONVERSIONS:
        return f"Too early: {converted} of {FEWEST_CONVERSIONS} purchases."
    return None


def _unsummable(plan: Plan, tallies: Mapping[str, Tally]) -> str | None:
    """An arm would be better by what a yen is counted as."""
    currencies = _currencies(tallies)
    if plan.metric is not Metric.REVENUE or len(currencies) < 2:
        return None
    return f"Purchases were in {' and '.join(sorted(currencies))}: what was spent cannot be compared, only conversion."


def _result(experiment: Experiment, arm: Arm, tallies: Mapping[str, Tally]) -> ArmResult:
    plan, own, control = experiment.plan, tallies[arm.name], tallies[experiment.plan.control.name]
    can_be_summed = len(_currencies(tallies)) < 2
    result = ArmResult(
        arm=arm,
        tally=own,
        conversion=own.converted / own.ripe if own.ripe else None,
        revenue_minor=own.revenue_minor / own.ripe if own.ripe and can_be_summed else None,
        click_through=own.clicks / own.lists if own.lists else None,
    )
    if arm == plan.control:
        return result
    # Each of several arms could look better by chance: they share alpha.
    alpha = plan.alpha / (len(plan.arms) - 1)
    found = [
        difference(of(own), of(control), alpha=alpha, tuned_for=plan.minimum_units)
        for of in (_conversion, _revenue, _clicks)
    ]
    conversion, revenue = found[0], found[1] if can_be_summed else None
    return replace(
        result,
        conversion_difference=conversion,
        revenue_difference=revenue,
        click_difference=found[2],
        finding=_finding(plan.metric, conversion, revenue),
    )


def _currencies(tallies: Mapping[str, Tally]) -> frozenset[str]:
    return frozenset[str]().union(*(tally.currencies for tally in tallies.values()))


def _finding(metric: Metric, conversion: Difference | None, revenue: Difference | None) -> Finding:
    """Better by the one and surely worse by the other is not better."""
    main, other = (conversion, revenue) if metric is Metric.CONVERSION else (revenue, conversion)
    if main is None or main.low <= 0 <= main.high:
        return Finding.OPEN
    if main.high < 0:
        return Finding.WORSE
    return Finding.MIXED if other is not None and other.high < 0 else Finding.BETTER


def _conclusion(metric: Metric, results: Sequence[ArmResult]) -> tuple[Finding, str, Arm | None]:
    better = [result for result in results if result.finding is Finding.BETTER]
    if better:
        best = max(better, key=lambda result: result.conversion or 0.0)
        if metric is Metric.REVENUE:
            best = max(better, key=lambda result: result.revenue_minor or 0.0)
        return Finding.BETTER, f"{best.arm.name} is better by {metric}.", best.arm
    for finding, words in (
        (Finding.MIXED, "is better by {metric} and worse by the other figure"),
        (Finding.OPEN, "may be better or worse by {metric}: nothing is sure yet"),
    ):
        named = [result.arm.name for result in results if result.finding is finding]
        if named:
            return finding, f"{', '.join(named)} {words.format(metric=metric)}.", None
    return Finding.WORSE, f"The control is better by {metric} than all others.", None


def _conversion(tally: Tally) -> Sample:
    """As if half a unit more had bought, and half a one not: of few units all alike not everything is known."""
    mean = tally.converted / tally.ripe if tally.ripe else 0.0
    likely = (tally.converted + 0.5) / (tally.ripe + 1)
    return Sample(units=tally.ripe, mean=mean, variance=likely * (1 - likely))


def _revenue(tally: Tally) -> Sample:
    mean = tally.revenue_minor / tally.ripe if tally.ripe else 0.0
    spread = tally.revenue_squares - tally.ripe * mean**2
    return Sample(units=tally.ripe, mean=mean, variance=max(spread, 0.0) / max(tally.ripe - 1, 1))


def _clicks(tally: Tally) -> Sample:
    """Clicks per list, where units differ in how many lists they saw (the delta method)."""
    if not tally.lists:
        return Sample(units=tally.exposed, mean=0.0, variance=0.0)
    rate, lists = tally.clicks / tally.lists, tally.lists / tally.exposed
    squares = tally.click_squares - 2 * rate * tally.list_clicks + rate**2 * tally.list_squares
    return Sample(units=tally.exposed, mean=rate, variance=max(squares, 0.0) / max(tally.exposed - 1, 1) / lists**2)
