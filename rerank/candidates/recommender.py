"""The product's own recommendation: all methods, blended by what past baskets turned out to hold."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from rerank.candidates.als import Factorizer
from rerank.candidates.blend import Blend, Lesson
from rerank.candidates.features import FeatureMaker
from rerank.candidates.fusion import fused
from rerank.candidates.method import Method
from rerank.candidates.methods import COLLABORATIVE, fit_methods
from rerank.candidates.purchases import Occasions, Purchases, Scores, Split, last_baskets_apart

ROUNDS_BACK = 3
# With fewer baskets to learn from, trees would learn them by heart.
FEWEST_OCCASIONS = 50
MOST_OCCASIONS = 3_000
FEWEST_BASKETS = 3
CELLS_AT_ONCE = 3_000_000

Advance = Callable[[int], None]


class Recommender:
    """`methods` are fitted to all purchases; the blend learns from last baskets taken away, one round after another."""

    def __init__(
        self,
        purchases: Purchases,
        *,
        vectors: Scores | None = None,
        factorizer: Factorizer | None = None,
        advance: Advance = lambda _: None,
    ) -> None:
        self.methods: Mapping[str, Method] = fit_methods(purchases, vectors=vectors, factorizer=factorizer)
        advance(1)
        self._maker = FeatureMaker(purchases, self.methods)
        lessons: list[Lesson] = []
        for split in _rounds(purchases):
            fitted = fit_methods(split.history, vectors=vectors, factorizer=factorizer)
            lessons += _lessons(split, FeatureMaker(split.history, fitted))
            advance(1)
        self._blend = Blend(lessons) if lessons else None
        advance(STEPS - 1 - ROUNDS_BACK)

    @property
    def learned(self) -> bool:
        """False where there were too few baskets to learn from: the methods are fused by rank instead."""
        return self._blend is not None

    def scores(self, asked: Occasions) -> Scores:
        """What is no candidate comes last, by what sells."""
        if self._blend is None:
            names = ("popular_14_days", *COLLABORATIVE)
            return fused([self.methods[name].scores(asked) for name in names])
        table = self._maker.table(asked)
        sold = self.methods["popularity"].scores(asked)
        found: Scores = sold / np.maximum(sold.max(initial=0.0), np.float32(1.0)) - np.float32(BEHIND)
        found[table.occasion, table.item] = self._blend.scores(table)
        return found


STEPS = ROUNDS_BACK + 2
# Below every logarithm of odds that trees come to.
BEHIND = 1_000.0


def parts(asked: Occasions, items: int) -> Iterator[slice]:
    """As many occasions at once as memory has room for."""
    size = max(16, CELLS_AT_ONCE // max(items, 1))
    for start in range(0, len(asked), size):
        yield slice(start, min(start + size, len(asked)))


def _rounds(purchases: Purchases) -> Iterator[Split]:
    history = purchases
    for _ in range(ROUNDS_BACK):
        split = last_baskets_apart(history, fewest=FEWEST_BASKETS)
        if len(split.occasions) < FEWEST_OCCASIONS:
            return
        yield split
        history = split.history


def _lessons(split: Split, maker: FeatureMaker) -> Iterator[Lesson]:
    asked, bought = split.occasions, split.bought
    if len(asked) > MOST_OCCASIONS:
        drawn = np.sort(np.random.default_rng(0).choice(len(asked), MOST_OCCASIONS, replace=False))
        asked, bought = asked.part(drawn), bought[drawn]
    for part in parts(asked, split.history.items):
        yield Lesson(table=maker.table(asked.part(part)), bought=bought[part])
