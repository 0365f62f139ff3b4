"""Things that stand in the same baskets, or with the same customers, as what was bought before."""

import numpy as np
from scipy import sparse

from rerank.candidates.method import foremost, spread
from rerank.candidates.past import past_of
from rerank.candidates.purchases import Occasions, Purchases, Scores


class ItemNeighbours:
    """Likeness is the cosine over baskets, `shrinkage` added to its denominator: few sightings prove little."""

    def __init__(self, purchases: Purchases, *, shrinkage: float = 10.0, half_life_days: float = 60.0) -> None:
        self._purchases = purchases
        self._half_life_days = half_life_days
        self._among = foremost(purchases)
        self.likeness = likenesses(purchases.by_basket()[:, self._among], shrinkage=shrinkage)

    def scores(self, asked: Occasions) -> Scores:
        own = past_of(self._purchases, asked).recent(self._half_life_days)
        profile = sparse.csr_array(own[:, self._among])
        return spread(np.asarray(profile @ self.likeness), self._among, self._purchases.items)


class PlainItemNeighbours:
    """The cosine over customers, of every item: no table of items by items is needed for it."""

    def __init__(self, purchases: Purchases) -> None:
        bought = purchases.by_customer()
        bought.data = np.ones_like(bought.data)
        lengths = np.sqrt(np.maximum(np.bincount(bought.indices, minlength=purchases.items), 1))
        self._bought = bought
        self._normed = sparse.csr_array(bought @ sparse.diags_array((1.0 / lengths).astype(np.float32)))
        self._of_item = sparse.csr_array(self._normed.T)

    def scores(self, asked: Occasions) -> Scores:
        """Nothing is like itself."""
        own = self._bought[asked.customer]
        likened = (own @ self._of_item) @ self._normed
        found: Scores = likened.toarray() - own.toarray()
        return found


def likenesses(seen: sparse.csr_array, *, shrinkage: float) -> Scores:
    """Of columns that are seen in the same rows; nothing is like itself."""
    present = sparse.csr_array((np.ones_like(seen.data), seen.indices, seen.indptr), shape=seen.shape)
    together = (present.T @ present).toarray()
    lengths = np.sqrt(np.maximum(np.diag(together), 1.0))
    found: Scores = (together / (np.outer(lengths, lengths) + shrinkage)).astype(np.float32)
    np.fill_diagonal(found, 0.0)
    return found
