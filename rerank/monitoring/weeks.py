"""Whether a rate fell from one week to the next, or whether that is how chance has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

WEEK_DAYS = 7
# From here on somebody should know.
FALL = -0.15
# Of hundred weeks in which nothing changed so many are told all the same, over everything that is compared.
FALSE_ALARMS = 0.01
# With fewer visitors a week no interval can be believed.
FEWEST_VISITORS = 50
# What a week without a single hit is reckoned to have had.
HALF_A_HIT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Of visitors: what was `reached` of what there was to reach, with the sums of squares and products.

    Who sees ten products and clicks on four is one visitor, not ten: what a visitor does hangs together.
    """

    visitors: int = 0
    reached: float = 0.0
    of: float = 0.0
    reached_reached: float = 0.0
    reached_of: float = 0.0
    of_of: float = 0.0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            visitors=self.visitors + other.visitors,
            reached=self.reached + other.reached,
            of=self.of + other.of,
            reached_reached=self.reached_reached + other.reached_reached,
            reached_of=self.reached_of + other.reached_of,
            of_of=self.of_of + other.of_of,
        )

    @property
    def rate(self) -> float | None:
        return self.reached / self.of if self.of else None

    @property
    def likely_rate(self) -> float:
        return (self.reached or HALF_A_HIT) / self.of

    @property
    def relative_variance(self) -> float:
        """Of the logarithm of the rate, by the delta method over visitors."""
        if not self.reached:
            return 1 / HALF_A_HIT
        rate, spread = self.reached / self.of, self.visitors / max(self.visitors - 1, 1)
        left = self.reached_reached - 2 * rate * self.reached_of + rate * rate * self.of_of
        return max(left, 0.0) * spread / self.reached**2

    @property
    def design_effect(self) -> float:
        """How many times wider the rate varies than if each thing shown were a visitor of its own."""
        if not self.reached:
            return 1.0
        return max(1.0, self.relative_variance * self.reached)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Relative to the week before: -0.2 is a fifth less. What really happened lies between `low` and `high`."""

    before: float
    after: float
    change: float
    low: float
    high: float
    visitors: int

    @property
    def has_fallen(self) -> bool:
        return self.change <= FALL and self.high < 0


def change_between(before: Sequence[Sums], after: Sequence[Sums], *, comparisons: int = 1) -> Change | None:
    """Of two weeks, day by day and beginning on the same weekday. None where there is too little to say anything.

    `comparisons` is how many rates are looked at beside each other: the more, the surer each has to be.
    """
    first, second = sum(before, Sums()), sum(after, Sums())
    if min(first.visitors, second.visitors) < FEWEST_VISITORS or not first.reached or not second.of:
        return None
    moved = log(second.likely_rate / first.likely_rate)
    error = sqrt((first.relative_variance + second.relative_variance) * _restlessness(before, after))
    sure = NormalDist().inv_cdf(1 - FALSE_ALARMS / 2 / comparisons) * error
    return Change(
        before=first.likely_rate,
        after=second.reached / second.of,
        change=exp(moved) - 1,
        low=exp(moved - sure) - 1,
        high=exp(min(moved + sure, 700)) - 1,
        visitors=second.visitors,
    )


def _restlessness(before: Sequence[Sums], after: Sequence[Sums]) -> float:
    """How much more the days of two weeks differ from each other than visitors alone would make them; at least 1.

    A rainy Tuesday moves everybody, so visitors of a day are not as independent as they look.
    """
    moved, weights = [], []
    for one, other in zip(before, after, strict=True):
        if one.reached and other.reached and (variance := one.relative_variance + other.relative_variance):
            moved.append(log(other.likely_rate / one.likely_rate))
            weights.append(1 / variance)
    if len(moved) < 2:
        return 1.0
    middle = sum(weight * each for each, weight in zip(moved, weights, strict=True)) / sum(weights)
    squares = sum(weight * (each - middle) ** 2 for each, weight in zip(moved, weights, strict=True))
    return max(1.0, squares / (len(moved) - 1))
