"""What shown lists turned out to be worth: the table a model of the order is learned from, and judged by."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rerank.features.feature import Values

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """Rows stand by list (`list_of` counts lists from 0) and within it by position.

    Each list has one of `at` (days since 1970, with their fraction), `surface`, `channel` and `person`: whoever it was
    shown to as far as that is known, else the visit. All else is told row by row.

    `gain` is 0 for what was passed over, then 1 clicked, 2 put into the cart, 3 bought. `propensity` is the chance the
    product had of standing there; what explored is told by `explored`, and is no label of the order itself.

    `strangers` are the persons that nothing vouches for: no order of the shop's own, and no life here but of late.
    `family` is whose goods a product is one of, where that is known.
    """

    features: tuple[str, ...]
    values: Values
    list_of: Whole
    position: Whole
    gain: Values
    propensity: Values
    explored: NDArray[np.bool_]
    at: Real
    surface: tuple[str, ...]
    channel: tuple[str, ...]
    person: tuple[str, ...]
    product_id: tuple[str, ...]
    strangers: frozenset[str] = frozenset()
    family: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many lists."""
        return len(self.at)
