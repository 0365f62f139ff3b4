"""How good an order is on lists that it has not learned from, and whether it is surely better than another."""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from rerank.features.feature import Values
from rerank.learning.parts import Mask, gained_by_order, persons
from rerank.ranking.lessons import Lessons

CUTOFF = 10
RESAMPLES, AT_ONCE, SEED = 4_000, 200, 20
# Both tails together: a model that is as good as the one in use looks surely better once in two hundred tries.
TAILS_PERCENT = 1.0
# What stood far behind and was taken all the same counts for those who never looked there, up to so much.
MOST_WEIGHT = 10.0
STEEPEST = 2.0
EXPLORED_TAKEN = 100

Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """nDCG@10 of both orders on the same lists; `lists` are those that something came of."""

    challenger: float
    champion: float
    difference: Interval
    lists: int
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """nDCG@10 of both orders list by list, NaN where nothing came of it, and what each list counts."""

    challenger: Real
    champion: Real
    weight: Real

    @property
    def judged(self) -> Mask:
        return ~np.isnan(self.challenger)

    @property
    def brought(self) -> Real:
        """What each list adds to the difference, or takes from it."""
        found: Real = np.where(self.judged, (self.challenger - self.champion) * self.weight, 0.0)
        return found


def side_by_side(lessons: Lessons, challenger: Values, champion: Values, *, decline: float = 0.0) -> Side:
    """Scores are by row; `decline` is how fast attention falls with the place."""
    inside, own = ~lessons.explored, gained_by_order(lessons)
    return Side(
        challenger=ndcg_of_lists(own, challenger[inside]),
        champion=ndcg_of_lists(own, champion[inside]),
        weight=weights(own, decline),
    )


def compared(lessons: Lessons, challenger: Values, champion: Values, *, decline: float = 0.0) -> Comparison | None:
    """None where nothing came of any list."""
    side = side_by_side(lessons, challenger, champion, decline=decline)
    judged = side.judged
    if not judged.any():
        return None
    weight, who = side.weight[judged], persons(lessons)[judged]
    first, second = side.challenger[judged], side.champion[judged]
    return Comparison(
        challenger=float(np.average(first, weights=weight)),
        champion=float(np.average(second, weights=weight)),
        difference=_interval(first - second, weight, who),
        lists=int(judged.sum()),
        persons=len(np.unique(who)),
    )


def ndcg_of_lists(lessons: Lessons, scores: Values) -> Real:
    """NaN where nothing came of a list. What scores the same is ordered by lot, lest the old order shine through."""
    worth = np.exp2(lessons.gain.astype(np.float64)) - 1
    lots = np.random.default_rng(SEED).random(len(worth))
    reached = _discounted(lessons, np.lexsort((lots, -scores, lessons.list_of)), worth)
    ideal = _discounted(lessons, np.lexsort((-worth, lessons.list_of)), worth)
    found: Real = np.divide(reached, ideal, out=np.full(len(ideal), np.nan), where=ideal > 0)
    return found


def weights(lessons: Lessons, decline: float) -> Real:
    """What each list counts: the more, the less likely it was that what came of it was looked at at all."""
    gained = lessons.gain > 0
    unseen = np.minimum(np.power(lessons.position[gained].astype(np.float64), decline), MOST_WEIGHT)
    lists, many = lessons.list_of[gained], len(lessons)
    count = np.bincount(lists, minlength=many)
    return np.bincount(lists, weights=unseen, minlength=many) / np.maximum(count, 1)


def decline_of_attention(lessons: Lessons) -> float:
    """How fast attention falls with the place, as a power of it, told by what stood where it did by lot.

    Nothing is corrected before enough of that was taken: then the order in use has the advantage, not the challenger.
    """
    lot = lessons.explored & (lessons.position > 0)
    if (lessons.gain[lot] > 0).sum() < EXPLORED_TAKEN:
        return 0.0
    place = lessons.position[lot]
    shown = np.bincount(place)[1:]
    taken = np.bincount(place, weights=lessons.gain[lot] > 0)[1:]
    seen = np.flatnonzero(shown)
    overall = taken.sum() / shown.sum()
    rate = (taken[seen] + overall) / (shown[seen] + 1)
    at = np.log(seen + 1.0)
    weight = shown[seen].astype(np.float64)
    middle = np.average(at, weights=weight)
    spread = np.average((at - middle) ** 2, weights=weight)
    slope = np.average((at - middle) * np.log(rate), weights=weight) / spread if spread > 0 else 0.0
    return float(np.clip(-slope, 0.0, STEEPEST))


def _discounted(lessons: Lessons, order: NDArray[np.int64], worth: Real) -> Real:
    lists = lessons.list_of[order]
    starts = np.searchsorted(lists, np.arange(len(lessons)))
    place = np.arange(len(lists)) - starts[lists]
    counted = np.where(place < CUTOFF, worth[order] / np.log2(place + 2.0), 0.0)
    return np.bincount(lists, weights=counted, minlength=len(lessons)).astype(np.float64)


def _interval(values: Real, weight: Real, who: NDArray[np.int64]) -> Interval:
    """Persons are resampled, not lists: one person's lists tell much the same, and of others nothing."""
    _, number = np.unique(who, return_inverse=True)
    if number.max() < 1:
        return Interval(mean=float(np.average(values, weights=weight)), low=-1.0, high=1.0)
    sums, mass = np.bincount(number, weights=values * weight), np.bincount(number, weights=weight)
    dice, means = np.random.default_rng(SEED), []
    for _ in range(RESAMPLES // AT_ONCE):
        drawn = dice.integers(len(sums), size=(AT_ONCE, len(sums)))
        means.append(sums[drawn].sum(axis=1) / mass[drawn].sum(axis=1))
    low, high = np.percentile(np.concatenate(means), [TAILS_PERCENT / 2, 100 - TAILS_PERCENT / 2])
    mean, wider = float(np.average(values, weights=weight)), _wider(len(sums))
    return Interval(mean=mean, low=mean + wider * (float(low) - mean), high=mean + wider * (float(high) - mean))


def _wider(persons: int) -> float:
    """Resampling few persons tells too little of how much they differ: as Student's interval is wider than Gauss's.

    Its quantile is the series of Abramowitz and Stegun, 26.7.5.
    """
    free, z = persons - 1, NormalDist().inv_cdf(1 - TAILS_PERCENT / 200)
    student = z + (z**3 + z) / (4 * free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
    return student / z * math.sqrt(persons / free)
