"""Intervals by resampling: they hold the mean, narrow with more queries, and are the same each time."""

import pytest

from assistant.evaluation.intervals import difference_interval, mean_interval


def test_the_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    values = [0.1, 0.9, 0.4, 0.6, 0.5]
    interval = mean_interval(values)
    assert interval is not None
    assert interval.mean == pytest.approx(0.5)
    assert interval.low < 0.5 < interval.high
    assert interval == mean_interval(values)


def test_as_wide_as_the_spread_of_a_mean_should_be() -> None:
    """Of 400 throws of a fair coin the mean strays by 1.96 · .5 / 20 = .049."""
    interval = mean_interval([0.0, 1.0] * 200)
    assert interval is not None
    assert interval.high - interval.mean == pytest.approx(0.049, abs=0.004)
    assert interval.mean - interval.low == pytest.approx(0.049, abs=0.004)


def test_one_value_has_no_spread_and_none_no_interval() -> None:
    interval = mean_interval([0.3])
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((0.3, 0.3))
    assert mean_interval([]) is None


def test_a_small_gain_on_every_query_shows_though_queries_differ_widely() -> None:
    before = [place / 20 for place in range(20)]
    after = [value + 0.01 for value in before]
    difference = difference_interval(after, before)
    whole = mean_interval(after)
    assert difference is not None
    assert whole is not None
    assert difference.excludes_zero
    assert whole.low < 0.5 < whole.high


def test_luck_on_one_query_of_many_is_no_difference() -> None:
    difference = difference_interval([0.5] * 19 + [1.0], [0.5] * 20)
    assert difference is not None
    assert not difference.excludes_zero


def test_a_difference_needs_the_same_queries() -> None:
    with pytest.raises(ValueError, match="zip"):
        difference_interval([0.5], [])
