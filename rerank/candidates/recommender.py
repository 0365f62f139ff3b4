"""The product's own recommendation: all methods, blended and chosen by what past baskets turned out to hold."""

from collections.abc import Callable, Mapping

import numpy as np

from rerank.candidates.als import Factorizer
from rerank.candidates.blend import FOLDS, Blend
from rerank.candidates.choice import Choice, chosen
from rerank.candidates.features import FeatureMaker
from rerank.candidates.lessons import MOST_ROUNDS, Lesson, lessons_of, rounds
from rerank.candidates.method import Method
from rerank.candidates.methods import fit_methods
from rerank.candidates.purchases import Occasions, Purchases, Scores

# With fewer things bought to learn from, trees would learn them by heart.
FEWEST_BOUGHT = 50
# To be told of: the rounds, the trees, the choice, and the methods once more for all purchases.
STEPS = MOST_ROUNDS + 3

Advance = Callable[[int], None]


class Recommender:
    """Past last baskets teach what to go by; `methods`, fitted to all purchases, then tell what they know."""

    def __init__(
        self,
        purchases: Purchases,
        *,
        vectors: Scores | None = None,
        factorizer: Factorizer | None = None,
        advance: Advance = lambda _: None,
    ) -> None:
        lessons: list[Lesson] = []
        left = MOST_ROUNDS
        for split in rounds(purchases):
            fitted = fit_methods(split.history, vectors=vectors, factorizer=factorizer)
            lessons += lessons_of(split, FeatureMaker(split.history, fitted))
            del fitted
            left -= 1
            advance(1)
        advance(left)
        self._blend = Blend(lessons) if _are_enough(lessons) else None
        advance(1)
        self.occasions = sum(len(lesson.customer) for lesson in lessons)
        self.choice: Choice = chosen(
            lessons, [self._blend.unseen(lesson) if self._blend else None for lesson in lessons]
        )
        del lessons
        advance(1)
        self.methods: Mapping[str, Method] = fit_methods(purchases, vectors=vectors, factorizer=factorizer)
        self._maker = FeatureMaker(purchases, self.methods)
        advance(1)

    @property
    def learned(self) -> bool:
        """False where there were too few baskets to learn trees from: the best of the methods has to do."""
        return self._blend is not None

    def scores(self, asked: Occasions) -> Scores:
        return self.ordered(asked, self._maker.told(asked))

    def told(self, asked: Occasions) -> Mapping[str, Scores]:
        """What each method says by itself."""
        return self._maker.told(asked)

    def ordered(self, asked: Occasions, told: Mapping[str, Scores]) -> Scores:
        """What is no candidate comes last, by what sells."""
        table = self._maker.table(asked, told)
        trees = self._blend.scores(table) if self._blend else np.zeros(len(table.item), np.float32)
        sold = told["popularity"]
        found: Scores = sold - (sold.max(initial=0.0) + np.float32(sold.shape[1]))
        found[table.occasion, table.item] = self.choice.scores(table, trees)
        return found


def _are_enough(lessons: list[Lesson]) -> bool:
    """Each third of the customers must leave something to learn from."""
    customers = {int(customer) for lesson in lessons for customer in lesson.customer}
    return sum(lesson.bought.nnz for lesson in lessons) >= FEWEST_BOUGHT and len(customers) >= 2 * FOLDS
