"""Boosts trees that tell the chance of needing more than each size."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from shop.sizes.distribution import Chances, chances
from shop.sizes.features import RISING, Table, feature_names

SEED = 7
Ranks = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    trees: int
    leaves: int
    rate: float
    least_in_leaf: int
    penalty: float = 1.0


MANY = 20_000
# From a few hundred records to millions; which is best is found out on the training side.
RECIPES = (
    Recipe(trees=30, leaves=4, rate=0.1, least_in_leaf=20, penalty=5.0),
    Recipe(trees=60, leaves=8, rate=0.1, least_in_leaf=20),
    Recipe(trees=120, leaves=8, rate=0.05, least_in_leaf=40),
    Recipe(trees=60, leaves=15, rate=0.1, least_in_leaf=100, penalty=5.0),
)
# Of few records no recipe can be told from the next by measuring: the plainest is taken.
FEW = 1000


def recipes_for(records: int) -> tuple[Recipe, ...]:
    return RECIPES if records >= FEW else RECIPES[:1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """More than one size or not: boosted trees, or the plain share where all records agree."""

    trees: HistGradientBoostingClassifier | None
    share: float

    def beyond(self, bodies: Table) -> NDArray[np.float64]:
        if self.trees is None:
            return np.full(len(bodies), self.share)
        chance: NDArray[np.float64] = self.trees.predict_proba(bodies)[:, 1]
        return chance

    @property
    def log_odds(self) -> float:
        share = min(max(self.share, 1e-6), 1 - 1e-6)
        return math.log(share / (1 - share))


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeTrees:
    """One cut between each size and the next: sizes have an order, and confusing neighbours is the smallest mistake."""

    cuts: tuple[Cut, ...]

    def chances(self, bodies: Table) -> Chances:
        return chances(self.beyond(bodies))

    def beyond(self, bodies: Table) -> NDArray[np.float64]:
        with _threads_for(bodies):
            return np.stack([cut.beyond(bodies) for cut in self.cuts], axis=1)


def grown(bodies: Table, ranks: Ranks, *, sizes: int, recipe: Recipe, extra: Sequence[str] = ()) -> SizeTrees:
    """`ranks` are the places of the sizes in their order; the same records grow the same trees."""
    with _threads_for(bodies):
        return SizeTrees(cuts=tuple(_cut(bodies, ranks > rank, recipe, extra) for rank in range(sizes - 1)))


def _cut(bodies: Table, beyond: NDArray[np.bool_], recipe: Recipe, extra: Sequence[str]) -> Cut:
    share = float(beyond.mean())
    if share in {0.0, 1.0}:
        return Cut(trees=None, share=share)
    rising = [int(name in RISING) for name in feature_names(extra)]
    trees = HistGradientBoostingClassifier(
        max_iter=recipe.trees,
        max_leaf_nodes=recipe.leaves,
        learning_rate=recipe.rate,
        min_samples_leaf=recipe.least_in_leaf,
        l2_regularization=recipe.penalty,
        monotonic_cst=rising,
        early_stopping=False,
        random_state=SEED,
    )
    return Cut(trees=trees.fit(bodies, beyond), share=share)


def _threads_for(bodies: Table) -> threadpool_limits:
    """Of few records several threads only wait for each other."""
    return threadpool_limits(limits=1 if len(bodies) < MANY else None, user_api="openmp")
