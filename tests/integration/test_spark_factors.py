"""Spark's factorization stands in for our own: what it foretells is as good."""

from typing import Any

import numpy as np
import pytest
from scipy import sparse

from rerank.candidates.als import AlternatingLeastSquares, Factorizer
from rerank.candidates.purchases import Flags

PEOPLE, THINGS, TASTES, BOUGHT = 120, 60, 4, 9
TERMS = AlternatingLeastSquares(size=12, regularization=1.0, confidence=10.0, rounds=8)
FIRST = 5


def crowd() -> tuple[sparse.csr_array, Flags]:
    """Everybody likes a quarter of the things; what they bought of it, and one thing more that is to be foretold."""
    dice = np.random.default_rng(11)
    bought, kept_back = np.zeros((PEOPLE, THINGS), np.float32), np.zeros((PEOPLE, THINGS), bool)
    for person in range(PEOPLE):
        liked = np.arange(person % TASTES, THINGS, TASTES)
        *known, last = dice.choice(liked, BOUGHT, replace=False)
        bought[person, known] = 1.0
        bought[person, dice.integers(THINGS)] = 1.0
        kept_back[person, last] = True
        bought[person, last] = 0.0
    return sparse.csr_array(bought), kept_back


def foretold(factorizer: Factorizer) -> float:
    """The share of people whose next thing is among the first few they do not have yet."""
    bought, kept_back = crowd()
    factors = factorizer.factors(bought)
    scores = np.where(bought.toarray() > 0, -np.inf, factors.customers @ factors.items.T)
    first = np.argsort(-scores, axis=1)[:, :FIRST]
    return float(np.take_along_axis(kept_back, first, axis=1).any(axis=1).mean())


@pytest.fixture(scope="module")
def cluster(spark: Any) -> Factorizer:
    from rerank.candidates.spark_als import SparkFactorizer  # noqa: PLC0415 - imports Spark

    return SparkFactorizer(spark=spark, terms=TERMS)


def test_spark_foretells_as_well_as_we_do(cluster: Factorizer) -> None:
    ours, theirs = foretold(TERMS), foretold(cluster)
    by_chance = FIRST / (THINGS - BOUGHT)
    assert ours > 4 * by_chance
    assert theirs == pytest.approx(ours, abs=0.08)


def test_who_bought_nothing_is_nowhere_for_both(cluster: Factorizer) -> None:
    bought = sparse.csr_array(np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]], np.float32))
    for factorizer in (TERMS, cluster):
        factors = factorizer.factors(bought)
        assert factors.customers.shape == (3, TERMS.size)
        assert np.allclose(factors.customers[1], 0.0, atol=1e-6)
        assert np.allclose(factors.items[2], 0.0, atol=1e-6)
