"""How far a mean over queries can be trusted: 95 % intervals by resampling the queries, the same ones each run."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 10_000
# Drawn in pieces, so that many queries need little memory.
AT_ONCE = 500
SEED = 20
TAIL_PERCENT = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    mean: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        return self.low > 0 or self.high < 0


def mean_interval(values: Sequence[float]) -> Interval | None:
    """None if there is nothing to take the mean of."""
    if not values:
        return None
    means = _resampled_means(np.asarray(values, float))
    low, high = np.percentile(means, [TAIL_PERCENT, 100 - TAIL_PERCENT])
    return Interval(mean=float(np.mean(values)), low=float(low), high=float(high))


def difference_interval(values: Sequence[float], others: Sequence[float]) -> Interval | None:
    """Of `values` over `others`, query by query: the same queries are easy for both."""
    return mean_interval([value - other for value, other in zip(values, others, strict=True)])


def _resampled_means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    dice = np.random.default_rng(SEED)
    pieces = [
        values[dice.integers(len(values), size=(AT_ONCE, len(values)))].mean(axis=1)
        for _ in range(RESAMPLES // AT_ONCE)
    ]
    return np.concatenate(pieces)
