"""How far down a list shoppers look: the known curve that what is learned of clicks has to see through."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """The chance that a position is looked at is `position ** -steepness`. `again` is what is left of the interest in
    a kind of thing with each one of its kind that stood further ahead in the list."""

    steepness: float = 0.7
    again: float = 0.6

    def of(self, positions: int) -> Real:
        """From the first position on."""
        looked: Real = np.arange(1, positions + 1, dtype=float) ** -self.steepness
        return looked

    def interest(self, kinds: NDArray[np.int64]) -> Real:
        """What a list's places are worth, given the kind that stands on each."""
        earlier = np.array([int(np.count_nonzero(kinds[:place] == kind)) for place, kind in enumerate(kinds)], float)
        left: Real = self.of(len(kinds)) * self.again**earlier
        return left
