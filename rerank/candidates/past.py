"""What an occasion's customer bought before it, as lines to be weighed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rerank.candidates.purchases import Occasions, Purchases, Real, Scores, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """`back` counts the customer's baskets since: 0 is the latest. `age_days` is never below 0."""

    rows: int
    items: int
    row: Whole
    item: Whole
    age_days: Real
    back: Whole

    def summed(self, weights: NDArray[np.floating]) -> Scores:
        """A row for each occasion, a column for each item."""
        places = self.row * self.items + self.item
        added = np.bincount(places, weights=weights, minlength=self.rows * self.items)
        return added.reshape(self.rows, self.items).astype(np.float32)

    def counted(self) -> Scores:
        return self.summed(np.ones(len(self.row)))

    def recent(self, half_life_days: float) -> Scores:
        return self.summed(0.5 ** (self.age_days / half_life_days))

    def faded(self, fading: float) -> Scores:
        """Each basket counts so much of the one after it."""
        return self.summed(fading**self.back)

    def least(self, values: Real) -> Scores:
        """The smallest of each item; infinite where it was never bought."""
        found = np.full((self.rows, self.items), np.inf)
        np.minimum.at(found, (self.row, self.item), values)
        return found.astype(np.float32)


def past_of(purchases: Purchases, asked: Occasions) -> Past:
    owners = purchases.line_customer
    starts = np.searchsorted(owners, asked.customer, side="left")
    counts = np.searchsorted(owners, asked.customer, side="right") - starts
    row = np.repeat(np.arange(len(asked)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    lines = np.repeat(starts, counts) + within
    return Past(
        rows=len(asked),
        items=purchases.items,
        row=row,
        item=purchases.line_item[lines],
        age_days=np.maximum(asked.day[row] - purchases.line_day[lines], 0.0),
        back=baskets_since(purchases)[purchases.line_basket[lines]],
    )


def baskets_since(purchases: Purchases) -> Whole:
    """Of each basket, how many the same customer bought later."""
    counts = np.bincount(purchases.basket_customer, minlength=purchases.customers)
    ends = np.cumsum(counts)
    last: Whole = ends[purchases.basket_customer] - 1 - np.arange(len(purchases.basket_day))
    return last


def faded_profiles(purchases: Purchases, fading: float) -> sparse.csr_array:
    """Every customer's purchases of all time, each basket counting so much of the one after it."""
    weights = (fading ** baskets_since(purchases)[purchases.line_basket]).astype(np.float32)
    shape = (purchases.customers, purchases.items)
    return sparse.csr_array(
        sparse.coo_array((weights, (purchases.line_customer, purchases.line_item)), shape=shape),
    )
