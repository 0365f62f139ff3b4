"""Several orders as one, by place: what stands high in many of them stands high."""

from collections.abc import Sequence

import numpy as np

from rerank.candidates.purchases import Scores

# Reciprocal-rank fusion's usual constant: the first place is worth about twice the sixtieth.
SOFTNESS = 60.0


def fused(orders: Sequence[Scores]) -> Scores:
    """What an order has no score for takes no place in it."""
    found = np.zeros_like(orders[0])
    for scores in orders:
        places = np.empty_like(scores)
        order = np.argsort(-scores, axis=1, kind="stable")
        np.put_along_axis(places, order, np.arange(scores.shape[1], dtype=np.float32)[np.newaxis, :], axis=1)
        found += np.where(scores > 0, 1.0 / (SOFTNESS + 1.0 + places), 0.0)
    return found
