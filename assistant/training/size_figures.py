"""How good advice on sizes is: how often right, how often at most one size off, how honest its chances are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shop.sizes.distribution import Chances
from shop.sizes.model import LEAST_CHANCE

BINS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """`accuracy` and `within_one` are of the advised size; `ece` is of the likeliest size's chance.

    `coverage` is the share of bodies for which the advised size's chance reaches `threshold`, below which the model
    keeps silent, and `accuracy_when_advised` is the accuracy on those.
    """

    rows: int
    accuracy: float
    within_one: float
    majority: float
    accuracy_of_likeliest: float
    within_one_of_likeliest: float
    ece: float
    log_loss: float
    threshold: float
    coverage: float
    accuracy_when_advised: float
    within_one_when_advised: float

    def as_dict(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in self.__slots__}


def measured(
    of_sizes: Chances, told: NDArray[np.int64], ranks: NDArray[np.int64], majority: NDArray[np.int64]
) -> Measured:
    """`told` are the places of the advised sizes. A rank of -1, a size never trained on, is never right."""
    rows = np.arange(len(ranks))
    likeliest = of_sizes.argmax(axis=1)
    of_right = np.where(ranks >= 0, of_sizes[rows, np.maximum(ranks, 0)], 0.0)
    sure = of_sizes[rows, told] >= LEAST_CHANCE
    return Measured(
        rows=len(ranks),
        accuracy=_share(told == ranks),
        within_one=_share(_near(told, ranks)),
        majority=_share(majority == ranks),
        accuracy_of_likeliest=_share(likeliest == ranks),
        within_one_of_likeliest=_share(_near(likeliest, ranks)),
        ece=_calibration_error(of_sizes.max(axis=1), likeliest == ranks),
        log_loss=round(float(-np.log(np.clip(of_right, 1e-6, 1)).mean()), 4),
        threshold=LEAST_CHANCE,
        coverage=_share(sure),
        accuracy_when_advised=_share((told == ranks)[sure]),
        within_one_when_advised=_share(_near(told, ranks)[sure]),
    )


def _near(told: NDArray[np.int64], ranks: NDArray[np.int64]) -> NDArray[np.bool_]:
    near: NDArray[np.bool_] = (np.abs(told - ranks) <= 1) & (ranks >= 0)
    return near


def _share(is_so: NDArray[np.bool_]) -> float:
    return round(float(is_so.mean()), 4) if len(is_so) else 0.0


def _calibration_error(chance: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """How far the told chance is from how often it comes true, over bins of equal width."""
    bins = np.minimum((chance * BINS).astype(int), BINS - 1)
    error = 0.0
    for each in np.unique(bins):
        inside = bins == each
        error += float(inside.mean() * abs(chance[inside].mean() - right[inside].mean()))
    return round(error, 4)
