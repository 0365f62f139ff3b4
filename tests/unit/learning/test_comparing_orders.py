"""Orders are compared on what was taken, as it would have been taken had everything been looked at."""

from dataclasses import replace

import numpy as np
import pytest

from rerank.learning.comparison import compared, decline_of_attention, ndcg_of_lists
from rerank.learning.parts import parted, some_rows
from rerank.learning.scoring import scores
from tests.unit.learning.school import BASELINE, SHOWN, Linear, lessons, regained


def test_ndcg_is_that_of_the_textbook() -> None:
    told = regained(lessons(1), np.array([0, 3, 0, 0, 1, 0, 0, 0.0]))
    order = -np.arange(SHOWN, dtype=np.float32)
    reached = 7 / np.log2(3) + 1 / np.log2(6)
    assert ndcg_of_lists(told, order)[0] == pytest.approx(reached / (7 + 1 / np.log2(3)))


def test_a_list_that_nothing_came_of_says_nothing() -> None:
    told = regained(lessons(2), np.r_[np.zeros(SHOWN), np.ones(SHOWN)])
    assert np.isnan(ndcg_of_lists(told, np.ones(2 * SHOWN, np.float32))).tolist() == [True, False]


def test_equal_scores_do_not_inherit_the_order_shown() -> None:
    told = lessons(800)
    first = regained(told, (told.position == 1).astype(float))
    even = ndcg_of_lists(first, np.zeros(len(told.gain), np.float32)).mean()
    assert even == pytest.approx(np.mean(1 / np.log2(np.arange(2, SHOWN + 2))), abs=0.03)


def test_what_was_drawn_by_lot_is_no_label() -> None:
    told = lessons(300)
    ours, theirs = (scores(model, told) for model in (Linear({"taste@1": 1.0}), BASELINE))
    lied = regained(told, np.where(told.explored, 3.0, told.gain))
    assert compared(told, ours, theirs) == compared(lied, ours, theirs)


def test_persons_count_and_not_their_lists() -> None:
    """The same lists, of one person or of many: what one person wants is less sure to hold for others."""
    told = lessons(600)
    ours, theirs = (scores(model, told) for model in (Linear({"taste@1": 1.0}), BASELINE))
    many, few = (
        compared(replace(told, person=tuple(f"p{number % of}" for number in range(600))), ours, theirs)
        for of in (600, 4)
    )
    assert many is not None
    assert few is not None
    assert (many.persons, few.persons) == (many.lists, 4)
    assert many.difference.mean == few.difference.mean


def test_of_one_person_nothing_is_sure_of_others() -> None:
    told = lessons(100, persons=1)
    ours, theirs = (scores(model, told) for model in (Linear({"taste@1": 1.0}), BASELINE))
    found = compared(told, ours, theirs)
    assert found is not None
    assert (found.difference.low, found.difference.high) == (-1.0, 1.0)


def test_ten_persons_seldom_make_one_of_two_like_orders_look_surely_better() -> None:
    """Once in a hundred, both ways together; without a correction for so few it would be four or five times."""
    tries, wrong = 300, 0
    for seed in range(tries):
        told = lessons(60, persons=10, seed=seed)
        dice = np.random.default_rng(seed)
        ours, theirs = dice.normal(size=(2, len(told.gain)))
        found = compared(told, ours.astype(np.float32), theirs.astype(np.float32))
        wrong += found is not None and not found.difference.low <= 0 <= found.difference.high
    assert wrong <= 7


@pytest.mark.parametrize("bias", [0.0, 0.5, 1.0])
def test_how_fast_attention_falls_is_told_by_what_was_drawn_by_lot(bias: float) -> None:
    assert decline_of_attention(lessons(6000, bias=bias)) == pytest.approx(bias, abs=0.25)


def test_too_little_drawn_by_lot_corrects_nothing() -> None:
    told = lessons(300)
    assert decline_of_attention(some_rows(told, ~told.explored)) == 0.0


def test_later_lists_are_never_learned_from() -> None:
    told = lessons(500)
    earlier, later = parted(told, later_share=0.2)
    assert earlier.at.max() < later.at.min()
    assert (len(earlier), len(later)) == (400, 100)
    assert len(later.list_of) == 100 * SHOWN
    assert later.list_of.max() == 99
