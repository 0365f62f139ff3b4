"""Past baskets to learn from: last baskets taken away one round after another, with what was known before each."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from rerank.candidates.features import FeatureMaker, Table
from rerank.candidates.purchases import Occasions, Purchases, Split, Whole, last_baskets_apart

# Rounds are gone back until so many occasions are found; where customers are few, farther.
ENOUGH_OCCASIONS = 3_000
MOST_ROUNDS = 8
MOST_OCCASIONS = 2_000
FEWEST_BASKETS = 3
CELLS_AT_ONCE = 3_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    table: Table
    customer: Whole
    bought: sparse.csr_array


def rounds(purchases: Purchases) -> Iterator[Split]:
    """Where nobody has enough baskets for one that resembles what will be asked, shorter histories have to do."""
    history, found = purchases, 0
    counts = np.bincount(purchases.basket_customer, minlength=purchases.customers)
    fewest = FEWEST_BASKETS if (counts >= FEWEST_BASKETS).any() else FEWEST_BASKETS - 1
    for _ in range(MOST_ROUNDS):
        split = last_baskets_apart(history, fewest=fewest)
        if not len(split.occasions):
            return
        yield split
        found += min(len(split.occasions), MOST_OCCASIONS)
        if found >= ENOUGH_OCCASIONS:
            return
        history = split.history


def lessons_of(split: Split, maker: FeatureMaker) -> Iterator[Lesson]:
    asked, bought = split.occasions, split.bought
    if len(asked) > MOST_OCCASIONS:
        drawn = np.sort(np.random.default_rng(0).choice(len(asked), MOST_OCCASIONS, replace=False))
        asked, bought = asked.part(drawn), bought[drawn]
    for part in parts(asked, split.history.items):
        now = asked.part(part)
        yield Lesson(table=maker.table(now, maker.told(now)), customer=now.customer, bought=bought[part])


def parts(asked: Occasions, items: int) -> Iterator[slice]:
    """As many occasions at once as memory has room for."""
    size = max(16, CELLS_AT_ONCE // max(items, 1))
    for start in range(0, len(asked), size):
        yield slice(start, min(start + size, len(asked)))
