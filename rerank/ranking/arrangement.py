"""Puts what has a score into places: the best first, not all alike, and now and then one drawn by lot; no I/O."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
# Of each with each, from 0 to 1.
Likeness = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """`diversity` is how far being alike to what stands above can set back, where 1 is from the best to the last.

    `exploration` is the share of all places that are drawn by lot, from the `pool` best that are left; only places
    from `first_explored` on are. Share and pool being known, so is each placement's propensity.
    """

    limit: int
    diversity: float = 0.0
    exploration: float = 0.0
    first_explored: int = 1
    pool: int = 20

    def chance(self, places: int) -> float:
        """That one from `first_explored` on is drawn by lot: where some never are, the others are the more often."""
        explored = places - self.first_explored + 1
        return min(self.exploration * places / explored, 0.5) if explored > 0 else 0.0


class Placed(NamedTuple):
    """`at` is its place in the scores. `propensity` is the chance of standing here, given what stands above."""

    at: int
    propensity: float
    is_exploration: bool


def arranged(scores: Sequence[float], likeness: Likeness, terms: Terms, *, dice: random.Random) -> list[Placed]:
    now = _between_0_and_1(np.asarray(scores, dtype=np.float64))
    # A row for each: what all are worth once it stands above them.
    below = now - terms.diversity * likeness
    places = min(terms.limit, len(now))
    chance = terms.chance(places)
    placed: list[Placed] = []
    for position in range(1, places + 1):
        pool = min(terms.pool, len(now) - len(placed)) if position >= terms.first_explored else 0
        one = _drawn(now, pool, chance, dice)
        placed.append(one)
        np.minimum(now, below[one.at], out=now)
        now[one.at] = -np.inf
    return placed


def dice_of(list_id: str) -> random.Random:
    """A list's lots follow from the id it is ordered under, which nobody can choose."""
    return random.Random(hashlib.sha256(list_id.encode()).digest())  # noqa: S311 - has to be repeatable


def _drawn(now: Scores, pool: int, chance: float, dice: random.Random) -> Placed:
    best = int(now.argmax())
    if chance <= 0 or pool < 2:
        return Placed(best, 1.0, is_exploration=False)
    by_lot = chance / pool
    if dice.random() >= chance:
        return Placed(best, 1 - chance + by_lot, is_exploration=False)
    drawn = int(np.argsort(-now, kind="stable")[dice.randrange(pool)])
    propensity = 1 - chance + by_lot if drawn == best else by_lot
    return Placed(drawn, propensity, is_exploration=True)


def _between_0_and_1(scores: Scores) -> Scores:
    """A copy, whatever they are."""
    if not len(scores):
        return scores.copy()
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.zeros(len(scores))
