"""How far a feature's values have moved from those a model was trained on: the population stability index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from rerank.features.feature import Values
from rerank.ranking.lessons import Lessons

# The thresholds that credit scoring has used for decades: below the first nothing moved, from the second much did.
MOVED, MOVED_FAR = 0.1, 0.25
BINS = 10
# Added to each bin, so that an empty one is rare and not impossible.
PRIOR = 0.5
# With fewer than these on either side it is too little to tell: where values fall is chance, or one odd day, or one
# odd shopper.
FEWEST_LISTS = 200
FEWEST_PERSONS = 50
FEWEST_DAYS = 3

Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """How many lists values come from, how many persons saw these, and on how many days."""

    lists: int = 0
    persons: int = 0
    days: int = 0

    @property
    def is_enough(self) -> bool:
        return self.lists >= FEWEST_LISTS and self.persons >= FEWEST_PERSONS and self.days >= FEWEST_DAYS

    @classmethod
    def of(cls, *parts: Lessons) -> Self:
        return cls(
            lists=sum(map(len, parts)),
            persons=len({person for part in parts for person in part.person}),
            days=len({int(at) for part in parts for at in part.at}),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How the values of one feature lay: `counts` by the bins between `edges`, and last how many were not known.

    `behind` tells what they come from: values of one shopper are seldom independent.
    `usual` is how far the later half had moved from the earlier one: how long a thing has been in the shop, say, moves
    all the time, and that is no news.
    """

    feature: str
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    behind: Behind
    usual: float = 0.0

    @property
    def shares(self) -> Shares:
        counts: Shares = np.asarray(self.counts, float) + PRIOR
        shares: Shares = counts / counts.sum()
        return shares

    def as_dict(self) -> dict[str, Any]:
        return {
            "feature": self.feature,
            "edges": self.edges,
            "counts": self.counts,
            "lists": self.behind.lists,
            "persons": self.behind.persons,
            "days": self.behind.days,
            "usual": self.usual,
        }

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """A model that does not tell how many persons and days it learned from is believed to have had enough."""
        lists = int(told["lists"])
        behind = Behind(lists=lists, persons=int(told.get("persons", lists)), days=int(told.get("days", FEWEST_DAYS)))
        return cls(
            feature=str(told["feature"]),
            edges=tuple(map(float, told["edges"])),
            counts=tuple(map(int, told["counts"])),
            behind=behind,
            usual=float(told.get("usual", 0.0)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """`by_chance` is what the index would come to if nothing had moved, for so few persons; `usual` as in training.

    `is_enough`: on both sides, to tell anything at all.
    """

    feature: str
    index: float
    by_chance: float
    lists: int
    is_enough: bool
    usual: float = 0.0

    @property
    def certain(self) -> float:
        """What is left of the index when twice what chance brings and what is usual are taken away."""
        return max(self.index - 2 * (self.by_chance + self.usual), 0.0)

    @property
    def is_far(self) -> bool:
        return self.is_enough and self.certain >= MOVED_FAR


def portrait(features: Sequence[str], values: Values, *, behind: Behind) -> list[Likeness]:
    """Of what a model is trained on, a column for each feature, in the order of time: to be kept with the model."""
    return [_drawn(name, column, behind) for name, column in zip(features, values.T, strict=True)]


def drifts(trained_on: Sequence[Likeness], features: Sequence[str], values: Values, *, behind: Behind) -> list[Drift]:
    """Of newer values; a feature that there is no portrait of is left out."""
    before = {each.feature: each for each in trained_on}
    return [
        drift_between(known, _likeness(name, known.edges, column, behind))
        for name, column in zip(features, values.T, strict=True)
        if (known := before.get(name))
    ]


def drift_between(before: Likeness, after: Likeness) -> Drift:
    freedom = len(before.counts) - 1
    by_chance = freedom * (1 / max(before.behind.persons, 1) + 1 / max(after.behind.persons, 1))
    return Drift(
        feature=before.feature,
        index=stability_index(before.shares, after.shares),
        by_chance=by_chance,
        lists=after.behind.lists,
        is_enough=before.behind.is_enough and after.behind.is_enough,
        usual=before.usual,
    )


def stability_index(expected: Shares, actual: Shares) -> float:
    """Of shares above 0 that add up to 1."""
    return float(np.sum((actual - expected) * np.log(actual / expected)))


def _drawn(feature: str, values: Values, behind: Behind) -> Likeness:
    edges, middle = _edges(values), len(values) // 2
    earlier, later = (_likeness(feature, edges, half, behind) for half in (values[:middle], values[middle:]))
    whole = _likeness(feature, edges, values, behind)
    return replace(whole, usual=stability_index(earlier.shares, later.shares))


def _edges(values: Values) -> tuple[float, ...]:
    """So that each bin has as many values, with one on either side for what was never seen.

    What many share, such as nothing at all, is a bin of its own.
    """
    known = values[~np.isnan(values)]
    if not len(known):
        return ()
    cuts = np.quantile(known, np.arange(1, BINS) / BINS, method="lower")
    below = np.nextafter(float(known.min()), -np.inf)
    return tuple(sorted({float(below), *map(float, cuts), float(known.max())}))


def _likeness(feature: str, edges: tuple[float, ...], values: Values, behind: Behind) -> Likeness:
    """A value on an edge belongs below it."""
    known = values[~np.isnan(values)]
    bins = np.searchsorted(np.asarray(edges), known, side="left")
    counts = [*np.bincount(bins, minlength=len(edges) + 1), len(values) - len(known)]
    return Likeness(feature=feature, edges=edges, counts=tuple(map(int, counts)), behind=behind)
