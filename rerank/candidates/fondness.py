"""How much more one shopper wants of each product than anybody: all that may explain it, fitted together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from rerank.candidates.neighbourhood import Places
from rerank.candidates.purchases import Real
from rerank.candidates.shop_log import WORTH

# What was gained is counted in clicks, and rounds suffice for every part to know of the others.
CLICK = WORTH["click"]
ROUNDS, LONGEST_STEP = 10, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Products by group, and how far shoppers differ in what a group is to them, in powers of e."""

    groups: Places
    spread: float


def fondness(levels: Sequence[Level], gained: Real, usual: Real, *, met: Places) -> Real:
    """`gained` is what came of each product, `usual` what anybody would have made of it; `met` are the products that
    the shopper is known to have met, which are looked at one by one.

    What is gained is taken for counted clicks about `usual`, times a factor for each group that the product is of;
    factors lie about one as far as their spreads say. The likeliest are found a level at a time, again and again, so
    that what one brand explains is not taken for a wish for its whole category.
    """
    clicks, expected = gained[met] / CLICK, usual[met] / CLICK
    every = [_Part.of(level, clicks, expected, usual / CLICK, met=met) for level in levels]
    together = np.zeros(len(met))
    for _ in range(ROUNDS):
        for part in every:
            rest = together - part.factor[part.of_met]
            part.fit(_sum(part.of_met, expected * np.exp(rest), len(part.factor)))
            together = rest + part.factor[part.of_met]
    found: Real = np.exp(sum((part.everywhere() for part in every), np.zeros(len(usual))))
    return found


@dataclass(slots=True, kw_only=True)
class _Part:
    """What a level explains, by those of its groups that were met: `factor` is the logarithm of each one's.

    `unmet` is what anybody would have made of the rest of a group.
    """

    level: Level
    groups: Places
    of_met: Places
    wanted: Real
    unmet: Real
    factor: Real

    @classmethod
    def of(cls, level: Level, clicks: Real, expected: Real, usual: Real, *, met: Places) -> Self:
        groups, places = np.unique(level.groups[met], return_inverse=True)
        of_met = places.astype(np.int32)
        every = _sum(level.groups, usual, int(level.groups.max(initial=-1)) + 1)[groups]
        return cls(
            level=level,
            groups=groups,
            of_met=of_met,
            wanted=_sum(of_met, clicks, len(groups)),
            unmet=np.maximum(every - _sum(of_met, expected, len(groups)), 0.0),
            factor=np.zeros(len(groups)),
        )

    def fit(self, foreseen: Real) -> None:
        """Newton's step to the likeliest factors, beside what the other levels let expect."""
        doubt = self.level.spread**-2
        now = (foreseen + self.unmet) * np.exp(self.factor)
        step = (self.wanted - now - self.factor * doubt) / (now + doubt)
        self.factor += np.clip(step, -LONGEST_STEP, LONGEST_STEP)

    def everywhere(self) -> Real:
        """For each product; of a group that was never met nothing is known."""
        of_group = np.zeros(int(self.level.groups.max(initial=-1)) + 1)
        of_group[self.groups] = self.factor
        found: Real = of_group[self.level.groups]
        return found


def _sum(groups: Places, amounts: Real, most: int) -> Real:
    found: Real = np.bincount(groups, weights=amounts, minlength=most).astype(np.float64)
    return found
