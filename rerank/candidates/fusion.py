"""Several orders as one, by place: what stands high in many of them stands high."""

from collections.abc import Sequence

import numpy as np

from rerank.candidates.purchases import Scores
from rerank.candidates.worth import first_places

# Reciprocal-rank fusion's usual constant: the first place is worth about twice the sixtieth.
SOFTNESS = 60.0
# Farther down an order says nothing.
FARTHEST = 500


def fused(orders: Sequence[Scores], *, above: float = 0.0) -> Scores:
    """What an order has no score for, which is one above `above`, takes no place in it."""
    found = np.zeros_like(orders[0])
    rows = np.arange(len(found))[:, np.newaxis]
    for scores in orders:
        first = first_places(scores, FARTHEST)
        worth = 1.0 / (SOFTNESS + 1.0 + np.arange(first.shape[1], dtype=np.float32))
        found[rows, first] += np.where(np.take_along_axis(scores, first, axis=1) > above, worth, np.float32(0.0))
    return found
