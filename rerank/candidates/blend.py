"""Learns from past occasions what the methods' scores and a customer's habits are worth together."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from rerank.candidates.features import Table
from rerank.candidates.purchases import Flags, Real, Scores

# Of candidates that were neither bought nor known, so many are looked at and count for the others.
KEPT_OF_NEW = 0.25
SEEDS = (1, 2)
# Threads that wait for one another by spinning are slower by far where others want the cores too.
THREADS = max(1, (os.cpu_count() or 2) // 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    table: Table
    bought: sparse.csr_array


class Blend:
    """The chance that a candidate is bought, by boosted trees: the mean of two that differ by their dice."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        parts = [_sampled(lesson) for lesson in lessons]
        values, labels, weights = (np.concatenate(part) for part in zip(*parts, strict=True))
        with threadpool_limits(THREADS, user_api="openmp"):
            self._trees = [_trees(seed).fit(values, labels, sample_weight=weights) for seed in SEEDS]

    def scores(self, table: Table) -> Scores:
        if not len(table.item):
            return np.zeros(0, np.float32)
        with threadpool_limits(THREADS, user_api="openmp"):
            told = [trees.decision_function(table.values) for trees in self._trees]
        found: Scores = np.mean(told, axis=0).astype(np.float32)
        return found


def _trees(seed: int) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        learning_rate=0.06,
        max_iter=200,
        max_leaf_nodes=31,
        min_samples_leaf=200,
        l2_regularization=5.0,
        max_features=0.3,
        early_stopping=False,
        random_state=seed,
    )


def _sampled(lesson: Lesson) -> tuple[Scores, Flags, Real]:
    """Occasions weigh the less the more was bought: a good list for a small basket is worth as much."""
    table = lesson.table
    labels = table.labels(lesson.bought)
    sure = labels | table.own
    kept = sure | (np.random.default_rng(0).random(len(labels)) < KEPT_OF_NEW)
    weights = np.where(sure, 1.0, 1.0 / KEPT_OF_NEW) / np.sqrt(1.0 + np.diff(lesson.bought.indptr)[table.occasion])
    return table.values[kept], labels[kept], weights[kept]
