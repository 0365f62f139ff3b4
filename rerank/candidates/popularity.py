"""What everybody buys: of all time, or lately as of the day of asking, with never a purchase of that day or later."""

import numpy as np
from scipy import sparse

from rerank.candidates.purchases import Occasions, Purchases, Scores


class Popularity:
    """Of how many customers, so that one who buys it every week makes nothing popular."""

    def __init__(self, purchases: Purchases) -> None:
        self.buyers = np.bincount(purchases.by_customer().indices, minlength=purchases.items).astype(np.float32)

    def scores(self, asked: Occasions) -> Scores:
        return np.tile(self.buyers, (len(asked), 1))


class RecentPopularity:
    """A purchase counts half after `half_life_days`. Season and fashion are in it, and what is no longer sold fades."""

    def __init__(self, purchases: Purchases, *, half_life_days: float) -> None:
        days = np.floor(purchases.line_day).astype(np.int64)
        self._days, day = np.unique(days, return_inverse=True)
        ones = np.ones(len(day), np.float32)
        shape = (len(self._days), purchases.items)
        self._daily = sparse.csr_array(sparse.coo_array((ones, (day, purchases.line_item)), shape=shape))
        self._half_life_days = half_life_days

    def scores(self, asked: Occasions) -> Scores:
        """Occasions of one day share their row's reckoning."""
        days, which = np.unique(np.floor(asked.day), return_inverse=True)
        age = days[:, np.newaxis] - self._days[np.newaxis, :]
        weights = np.where(age > 0, 0.5 ** (np.maximum(age, 0) / self._half_life_days), 0.0).astype(np.float32)
        found: Scores = (self._daily.T @ weights.T).T[which]
        return found
