"""Things that stand in the same baskets, or with the same customers, as what was bought before."""

import numpy as np
from scipy import sparse

from rerank.candidates.method import foremost, spread
from rerank.candidates.past import past_of
from rerank.candidates.purchases import Occasions, Purchases, Scores


class ItemNeighbours:
    """Likeness is the cosine, `shrinkage` added to its denominator: few sightings prove little.

    Together means in one basket, or with `by_customer` by one customer at any time. Without a half-life a thing bought
    counts once.
    """

    def __init__(
        self,
        purchases: Purchases,
        *,
        by_customer: bool = False,
        shrinkage: float = 10.0,
        half_life_days: float | None = 60.0,
    ) -> None:
        self._purchases = purchases
        self._half_life_days = half_life_days
        self._among = foremost(purchases)
        seen = purchases.by_customer() if by_customer else purchases.by_basket()
        self.likeness = likenesses(seen[:, self._among], shrinkage=shrinkage)

    def scores(self, asked: Occasions) -> Scores:
        past = past_of(self._purchases, asked)
        own = (past.counted() > 0) if self._half_life_days is None else past.recent(self._half_life_days)
        profile = sparse.csr_array(own[:, self._among].astype(np.float32))
        return spread(np.asarray(profile @ self.likeness), self._among, self._purchases.items)


def likenesses(seen: sparse.csr_array, *, shrinkage: float) -> Scores:
    """Of columns that are seen in the same rows; nothing is like itself."""
    present = sparse.csr_array((np.ones_like(seen.data), seen.indices, seen.indptr), shape=seen.shape)
    together = (present.T @ present).toarray()
    lengths = np.sqrt(np.maximum(np.diag(together), 1.0))
    found: Scores = (together / (np.outer(lengths, lengths) + shrinkage)).astype(np.float32)
    np.fill_diagonal(found, 0.0)
    return found
