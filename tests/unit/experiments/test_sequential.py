"""Looking at a trial all the time: how often it errs where there is nothing, and whether it finds what there is."""

import numpy as np
import pytest
from numpy.typing import NDArray

from rerank.experiments.sequential import Sample, difference

ALPHA = 0.05
TRIALS, UNITS, EVERY = 400, 20_000, 100
TUNED_FOR = 5_000
Real = NDArray[np.float64]


def looks(values: Real) -> tuple[Real, Real]:
    """Mean and variance of each trial after each hundred units."""
    at = np.arange(EVERY, UNITS + 1, EVERY)
    total = values.cumsum(axis=1)[:, at - 1]
    squares = (values**2).cumsum(axis=1)[:, at - 1]
    mean = total / at
    return mean, (squares - at * mean**2) / (at - 1)


def first_found(arm: Real, control: Real) -> list[int | None]:
    """After how many units in each arm the interval first left out 0, looking after each hundred."""
    (one_mean, one_variance), (other_mean, other_variance) = looks(arm), looks(control)
    found: list[int | None] = []
    for trial in range(len(arm)):
        found.append(None)
        for look in range(one_mean.shape[1]):
            units = (look + 1) * EVERY
            told = difference(
                Sample(units=units, mean=one_mean[trial, look], variance=one_variance[trial, look]),
                Sample(units=units, mean=other_mean[trial, look], variance=other_variance[trial, look]),
                alpha=ALPHA,
                tuned_for=TUNED_FOR,
            )
            if told and not told.low <= 0 <= told.high:
                assert told.p <= ALPHA, "the interval and p say the same"
                found[-1] = units
                break
    return found


def conversions(dice: np.random.Generator, rate: float) -> Real:
    return (dice.random((TRIALS, UNITS)) < rate).astype(np.float64)


def revenue(dice: np.random.Generator, rate: float) -> Real:
    """Most spend nothing, and those who buy spend very differently."""
    return conversions(dice, rate) * np.exp(dice.normal(8, 1, (TRIALS, UNITS)))


@pytest.mark.parametrize("drawn", [conversions, revenue])
def test_arms_that_are_the_same_are_hardly_ever_told_apart_however_often_one_looks(drawn) -> None:
    dice = np.random.default_rng(7)
    found = first_found(drawn(dice, 0.05), drawn(dice, 0.05))
    assert sum(each is not None for each in found) / TRIALS <= ALPHA


def test_looking_all_the_time_by_a_fixed_interval_would_err_far_more_often() -> None:
    """Without this the test above could pass because nothing is ever found."""
    dice = np.random.default_rng(7)
    (one, one_variance), (other, other_variance) = looks(conversions(dice, 0.05)), looks(conversions(dice, 0.05))
    at = np.arange(EVERY, UNITS + 1, EVERY)
    z = np.abs(one - other) / np.sqrt((one_variance + other_variance) / at)
    assert (z > 1.96).any(axis=1).mean() > 3 * ALPHA


def test_a_true_effect_is_found_and_the_truth_stays_within() -> None:
    dice = np.random.default_rng(11)
    found = first_found(conversions(dice, 0.06), conversions(dice, 0.05))
    assert sum(each is not None for each in found) / TRIALS >= 0.9
    strong = first_found(conversions(dice, 0.08), conversions(dice, 0.05))
    assert np.median([each or UNITS for each in strong]) < TUNED_FOR, "and a large one soon"


def test_the_interval_hardly_ever_leaves_out_the_true_difference_at_any_look() -> None:
    dice = np.random.default_rng(13)
    (one, one_variance), (other, other_variance) = looks(conversions(dice, 0.06)), looks(conversions(dice, 0.05))
    left_out = 0
    for trial in range(TRIALS):
        intervals = [
            difference(
                Sample(units=(look + 1) * EVERY, mean=one[trial, look], variance=one_variance[trial, look]),
                Sample(units=(look + 1) * EVERY, mean=other[trial, look], variance=other_variance[trial, look]),
                alpha=ALPHA,
                tuned_for=TUNED_FOR,
            )
            for look in range(9, one.shape[1])
        ]
        left_out += any(told is not None and not told.low <= 0.01 <= told.high for told in intervals)
    assert left_out / TRIALS <= ALPHA


def test_nothing_is_said_where_no_unit_differs() -> None:
    same = Sample(units=100, mean=0.0, variance=0.0)
    assert difference(same, same, alpha=ALPHA, tuned_for=100) is None
