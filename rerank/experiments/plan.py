"""What is tried: its arms, on whom, where, and what has to be seen before anything is concluded; no I/O."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from shop.shown import Surface

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
CONTROL = "control"
WEEK = 7
LONGEST_DAYS = 26 * WEEK
LONGEST_WINDOW_H = 60 * 24
FEWEST_UNITS = 100
MOST_ARMS = 8
EVERYWHERE = tuple(Surface)


class Unit(StrEnum):
    """Who is given an arm, and counted as one."""

    PERSON = "person"
    SESSION = "session"


class Metric(StrEnum):
    """By what an arm is called better; the other one is told beside it."""

    CONVERSION = "conversion"
    REVENUE = "revenue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """`share` is of those who take part."""

    name: str
    model: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The first arm is what the others are held against. `traffic` is the share of all units that takes part.

    A purchase counts within `window` after the unit saw its arm for the first time. What a unit spends beyond
    `revenue_cap_minor` does not count, so that one large order does not decide.
    """

    name: str
    arms: tuple[Arm, ...]
    unit: Unit = Unit.PERSON
    surfaces: tuple[Surface, ...] = EVERYWHERE
    traffic: float = 1.0
    metric: Metric = Metric.CONVERSION
    alpha: float = 0.05
    minimum_days: int = 2 * WEEK
    minimum_units: int = 1000
    window: timedelta = timedelta(days=3)
    revenue_cap_minor: int | None = None

    @property
    def control(self) -> Arm:
        return self.arms[0]

    def label(self, arm: Arm) -> str:
        """What a list as shown says of the arm it belongs to."""
        return f"{self.name}/{arm.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """`conclusion` is what was known when it was stopped."""

    plan: Plan
    salt: str
    started_at: datetime
    stopped_at: datetime | None = None
    conclusion: dict[str, Any] | None = None

    @property
    def ripe_at(self) -> datetime:
        """Full weeks, since people shop otherwise on Saturdays than on Mondays."""
        return self.started_at + timedelta(days=self.plan.minimum_days)


def problems_of(plan: Plan) -> list[str]:
    """In words for whoever wrote the plan; none if it can be tried."""
    return [*_of_names(plan), *_of_arms(plan), *_of_bounds(plan)]


def _of_names(plan: Plan) -> list[str]:
    names = [("the trial's name", plan.name), *((f"the arm's name {arm.name!r}", arm.name) for arm in plan.arms)]
    told = [
        f"{what} must be small letters, digits and hyphens, 64 at most"
        for what, name in names
        if not NAME.fullmatch(name)
    ]
    twice = [name for name, count in Counter(arm.name for arm in plan.arms).items() if count > 1]
    return told + [f"two arms are called {name}" for name in twice]


def _of_arms(plan: Plan) -> list[str]:
    if len(plan.arms) < 2:
        return ["nothing is tried in it beside what is in use"]
    if len(plan.arms) > MOST_ARMS:
        return [f"it has {len(plan.arms)} arms, and {MOST_ARMS} are the most"]
    told = [f"arm {arm.name} has no share" for arm in plan.arms if not 0 < arm.share <= 1]
    if not told and abs(sum(arm.share for arm in plan.arms) - 1) > 1e-6:
        told.append("the arms' shares do not add up to 1")
    return told


def _of_bounds(plan: Plan) -> list[str]:
    bounds: Sequence[tuple[bool, str]] = (
        (not plan.surfaces, "it has no surface"),
        (not 0 < plan.traffic <= 1, "the traffic must be above 0 and at most 1"),
        (not 0 < plan.alpha <= 0.2, "alpha must be above 0 and at most .2"),
        (
            plan.minimum_days % WEEK != 0 or not WEEK <= plan.minimum_days <= LONGEST_DAYS,
            f"the least duration must be full weeks: 7, 14, … up to {LONGEST_DAYS} days",
        ),
        (plan.minimum_units < FEWEST_UNITS, f"fewer than {FEWEST_UNITS} units in an arm show nothing"),
        (
            not timedelta() < plan.window <= timedelta(hours=LONGEST_WINDOW_H),
            f"the window must be above 0 and at most {LONGEST_WINDOW_H} hours",
        ),
        (plan.revenue_cap_minor is not None and plan.revenue_cap_minor <= 0, "the cap must be above 0"),
    )
    return [words for is_wrong, words in bounds if is_wrong]
