"""What leaning to the session is worth shows on lists that knew what fits, and of others nothing is said."""

from dataclasses import replace

import numpy as np

from rerank.features.feature import Values
from rerank.ranking.baseline import Baseline
from rerank.ranking.lessons import Lessons
from rerank.ranking.request_features import RATING, RELEVANCE, SESSION_FIT
from rerank.session.worth import worth_of
from tests.unit.learning.school import FEATURES, Linear, lessons, regained

NAMES = tuple({"relevance@1": RELEVANCE.id, "stars@1": RATING.id}.get(name, name) for name in FEATURES)


def knowing(told: Lessons, fits: Values) -> Lessons:
    """The same lists, as they would have been with these fits."""
    values = np.column_stack([told.values, fits.astype(np.float32)])
    return replace(told, features=(*NAMES, SESSION_FIT.id), values=values)


def fit_by_taste(told: Lessons) -> Values:
    """A scorer that knows something of what is wanted."""
    return (1 / (1 + np.exp(-told.values[:, 2]))).astype(np.float32)


def test_a_scorer_who_knows_what_is_wanted_is_worth_something() -> None:
    told = lessons(3000)
    worth = worth_of(knowing(told, fit_by_taste(told)), Baseline(), otherwise=Baseline())
    assert worth.known == worth.lists == 3000
    assert worth.share == 1.0
    assert worth.taken is not None
    assert worth.passed is not None
    assert worth.taken > worth.passed + 0.05
    assert worth.comparison is not None
    assert worth.comparison.difference.low > 0
    assert worth.precision is not None
    assert worth.precision.leaning > worth.precision.own


def test_a_scorer_who_says_anything_is_worth_nothing() -> None:
    told = lessons(800)
    dice = np.random.default_rng(1)
    worth = worth_of(knowing(told, dice.random(len(told.list_of), np.float32)), Baseline(), otherwise=Baseline())
    assert worth.comparison is not None
    assert worth.comparison.difference.low < 0 < worth.comparison.difference.high + 0.01


def test_lists_that_knew_nothing_are_left_out() -> None:
    told = lessons(100)
    fits = np.where(told.list_of < 30, fit_by_taste(told), np.nan)
    worth = worth_of(knowing(told, fits), Baseline(), otherwise=Baseline())
    assert (worth.lists, worth.known) == (100, 30)


def test_a_learned_order_is_leant_from_list_by_list() -> None:
    told = lessons(60)
    own = Linear({RELEVANCE.id: 50.0}, version="m-7")
    steep = worth_of(knowing(told, fit_by_taste(told)), own, otherwise=Baseline())
    flat = worth_of(knowing(told, fit_by_taste(told)), Linear({RELEVANCE.id: 0.5}), otherwise=Baseline())
    assert steep.comparison == flat.comparison


def test_where_nothing_came_of_anything_there_is_nothing_to_compare() -> None:
    told = regained(lessons(20), np.zeros(20 * 8, np.float32))
    worth = worth_of(knowing(told, fit_by_taste(told)), Baseline(), otherwise=Baseline())
    assert worth.comparison is None
    assert worth.precision is None
    assert worth.taken is None


def test_a_shop_without_a_list_has_no_figures() -> None:
    nothing = knowing(lessons(1), np.full(8, np.nan))
    worth = worth_of(nothing, Baseline(), otherwise=Baseline())
    assert (worth.known, worth.share, worth.comparison) == (0, 0.0, None)
