"""From the chance of needing more than each size to the chance of each size, and to the one that is advised."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Chances = NDArray[np.float64]

# As many wear smaller as larger ones: of all single answers the one that is fewest sizes off.
HALF = 0.5


def chances(beyond: NDArray[np.floating]) -> Chances:
    """`beyond[:, k]` is the chance of needing more than size k. What needs more than L needs more than M, too."""
    falling = np.minimum.accumulate(np.asarray(beyond, np.float64), axis=1)
    ones, zeros = np.ones((len(falling), 1)), np.zeros((len(falling), 1))
    padded = np.hstack([ones, falling, zeros])
    of_sizes: Chances = padded[:, :-1] - padded[:, 1:]
    return of_sizes


def advised(of_sizes: Chances, cuts: Sequence[float] = ()) -> NDArray[np.int64]:
    """One size more for each cut in a row whose chance of needing more is above it; without cuts the median.

    It moves with a body's weight in one direction only, as the chances of needing more do; the likeliest size need not.
    """
    beyond = 1 - np.cumsum(of_sizes, axis=1)[:, :-1]
    above = beyond > (np.asarray(cuts) if len(cuts) else HALF) + 1e-9
    places: NDArray[np.int64] = np.cumprod(above, axis=1).sum(axis=1).astype(np.int64)
    return places
