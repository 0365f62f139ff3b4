"""What customers with a like history buy: histories are compared basket by basket, the latest counting most."""

import numpy as np
from scipy import sparse

from rerank.candidates.method import unit_rows
from rerank.candidates.past import faded_profiles
from rerank.candidates.purchases import Occasions, Purchases, Scores


class LikeCustomers:
    """The nearest customers' histories, each as it is near; the asking customer is none of them."""

    def __init__(self, purchases: Purchases, *, nearest: int = 150, fading: float = 0.9) -> None:
        self._profiles = unit_rows(faded_profiles(purchases, fading))
        self._nearest = nearest

    def scores(self, asked: Occasions) -> Scores:
        near = (self._profiles[asked.customer] @ self._profiles.T).toarray()
        near[np.arange(len(asked)), asked.customer] = 0.0
        if self._nearest < near.shape[1]:
            least = -np.partition(-near, self._nearest, axis=1)[:, [self._nearest]]
            near[near <= least] = 0.0
        near /= np.maximum(near.sum(axis=1, keepdims=True), 1e-9)
        found: Scores = (sparse.csr_array(near) @ self._profiles).toarray().astype(np.float32)
        return found
