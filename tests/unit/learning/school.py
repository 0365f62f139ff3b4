"""Lessons of shoppers with tastes of their own, made up for tests, and models simple enough to foretell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from rerank.features.feature import Values
from rerank.learning.verdict import Examiner
from rerank.ranking.baseline import Baseline
from rerank.ranking.lessons import Lessons

FEATURES = ("relevance@1", "stars@1", "taste@1", "popularity@1", "noise@1")
SHOWN = 8
EXPLORED_SHARE = 0.12


def lessons(
    lists: int = 1500, *, persons: int = 120, days: float = 40.0, products: int = 150, seed: int = 7, bias: float = 1.0
) -> Lessons:
    """What is taken depends on taste, which relevance knows little of, and on the place it stands in."""
    dice, rows = np.random.default_rng(seed), lists * SHOWN
    product = np.concatenate([dice.choice(products, SHOWN, replace=False) for _ in range(lists)])
    person = dice.integers(persons, size=lists)
    likes = dice.normal(size=(persons, products))
    popularity = dice.gamma(1.0, size=products)
    taste = likes[np.repeat(person, SHOWN), product]
    relevance = 0.3 * taste + dice.normal(size=rows)
    explored = dice.random(rows) < EXPLORED_SHARE
    shown_by = np.where(explored, dice.normal(size=rows) * 2, relevance)
    list_of = np.repeat(np.arange(lists), SHOWN)
    order = np.lexsort((-shown_by, list_of))
    position = np.tile(np.arange(1, SHOWN + 1), lists)
    seen = dice.random(rows) < position**-bias
    wanted = dice.random(rows) < 1 / (1 + np.exp(1.5 - 2.0 * taste[order]))
    gain = np.where(seen & wanted, dice.choice([1.0, 2.0, 3.0], rows, p=[0.6, 0.25, 0.15]), 0.0)
    noise = dice.normal(size=(2, rows))
    columns = [relevance, np.full(rows, 4.0), taste + 0.3 * noise[0], popularity[product], noise[1]]
    values = np.stack(columns, axis=1)[order]
    return Lessons(
        features=FEATURES,
        values=values.astype(np.float32),
        list_of=list_of,
        position=position,
        gain=gain.astype(np.float32),
        propensity=np.ones(rows, np.float32),
        explored=explored[order],
        at=np.sort(20_000 + dice.random(lists) * days),
        surface=tuple(dice.choice(["home", "search"], lists)),
        channel=tuple(dice.choice(["web", "alexa"], lists)),
        person=tuple(f"p{number}" for number in person),
        product_id=tuple(f"g{number}" for number in product[order]),
    )


def regained(told: Lessons, gain: Values) -> Lessons:
    return replace(told, gain=gain.astype(np.float32))


@dataclass(frozen=True)
class Linear:
    """Scores by a weight for each feature; what it is told comes back with its network."""

    weights: dict[str, float]
    version: str = "challenger"

    @property
    def features(self) -> Sequence[str]:
        return tuple(self.weights)

    def scores(self, values: Values) -> Values:
        scores: Values = values @ np.array(list(self.weights.values()), np.float32)
        return scores


@dataclass(frozen=True)
class Saying:
    """Scores whatever it is made to."""

    say: Callable[[Values], Any]
    version: str = "challenger"
    features: Sequence[str] = ("relevance@1", "taste@1", "popularity@1")

    def scores(self, values: Values) -> Values:
        return np.asarray(self.say(values), np.float32)


def learned_from(told: Lessons) -> Linear:
    """The least squares of what was gained: the simplest trainer that learns what it is told, true or not."""
    columns = [told.features.index(name) for name in ("relevance@1", "taste@1", "popularity@1", "noise@1")]
    rows = ~told.explored
    wanted = told.values[rows][:, columns].astype(np.float64)
    centred = wanted - wanted.mean(axis=0)
    weights, *_ = np.linalg.lstsq(centred, told.gain[rows] - told.gain[rows].mean(), rcond=None)
    return Linear({told.features[column]: float(weight) for column, weight in zip(columns, weights, strict=True)})


@dataclass
class Ticking:
    """A clock on which each call takes as long as told."""

    step_s: float = 0.0001
    at: float = field(default=0.0)

    def __call__(self) -> float:
        self.at += self.step_s
        return self.at


def examiner(**otherwise: Any) -> Examiner:
    given: dict[str, Any] = {"known": FEATURES, "breaches": lambda _: (), "clock": Ticking()}
    return Examiner(**{**given, **otherwise})


BASELINE = Baseline()
