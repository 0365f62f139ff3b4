"""Formulas as turns take them: what the definitions say, whatever is known and whatever is not."""

import ibis
import numpy as np
import pyarrow as pa
import pytest

from rerank.features.definitions import DEFINITIONS
from rerank.features.formulas import NAMES, SUMS, Columns, reckoned
from rerank.features.rows import FACTS, SHELF_FACTS

ROWS = 300
GIVEN = (
    *(name for columns in SUMS.values() for name in columns),
    *(name for name in FACTS if name != "added"),
    *(*SHELF_FACTS, "days_known", "sized_weight", "fitting_weight", "at"),
)


def _columns(share_unknown: float) -> dict[str, np.ndarray]:
    """Some are nothing, some below it, and many are not known."""
    dice = np.random.default_rng(7)
    columns = {name: np.round(dice.gamma(1.0, 5.0, ROWS), 1) * dice.integers(0, 2, ROWS) for name in GIVEN}
    for name in GIVEN:
        columns[name][dice.random(ROWS) < share_unknown] = np.nan
    columns["at"] = 1_772_638_200.0 + dice.integers(0, 10**7, ROWS)
    return columns


def _put(columns: dict[str, np.ndarray]) -> Columns:
    put = Columns()
    put.put(tuple(columns), np.stack([*columns.values()]))
    return put


def _by_the_definitions(columns: dict[str, np.ndarray]) -> np.ndarray:
    told = {name: pa.array(np.where(np.isnan(column), None, column), pa.float64()) for name, column in columns.items()}
    backend = ibis.duckdb.connect(threads=1)
    table = backend.create_table("known", pa.table({"row": np.arange(ROWS), **told}))
    values = {each.feature.id: each.value.resolve(table).cast("float64") for each in DEFINITIONS}
    found = table.select("row", **values).order_by("row").to_pyarrow()
    return np.stack([found.column(name).to_numpy(zero_copy_only=False).astype(np.float64) for name in NAMES], axis=1)


@pytest.mark.parametrize("share_unknown", [0.0, 0.3, 1.0])
def test_what_a_turn_reckons_is_what_the_definitions_say(share_unknown: float) -> None:
    columns = _columns(share_unknown)
    by_steps, by_definitions = reckoned(_put(columns), rows=ROWS), _by_the_definitions(columns)
    # Where there is no number, as for the logarithm of nothing, engines differ in what they say; models are told none.
    said = np.isfinite(by_steps) & np.isfinite(by_definitions)
    np.testing.assert_allclose(by_steps[said], by_definitions[said], rtol=1e-5, atol=1e-5)
    assert np.array_equal(np.isnan(by_steps) | np.isinf(by_steps), ~np.isfinite(by_definitions))


def test_one_number_for_all_candidates_is_as_good_as_a_column_of_it() -> None:
    told = _columns(0.3)
    numbers = Columns()
    for name, column in told.items():
        numbers.put_for_all((name,), (None if np.isnan(column[0]) else float(column[0]),))
    of_three = _put({name: np.full(3, column[0]) for name, column in told.items()})
    np.testing.assert_array_equal(reckoned(numbers, rows=3), reckoned(of_three, rows=3))


def test_a_list_of_nothing_has_no_features() -> None:
    assert reckoned(_put({name: np.zeros(0) for name in GIVEN}), rows=0).shape == (0, len(NAMES))
