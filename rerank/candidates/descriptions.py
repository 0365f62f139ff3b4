"""What reads like the things bought before: descriptions as vectors, which a thing nobody bought yet has as well."""

import numpy as np
from scipy import sparse

from rerank.candidates.method import foremost, spread
from rerank.candidates.past import past_of
from rerank.candidates.purchases import Occasions, Purchases, Scores


class AlikeInWords:
    """The cosine of an item's vector to the mean of what was bought, recent purchases counting more."""

    def __init__(self, purchases: Purchases, vectors: Scores, *, half_life_days: float = 60.0) -> None:
        self._purchases = purchases
        self._vectors = vectors
        self._half_life_days = half_life_days

    def scores(self, asked: Occasions) -> Scores:
        own = past_of(self._purchases, asked).recent(self._half_life_days)
        taste = sparse.csr_array(own) @ self._vectors
        taste /= np.maximum(np.linalg.norm(taste, axis=1, keepdims=True), 1e-9)
        found: Scores = taste @ self._vectors.T
        return found


class VariantsInWords:
    """Things whose words are nearly the same as those of something bought: another color, another size."""

    def __init__(self, purchases: Purchases, vectors: Scores, *, nearness: float = 0.6) -> None:
        self._purchases = purchases
        self._among = foremost(purchases)
        known = vectors[self._among]
        near = known @ known.T
        np.fill_diagonal(near, 0.0)
        near[near < nearness] = 0.0
        self._near: Scores = near

    def scores(self, asked: Occasions) -> Scores:
        own = past_of(self._purchases, asked).recent(60.0)[:, self._among]
        return spread(np.asarray(sparse.csr_array(own) @ self._near), self._among, self._purchases.items)
