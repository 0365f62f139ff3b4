"""The measures against values computed by hand."""

import math

import pytest

from assistant.evaluation.measures import judged, ndcg, precision, recall

# log2 of 2, 3, 4, 5.
SECOND, THIRD = 1 / math.log2(3), 1 / 2


def test_ndcg_is_the_discounted_gain_over_the_best_possible() -> None:
    gains = {"a": 7.0, "b": 3.0, "c": 1.0}
    told = 3 + 7 * SECOND
    best = 7 + 3 * SECOND + 1 * THIRD
    assert ndcg(["b", "a", "unjudged"], gains) == pytest.approx(told / best)


def test_the_best_order_scores_one_and_knows_what_was_never_told() -> None:
    gains = {"a": 1.0, "b": 1.0}
    assert ndcg(["a", "b", "x"], gains) == pytest.approx(1.0)
    assert ndcg(["a"], gains) == pytest.approx(1 / (1 + SECOND))


def test_equal_gains_may_be_told_in_any_order() -> None:
    gains = {"a": 3.0, "b": 3.0, "c": 0.0}
    assert ndcg(["a", "b"], gains) == ndcg(["b", "a"], gains)


def test_what_comes_after_the_cutoff_counts_neither_way() -> None:
    gains = {"a": 1.0, "b": 1.0}
    assert ndcg(["x", "a"], gains, cutoff=1) == 0.0
    assert ndcg(["a", "x"], gains, cutoff=1) == 1.0


def test_a_query_without_any_gain_has_no_ndcg() -> None:
    assert ndcg(["a"], {"a": 0.0}) is None
    assert ndcg([], {}) is None


def test_nothing_told_where_something_is_right_scores_zero() -> None:
    assert ndcg([], {"a": 1.0}) == 0.0


def test_a_product_told_twice_counts_once_where_it_came_first() -> None:
    gains = {"a": 1.0, "b": 1.0}
    assert ndcg(["a", "a", "b"], gains) == pytest.approx(1.0)
    assert recall(["a", "a", "b"], ["a", "b"], cutoff=2) == 1.0


def test_a_grade_below_zero_does_not_pull_a_list_down() -> None:
    assert ndcg(["spam", "a"], {"a": 1.0, "spam": -2.0}) == pytest.approx(SECOND)


def test_recall_is_the_share_of_what_is_right_among_the_first() -> None:
    assert recall(["a", "x", "b"], ["a", "b", "c", "d"]) == 0.5
    assert recall(["x", "a"], ["a"], cutoff=1) == 0.0
    assert recall(["a"], []) is None


def test_judged_is_the_share_of_what_was_told_that_has_a_judgment() -> None:
    assert judged(["a", "x", "b", "y"], {"a": 0.0, "b": 1.0}) == 0.5
    assert judged(["a", "x"], {"a": 0.0}, cutoff=1) == 1.0
    assert judged([], {"a": 0.0}) is None


def test_precision_does_not_blame_a_short_list() -> None:
    assert precision([True, True, False, False, False, True]) == 0.4
    assert precision([True]) == 1.0
    assert precision([]) == 0.0
