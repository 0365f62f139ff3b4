"""What features are made of sums and facts: the generated formulas, taken for all candidates of a list at once."""

import json
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rerank.features.feature import Values

# A column of a list's candidates, or one number for all of them. What is not known is NaN.
Column = NDArray[np.float64] | float


def _first_known(value: Column, otherwise: Column) -> Column:
    # Most of what is summed up of a person is unknown of all candidates at once.
    if isinstance(value, float):
        return otherwise if np.isnan(value) else value
    return np.where(np.isnan(value), otherwise, value)


def _unless(value: Column, unwanted: Column) -> Column:
    return np.where(value == unwanted, np.nan, value)


# By the names of Ibis; what compares with something unknown does not hold.
STEPS: Mapping[str, Callable[..., Any]] = {
    "Add": np.add,
    "Subtract": np.subtract,
    "Multiply": np.multiply,
    "Divide": np.divide,
    "Modulus": np.mod,
    "Floor": np.floor,
    "Ln": np.log,
    "Greatest": np.fmax,
    "Greater": np.greater,
    "GreaterEqual": np.greater_equal,
    "IfElse": np.where,
    "Coalesce": _first_known,
    "NullIf": _unless,
}
_GENERATED = json.loads((files(__package__) / "formulas.json").read_text(encoding="utf-8"))
# By the kind of a sum, the columns of its numbers.
SUMS: Mapping[str, tuple[str, ...]] = {part: tuple(columns) for part, columns in _GENERATED["parts"].items()}
NAMES: tuple[str, ...] = tuple(_GENERATED["features"])
_PLACES: tuple[int, ...] = tuple(_GENERATED["features"].values())


def reckoned(columns: Mapping[str, Column], *, rows: int) -> Values:
    """The features of each row, in the order of `NAMES`."""
    found: list[Any] = []
    with np.errstate(all="ignore"):
        for name, *told in _GENERATED["steps"]:
            if name == "Field":
                found.append(columns[told[0]])
            elif name == "Literal":
                found.append(np.nan if told[0] is None else told[0])
            else:
                found.append(STEPS[name](*(found[place] for place in told)))
        values: Values = np.empty((rows, len(NAMES)), dtype=np.float32)
        for column, place in enumerate(_PLACES):
            values[:, column] = found[place]
    return values
