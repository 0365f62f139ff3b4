"""Tastes and things as vectors, by alternating least squares on implicit feedback (Hu, Koren and Volinsky, 2008)."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import sparse

from rerank.candidates.purchases import Occasions, Purchases, Scores
from rerank.candidates.threads import algebra

ROWS_AT_ONCE = 4_000
# Near enough while both sides still move; and until nothing moves any more.
STEPS = 3
STEPS_TO_THE_END = 24
TINY = np.float32(1e-20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    customers: Scores
    items: Scores


class Factorizer(Protocol):
    """Whoever finds the vectors: this machine, or a cluster."""

    def factors(self, bought: sparse.csr_array) -> Factors:
        """Of customers in rows and items in columns, a cell being how often it was bought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternatingLeastSquares:
    """A purchase weighs `confidence` beside the one of everything that was not bought."""

    size: int = 64
    regularization: float = 10.0
    confidence: float = 1.0
    rounds: int = 6
    seed: int = 1

    def factors(self, bought: sparse.csr_array) -> Factors:
        dice = np.random.default_rng(self.seed)
        by_item = sparse.csr_array(bought.T)
        items: Scores = dice.normal(0, 0.1, (bought.shape[1], self.size)).astype(np.float32)
        customers: Scores = np.zeros((bought.shape[0], self.size), np.float32)
        with algebra(self.size):
            for _ in range(self.rounds):
                customers = self._nearer(customers, bought, items)
                items = self._nearer(items, by_item, customers)
            return Factors(customers=self.folded_in(bought, items), items=items)

    def _nearer(self, before: Scores, bought: sparse.csr_array, others: Scores, *, steps: int = STEPS) -> Scores:
        """So many steps of conjugate gradients from the last round's vectors: many rows at once."""
        every = self._every(others)
        parts = (slice(start, start + ROWS_AT_ONCE) for start in range(0, len(before), ROWS_AT_ONCE))
        return np.concatenate([self._stepped(before[part], bought[part], others, every, steps) for part in parts])

    def _stepped(self, found: Scores, bought: sparse.csr_array, others: Scores, every: Scores, steps: int) -> Scores:
        rows = np.repeat(np.arange(len(found)), np.diff(bought.indptr))
        theirs, weight = others[bought.indices], self.confidence * bought.data

        def applied(vectors: Scores) -> Scores:
            told = weight * np.einsum("ij,ij->i", vectors[rows], theirs)
            product: Scores = vectors @ every + bought_with(told) @ others
            return product

        def bought_with(cells: Scores) -> sparse.csr_array:
            return sparse.csr_array((cells, bought.indices, bought.indptr), shape=bought.shape)

        left = bought_with(1.0 + weight) @ others - applied(found)
        way, size = left, np.einsum("ij,ij->i", left, left)
        for _ in range(steps):
            bent = applied(way)
            length = (size / np.maximum(np.einsum("ij,ij->i", way, bent), TINY))[:, np.newaxis]
            found, left = found + length * way, left - length * bent
            size, before = np.einsum("ij,ij->i", left, left), size
            way = left + (size / np.maximum(before, TINY))[:, np.newaxis] * way
        return found

    def folded_in(self, bought: sparse.csr_array, others: Scores) -> Scores:
        """The vectors that explain each row best, the others' vectors being what they are."""
        nothing = np.zeros((bought.shape[0], self.size), np.float32)
        return self._nearer(nothing, bought, others, steps=STEPS_TO_THE_END)

    def _every(self, others: Scores) -> Scores:
        found: Scores = others.T @ others + self.regularization * np.eye(self.size, dtype=np.float32)
        return found


class CustomerFactors:
    def __init__(self, purchases: Purchases, *, factorizer: Factorizer | None = None) -> None:
        bought = purchases.by_customer()
        bought.data = np.ones_like(bought.data)
        self._factors = (factorizer or AlternatingLeastSquares()).factors(bought)

    def scores(self, asked: Occasions) -> Scores:
        found: Scores = self._factors.customers[asked.customer] @ self._factors.items.T
        return found
