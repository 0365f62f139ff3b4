"""Learns from past occasions what the methods' scores and a customer's habits are worth together."""

from collections.abc import Sequence

import numpy as np
import xgboost

from rerank.candidates.features import Table
from rerank.candidates.lessons import Lesson
from rerank.candidates.purchases import Flags, Real, Scores, Whole
from rerank.candidates.threads import THREADS
from rerank.candidates.worth import counts

# Of candidates that were neither bought nor known, about so many are looked at and count for the others.
ENOUGH_NEW = 200_000
FOLDS = 3
TREES = 200
ROWS_WORTH_THREADS = 100_000
PARAMETERS = {
    "objective": "binary:logistic",
    # Said outright: where next to nothing was bought, there is nothing to reckon it from.
    "base_score": 0.1,
    "tree_method": "hist",
    "eta": 0.06,
    "max_depth": 6,
    "min_child_weight": 20.0,
    "reg_lambda": 5.0,
    "colsample_bynode": 0.3,
}


class Blend:
    """The chance that a candidate is bought, by boosted trees: the mean of three, each of which never saw a third.

    Customers are dealt into thirds, so that of every occasion that was learned from one can say what it would have
    been told by trees to which its customer is a stranger.
    """

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        share = _share_of_new(lessons)
        self._trees = [_learned(lessons, without=fold, share=share) for fold in range(FOLDS)]

    def scores(self, table: Table) -> Scores:
        if not len(table.item):
            return np.zeros(0, np.float32)
        found: Scores = np.mean([_told(trees, table.values) for trees in self._trees], axis=0).astype(np.float32)
        return found

    def unseen(self, lesson: Lesson) -> Scores:
        folds = _folds(lesson.customer)[lesson.table.occasion]
        found = np.zeros(len(folds), np.float32)
        for fold, trees in enumerate(self._trees):
            found[folds == fold] = _told(trees, lesson.table.values[folds == fold])
        return found


def _told(trees: xgboost.Booster, values: Scores) -> Scores:
    if not len(values):
        return np.zeros(0, np.float32)
    found: Scores = trees.inplace_predict(values, predict_type="margin")
    return found


def _learned(lessons: Sequence[Lesson], *, without: int, share: float) -> xgboost.Booster:
    parts = [_sampled(lesson, _folds(lesson.customer) != without, share) for lesson in lessons]
    values, labels, weights = (np.concatenate(part) for part in zip(*parts, strict=True))
    threads = THREADS if len(values) >= ROWS_WORTH_THREADS else 1
    rows = xgboost.QuantileDMatrix(values, labels, weight=weights, nthread=threads)
    return xgboost.train({**PARAMETERS, "seed": without, "nthread": threads}, rows, TREES)


def _folds(customer: Whole) -> Whole:
    """Scattered, so that no fold is of the customers who came first."""
    return (customer * 2_654_435_761 % 2**32 // 65_536) % FOLDS


def _share_of_new(lessons: Sequence[Lesson]) -> float:
    new = sum(int((~lesson.table.own).sum()) for lesson in lessons)
    return min(1.0, ENOUGH_NEW / max(new, 1))


def _sampled(lesson: Lesson, occasions: Flags, share: float) -> tuple[Scores, Flags, Real]:
    """Occasions weigh the less the more was bought: a good list for a small basket is worth as much."""
    table = lesson.table
    labels = table.labels(lesson.bought)
    sure = labels | table.own
    kept = occasions[table.occasion] & (sure | (np.random.default_rng(0).random(len(labels)) < share))
    weights = np.where(sure, 1.0, 1.0 / share) / np.sqrt(1.0 + counts(lesson.bought)[table.occasion])
    return table.values[kept], labels[kept], weights[kept]
