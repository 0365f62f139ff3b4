"""Who bought what, when: baskets as plain arrays, and the split of each customer's last basket from those before it."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Scores = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchases:
    """Baskets stand by customer, each customer's in the order they were bought; a thing is once in a basket.

    `days` is when a basket was bought, in days since any fixed moment. Customers and items are numbers from 0.
    """

    customers: int
    items: int
    basket_customer: Whole
    basket_day: Real
    line_basket: Whole
    line_item: Whole

    @property
    def line_customer(self) -> Whole:
        return self.basket_customer[self.line_basket]

    @property
    def line_day(self) -> Real:
        return self.basket_day[self.line_basket]

    def by_customer(self) -> sparse.csr_array:
        """In how many baskets of a customer an item is."""
        shape = (self.customers, self.items)
        return _counted(self.line_customer, self.line_item, shape)

    def by_basket(self) -> sparse.csr_array:
        return _counted(self.line_basket, self.line_item, (len(self.basket_day), self.items))

    def without(self, baskets: Whole) -> Self:
        """Customers and items keep their numbers, though some may have nothing left."""
        kept = np.ones(len(self.basket_day), bool)
        kept[baskets] = False
        renumbered = np.cumsum(kept) - 1
        lines = kept[self.line_basket]
        return type(self)(
            customers=self.customers,
            items=self.items,
            basket_customer=self.basket_customer[kept],
            basket_day=self.basket_day[kept],
            line_basket=renumbered[self.line_basket[lines]],
            line_item=self.line_item[lines],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasions:
    """Customers who are about to buy, and the day they do."""

    customer: Whole
    day: Real

    def __len__(self) -> int:
        return len(self.customer)

    def part(self, rows: slice | Whole) -> "Occasions":
        return Occasions(customer=self.customer[rows], day=self.day[rows])


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """`bought` is what each occasion turned out to be, a row each; nothing of it is in `history`."""

    history: Purchases
    occasions: Occasions
    bought: sparse.csr_array


def last_baskets_apart(purchases: Purchases, *, fewest: int) -> Split:
    """Of customers with at least so many baskets; what no history holds cannot be foretold and is dropped."""
    counts = np.bincount(purchases.basket_customer, minlength=purchases.customers)
    lasts = np.cumsum(counts) - 1
    tested = np.flatnonzero(counts >= fewest)
    history = purchases.without(lasts[tested])
    known = np.bincount(history.line_item, minlength=history.items) > 0
    bought = purchases.by_basket()[lasts[tested]]
    bought = sparse.csr_array(bought * known[np.newaxis, :])
    bought.eliminate_zeros()
    able = np.flatnonzero(np.diff(bought.indptr) > 0)
    days = purchases.basket_day[lasts[tested]]
    return Split(history=history, occasions=Occasions(customer=tested[able], day=days[able]), bought=bought[able])


def _counted(rows: Whole, columns: Whole, shape: tuple[int, int]) -> sparse.csr_array:
    ones = np.ones(len(rows), np.float32)
    return sparse.csr_array(sparse.coo_array((ones, (rows, columns)), shape=shape))
