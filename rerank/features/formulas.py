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
# Each by its number: what is there from the start, what is given, and what is taken on steps before it.
_LITERALS = [
    (np.nan if told[0] is None else told[0]) if name == "Literal" else None for name, *told in _GENERATED["steps"]
]
_FIELDS = [(place, told[0]) for place, (name, *told) in enumerate(_GENERATED["steps"]) if name == "Field"]
_TAKEN = [(place, STEPS[name], told) for place, (name, *told) in enumerate(_GENERATED["steps"]) if name in STEPS]


def reckoned(columns: Mapping[str, Column], *, rows: int) -> Values:
    """The features of each row, in the order of `NAMES`."""
    found: list[Any] = list(_LITERALS)
    for place, name in _FIELDS:
        found[place] = columns[name]
    values: Values = np.empty((len(NAMES), rows), dtype=np.float32)
    with np.errstate(all="ignore"):
        for place, step, told in _TAKEN:
            found[place] = step(*[found[each] for each in told])
        for column, place in enumerate(_PLACES):
            values[column] = found[place]
    return values.T
