"""What features are made of sums and facts: the generated formulas, taken for all candidates of a list at once."""

import json
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rerank.features.feature import Values

# A column of a list's candidates, or one number for all of them: reckoning with it takes a tenth of the time.
Column = NDArray[np.float64] | np.float64
NOTHING, UNKNOWN = np.float64(0.0), np.float64(np.nan)


def _first_known(value: Column, otherwise: Column) -> Column:
    if isinstance(value, np.float64):
        return value if value == value else otherwise  # noqa: PLR0124 - what is not known is not even itself
    return np.where(np.isnan(value), otherwise, value)


def _unless(value: Column, unwanted: Column) -> Column:
    if isinstance(value, np.float64) and isinstance(unwanted, np.float64):
        return UNKNOWN if value == unwanted else value
    return np.where(value == unwanted, np.nan, value)


def _if_else(holds: NDArray[np.bool_] | np.bool_, value: Column, otherwise: Column) -> Column:
    if isinstance(holds, np.bool_):
        return value if holds else otherwise
    return np.where(holds, value, otherwise)


# By the names of Ibis; what compares with something unknown does not hold.
STEPS: Mapping[str, Callable[..., Any]] = {
    "Add": operator.add,
    "Subtract": operator.sub,
    "Multiply": operator.mul,
    "Divide": operator.truediv,
    "Modulus": operator.mod,
    "Floor": np.floor,
    "Ln": np.log,
    "Greatest": np.fmax,
    "Greater": operator.gt,
    "GreaterEqual": operator.ge,
    "IfElse": _if_else,
    "Coalesce": _first_known,
    "NullIf": _unless,
}
_GENERATED = json.loads((files(__package__) / "formulas.json").read_text(encoding="utf-8"))
# By the kind of a sum, the columns of its numbers.
SUMS: Mapping[str, tuple[str, ...]] = {part: tuple(columns) for part, columns in _GENERATED["parts"].items()}
NAMES: tuple[str, ...] = tuple(_GENERATED["features"])
_PLACES: tuple[int, ...] = tuple(_GENERATED["features"].values())
_STEPS: list[tuple[str, list[Any]]] = [(name, told) for name, *told in _GENERATED["steps"]]
# Each by its number: what is there from the start, what is given, what is given but where it is not known, and what is
# taken on steps before it.
_LITERALS = [np.float64(np.nan if told[0] is None else told[0]) if name == "Literal" else None for name, told in _STEPS]
_FIELDS = [(place, told[0]) for place, (name, told) in enumerate(_STEPS) if name == "Field"]
_OR_NOTHING = {
    place: _STEPS[told[0]][1][0]
    for place, (name, told) in enumerate(_STEPS)
    if name == "Coalesce" and _STEPS[told[0]][0] == "Field" and _LITERALS[told[1]] == NOTHING
}
_WANTED_OR_NOTHING = frozenset(_OR_NOTHING.values())
_TAKEN = [
    (place, STEPS[name], told)
    for place, (name, told) in enumerate(_STEPS)
    if name in STEPS and place not in _OR_NOTHING
]


@dataclass(frozen=True, slots=True)
class Columns:
    """What is told of a list's candidates, by name: as it is, and with nothing in place of what is not known."""

    known: dict[str, Column] = field(default_factory=dict)
    or_nothing: dict[str, Column] = field(default_factory=dict)

    def put(self, names: Sequence[str], block: NDArray[np.float64]) -> None:
        """A row for each name."""
        self.known.update(zip(names, block, strict=True))
        if not _WANTED_OR_NOTHING.isdisjoint(names):
            self.or_nothing.update(zip(names, np.where(np.isnan(block), NOTHING, block), strict=True))

    def put_for_all(self, names: Sequence[str], numbers: Sequence[float | None]) -> None:
        """One number for all candidates."""
        for name, number in zip(names, numbers, strict=True):
            self.known[name] = UNKNOWN if number is None else np.float64(number)
            self.or_nothing[name] = NOTHING if number is None else self.known[name]

    def put_unknown(self, names: Sequence[str]) -> None:
        self.known.update(dict.fromkeys(names, UNKNOWN))
        self.or_nothing.update(dict.fromkeys(names, NOTHING))


def reckoned(columns: Columns, *, rows: int) -> Values:
    """The features of each row, in the order of `NAMES`."""
    found: list[Any] = list(_LITERALS)
    for place, name in _FIELDS:
        found[place] = columns.known[name]
    for place, name in _OR_NOTHING.items():
        found[place] = columns.or_nothing[name]
    values: Values = np.empty((len(NAMES), rows), dtype=np.float32)
    with np.errstate(all="ignore"):
        for place, step, told in _TAKEN:
            found[place] = step(*[found[each] for each in told])
        for column, place in enumerate(_PLACES):
            values[column] = found[place]
    return values.T
