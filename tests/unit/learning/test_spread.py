"""A better order may spread what comes first less widely than the order in use: not by much, and not without end."""

from dataclasses import replace

import numpy as np
import pytest

from rerank.learning.guards import Exam
from rerank.learning.parts import parted
from rerank.learning.spread import MORE_CONCENTRATED, Spread, Spreads, covered, even, spread_of, spreads_of
from rerank.learning.verdict import Outcome
from rerank.ranking.lessons import Lessons
from tests.unit.learning.school import BASELINE, SHOWN, Linear, examiner, lessons

BY_LOT = Spread(products=500, top=0.09, gini=0.62)


@pytest.fixture(scope="module")
def told() -> Lessons:
    return lessons()


def spread(products: int = 400, *, top: float = 0.1, gini: float = 0.7) -> Spread:
    return Spread(products=products, top=top, gini=gini)


def beside(now: Spread, before: Spread | None) -> Spreads:
    return Spreads(now=now, before=before, by_lot=BY_LOT)


@pytest.mark.parametrize(
    ("now", "before", "passes"),
    [(270, 400, True), (260, 400, False), (170, None, True), (160, None, False), (170, 200, True), (140, 200, False)],
)
def test_how_many_products_a_better_order_may_cost(now: int, before: int | None, passes: bool) -> None:
    check = covered(beside(spread(now), None if before is None else spread(before)))
    assert check.passed is passes
    assert check.words.startswith(f"{now} products")
    assert check.words.endswith(f"{before} in the order in use" if before else "500 by lot")


def test_below_the_floor_is_no_place_for_less_than_the_order_in_use_has() -> None:
    assert not covered(beside(spread(140), spread(150))).passed
    assert covered(beside(spread(150), spread(150))).passed


@pytest.mark.parametrize(
    ("now", "before", "passes"),
    [(0.79, 0.7, True), (0.81, 0.7, False), (0.86, None, True), (0.88, None, False), (0.9, 0.91, True)],
)
def test_how_much_less_even_a_better_order_may_be(now: float, before: float | None, passes: bool) -> None:
    assert even(beside(spread(gini=now), None if before is None else spread(gini=before))).passed is passes


def test_the_figure_that_fails_is_told_first() -> None:
    uneven = even(beside(spread(top=0.11, gini=0.9), spread(top=0.09, gini=0.63)))
    assert not uneven.passed
    assert uneven.words.startswith("the Gini coefficient of first places is 0.90, 0.63 in the order in use")
    steep = even(beside(spread(top=0.31, gini=0.7), spread(top=0.09, gini=0.63)))
    assert not steep.passed
    assert steep.words.startswith("the top hundredth has 31% of the first places, 9% in the order in use")


def test_an_order_in_use_that_says_nothing_of_these_lists_is_no_measure(told: Lessons) -> None:
    """They stand by lot then: as evenly as no order does that knows anything."""
    nothing = np.full(len(told.list_of), np.nan, np.float32)
    popular = told.values[:, 3]
    for champion in (nothing, np.zeros_like(nothing)):
        found = spreads_of(Exam(held_out=told, challenger=popular, champion=champion))
        assert found.before is None
        assert found.now == spread_of(told, popular)
    assert found.by_lot.gini < found.now.gini


def test_only_lists_that_the_order_in_use_tells_something_of_are_compared(told: Lessons) -> None:
    champion = told.values[:, 0].copy()
    champion[: SHOWN * 500] = np.nan
    later = told.at >= told.at[500]
    found = spreads_of(Exam(held_out=told, challenger=told.values[:, 2], champion=champion))
    own = spreads_of(
        Exam(
            held_out=parted(told, later_share=2 / 3)[1],
            challenger=told.values[-SHOWN * 1000 :, 2],
            champion=champion[-SHOWN * 1000 :],
        )
    )
    assert later.sum() == 1000
    assert found == own


def test_a_better_order_takes_the_place_of_one_that_knew_nothing(told: Lessons) -> None:
    """What many like comes first more often: less even than a lot, and better all the same."""
    unknown = told.values.copy()
    unknown[:, :2] = np.nan
    learned, held_out = parted(replace(told, values=unknown), later_share=0.2)
    challenger = Linear({"taste@1": 1.0, "popularity@1": 0.6})
    verdict = examiner().judged(challenger, BASELINE, learned=learned, held_out=held_out)
    assert verdict.outcome is Outcome.PASSED, verdict.reasons
    (check,) = (each for each in verdict.checks if each.name == "evenness")
    assert check.figures["challenger_gini"] > check.figures["by_lot_gini"] + MORE_CONCENTRATED
