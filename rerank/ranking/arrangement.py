"""Puts what has a score into places: the best first, not all alike, and now and then one drawn by lot; no I/O."""

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
# To how many others something is alike, for one of them.
Likeness = Callable[[int], Scores]


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

    def chance_at(self, position: int, *, places: int) -> float:
        """That a place is drawn by lot: where some never are, the others are the more often."""
        explored = places - self.first_explored + 1
        if position < self.first_explored or explored <= 0:
            return 0.0
        return min(self.exploration * places / explored, 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """`index` is that in the scores. `propensity` is the chance of standing here, given what stands above."""

    index: int
    propensity: float
    is_exploration: bool


def arranged(scores: Sequence[float], likeness: Likeness, terms: Terms, *, dice: random.Random) -> list[Placed]:
    worth = _between_0_and_1(np.asarray(scores, dtype=np.float64))
    alike = np.zeros(len(worth))
    places = min(terms.limit, len(worth))
    placed: list[Placed] = []
    for position in range(1, places + 1):
        now = worth - terms.diversity * alike if terms.diversity else worth
        left = len(worth) - len(placed)
        one = _drawn(now, left, terms, chance=terms.chance_at(position, places=places), dice=dice)
        placed.append(one)
        worth[one.index] = -np.inf
        if terms.diversity:
            np.maximum(alike, likeness(one.index), out=alike)
    return placed


def dice_of(list_id: str) -> random.Random:
    """A list's lots follow from the id it is ordered under, which nobody can choose."""
    return random.Random(hashlib.sha256(list_id.encode()).digest())  # noqa: S311 - has to be repeatable


def _drawn(now: Scores, left: int, terms: Terms, *, chance: float, dice: random.Random) -> Placed:
    best = int(now.argmax())
    pool = min(terms.pool, left)
    if chance <= 0 or pool < 2:
        return Placed(index=best, propensity=1.0, is_exploration=False)
    by_lot = chance / pool
    if dice.random() >= chance:
        return Placed(index=best, propensity=1 - chance + by_lot, is_exploration=False)
    drawn = int(np.argsort(-now, kind="stable")[dice.randrange(pool)])
    propensity = 1 - chance + by_lot if drawn == best else by_lot
    return Placed(index=drawn, propensity=propensity, is_exploration=True)


def _between_0_and_1(scores: Scores) -> Scores:
    """A copy, whatever they are."""
    if not len(scores):
        return scores.copy()
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.zeros(len(scores))
