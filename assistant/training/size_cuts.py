"""From which chance on the next larger size is advised: found on records that the trees had not seen."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from shop.sizes.distribution import HALF, Chances, advised

# One size off is worth a third of the right one: sleeves can be rolled up.
WORTH_OF_NEIGHBOR = 1 / 3
# With fewer records, chance finds cuts of its own.
FEWEST_RECORDS = 5000
ROUNDS = 3
TRIED = tuple(round(0.3 + 0.02 * step, 2) for step in range(21))


def best_cuts(of_sizes: Chances, ranks: NDArray[np.int64]) -> tuple[float, ...]:
    """One for each step from a size to the next, improved one after the other as long as that helps."""
    cuts = [HALF] * (of_sizes.shape[1] - 1)
    if len(ranks) < FEWEST_RECORDS:
        return tuple(cuts)
    best = _worth(of_sizes, ranks, cuts)
    for _ in range(ROUNDS):
        before = best
        for tried in _variations(cuts):
            worth = _worth(of_sizes, ranks, tried)
            if worth > best + 1e-6:
                best, cuts[:] = worth, tried
        if best == before:
            break
    return tuple(cuts)


def _variations(cuts: list[float]) -> Iterator[list[float]]:
    for place in range(len(cuts)):
        for value in TRIED:
            yield [*cuts[:place], value, *cuts[place + 1 :]]


def _worth(of_sizes: Chances, ranks: NDArray[np.int64], cuts: list[float]) -> float:
    off = np.abs(advised(of_sizes, cuts) - ranks)
    return float((off == 0).mean() + WORTH_OF_NEIGHBOR * (off == 1).mean())
