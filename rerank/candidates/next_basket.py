"""What follows what: a ridge regression from what was bought before to the next basket, learned from every basket."""

import numpy as np
from scipy import sparse

from rerank.candidates.method import foremost, spread
from rerank.candidates.past import baskets_since, past_of
from rerank.candidates.purchases import Occasions, Purchases, Scores, Whole
from rerank.candidates.threads import algebra

# As many equations as things: the time that they take grows with the cube.
MOST_FOLLOWED = 4_000
# Histories are far longer than what was bought: beyond so many lines, some customers' teach as much as all.
MOST_LINES = 1_500_000


class NextBasket:
    """One table of items by items: its diagonal is how surely a thing is bought again, the rest what leads to what.

    `damped` takes the root of how much was bought before. Each customer weighs as the root of their baskets.
    """

    def __init__(
        self,
        purchases: Purchases,
        *,
        fading: float = 0.9,
        ridge: float = 400.0,
        damped: bool = False,
        most: int = MOST_FOLLOWED,
        most_lines: int = MOST_LINES,
    ) -> None:
        self._purchases, self._fading, self._damped = purchases, fading, damped
        self._among = foremost(purchases, most)
        learned = _some_customers(purchases, most_lines)
        later = np.flatnonzero(basket_places(learned) > 0)
        before = histories(learned, fading)[later][:, self._among]
        before.data = self._weighed(before.data)
        followed = learned.by_basket()[later][:, self._among]
        self.table = _ridge(before, followed, weights=_weights(learned, later), ridge=ridge)

    def scores(self, asked: Occasions) -> Scores:
        own = past_of(self._purchases, asked).faded(self._fading)[:, self._among]
        profile = sparse.csr_array(self._weighed(own))
        return spread(np.asarray(profile @ self.table), self._among, self._purchases.items)

    def _weighed(self, bought: Scores) -> Scores:
        return np.sqrt(bought) if self._damped else bought


def _some_customers(purchases: Purchases, most_lines: int) -> Purchases:
    lines = len(purchases.line_item)
    if lines <= most_lines:
        return purchases
    kept = np.random.default_rng(0).random(purchases.customers) < most_lines / lines
    return purchases.without(np.flatnonzero(~kept[purchases.basket_customer]))


def basket_places(purchases: Purchases) -> Whole:
    """Of each basket, how many the same customer bought earlier."""
    counts = np.bincount(purchases.basket_customer, minlength=purchases.customers)
    places: Whole = counts[purchases.basket_customer] - 1 - baskets_since(purchases)
    return places


def histories(purchases: Purchases, fading: float) -> sparse.csr_array:
    """Before each basket, what its customer had bought, each basket counting so much of the one after it."""
    baskets = purchases.by_basket()
    places = basket_places(purchases)
    found, carried = sparse.csr_array(baskets.shape, dtype=np.float32), baskets
    for _ in range(min(int(places.max(initial=0)), FARTHEST_BACK)):
        carried = _one_later(carried, places)
        found, carried = sparse.csr_array(found + carried), sparse.csr_array(carried * np.float32(fading))
    return found


# Older baskets than this have faded away, and each step costs time.
FARTHEST_BACK = 40


def _one_later(rows: sparse.csr_array, places: Whole) -> sparse.csr_array:
    """Each basket's row, moved to the customer's next basket."""
    to = np.flatnonzero(places > 0)
    moves = sparse.coo_array((np.ones(len(to), np.float32), (to, to - 1)), shape=(len(places), len(places)))
    return sparse.csr_array(sparse.csr_array(moves) @ rows)


def _weights(purchases: Purchases, baskets: Whole) -> Scores:
    counts = np.bincount(purchases.basket_customer, minlength=purchases.customers)
    weights: Scores = (1.0 / np.sqrt(counts[purchases.basket_customer[baskets]])).astype(np.float32)
    return weights


def _ridge(before: sparse.csr_array, followed: sparse.csr_array, *, weights: Scores, ridge: float) -> Scores:
    weighed = sparse.csr_array(sparse.csr_array(sparse.diags_array(weights) @ before).T)
    square = (weighed @ before).toarray().astype(np.float32)
    square[np.diag_indices_from(square)] += ridge
    with algebra(len(square)):
        table: Scores = np.linalg.solve(square, (weighed @ followed).toarray().astype(np.float32))
    return table
