"""What a customer has bought most often, and for the rest of the list what everybody buys."""

import numpy as np

from rerank.candidates.past import past_of
from rerank.candidates.popularity import Popularity
from rerank.candidates.purchases import Occasions, Purchases, Scores


class PersonalTop:
    """With `half_life_days` recent purchases count more; without, all the same."""

    def __init__(self, purchases: Purchases, *, half_life_days: float | None = None) -> None:
        self._purchases = purchases
        buyers = Popularity(purchases).buyers
        self._tail = buyers / max(float(buyers.max(initial=0.0)), 1.0)
        self._half_life_days = half_life_days

    def scores(self, asked: Occasions) -> Scores:
        past = past_of(self._purchases, asked)
        own = past.counted() if self._half_life_days is None else past.recent(self._half_life_days)
        # Whatever was bought at all stands before everything else, however long ago.
        found: Scores = own + (own > 0) + self._tail * np.float32(1e-3)
        return found
