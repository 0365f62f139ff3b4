"""What the size model sees of a body: what was told, and what follows from it; the same in training and serving."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float32]

WEIGHT, HEIGHT, AGE = "weight_kg", "height_cm", "age"
TOLD = (WEIGHT, AGE, HEIGHT)
DERIVED = ("bmi", "weight_by_height")
# A heavier body of the same height never needs a smaller size. Of a taller one of the same weight that is not so: it
# is slimmer, and mostly takes a smaller size.
RISING = frozenset({WEIGHT, *DERIVED})


def feature_names(extra: Sequence[str] = ()) -> tuple[str, ...]:
    """`extra` are further columns a file has, such as the waist, taken as they are."""
    return (*TOLD, *DERIVED, *extra)


def table(bodies: Sequence[Mapping[str, float]], *, extra: Sequence[str] = ()) -> Table:
    """One row for each body; what is not known of it is NaN, which the model knows to deal with."""
    told = np.array([[body.get(name, np.nan) for name in (*TOLD, *extra)] for body in bodies], np.float32)
    told = told.reshape(len(bodies), len(TOLD) + len(extra))
    weight, height = told[:, 0], told[:, 2]
    derived = np.stack([weight / (height / 100) ** 2, weight / height], axis=1)
    return np.hstack([told[:, : len(TOLD)], derived, told[:, len(TOLD) :]]).astype(np.float32)
