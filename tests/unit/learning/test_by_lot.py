"""What was drawn by lot says of a challenger what lists in the order of its predecessor cannot."""

from dataclasses import replace

import numpy as np
import pytest

from rerank.features.feature import Values
from rerank.learning.by_lot import by_lot
from rerank.learning.guards import Exam, Lots
from rerank.learning.parts import some_rows
from rerank.ranking.lessons import Lessons
from tests.unit.learning.drawn import lots_on_the_first_place


@pytest.fixture(scope="module")
def drawn() -> Lessons:
    return lots_on_the_first_place()


def exam(drawn: Lessons, challenger: Values) -> Exam:
    """In the lists kept back only places that were looked at stand; lots are told by all of them."""
    looked_at = some_rows(drawn, drawn.gain > 0)
    kept_back = np.zeros(len(looked_at.gain), np.float32)
    lots = Lots(lessons=drawn, challenger=challenger, champion=drawn.values[:, 0])
    return Exam(held_out=looked_at, challenger=kept_back, champion=kept_back, lots=lots)


def test_what_is_taken_more_often_where_lots_fell_is_told(drawn: Lessons) -> None:
    check = by_lot(exam(drawn, drawn.values[:, 2]))
    assert check is not None
    assert check.passed
    assert check.figures["difference"] > 0.01


def test_what_is_surely_taken_less_often_is_refused(drawn: Lessons) -> None:
    check = by_lot(exam(drawn, -drawn.values[:, 2]))
    assert check is not None
    assert not check.passed


def test_where_nothing_was_drawn_by_lot_nothing_is_said(drawn: Lessons) -> None:
    settled = replace(drawn, propensity=np.ones(len(drawn.gain), np.float32), explored=np.zeros(len(drawn.gain), bool))
    assert by_lot(exam(settled, drawn.values[:, 2])) is None


def test_lists_of_which_only_what_was_looked_at_is_known_are_not_taken_for_all_of_their_places(drawn: Lessons) -> None:
    without = Exam(held_out=drawn, challenger=drawn.values[:, 2], champion=drawn.values[:, 0])
    assert by_lot(without) is None
