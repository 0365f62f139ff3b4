"""What was drawn by lot says of a challenger what lists in the order of its predecessor cannot."""

from dataclasses import replace

import numpy as np
import pytest

from rerank.learning.by_lot import by_lot
from rerank.learning.guards import Exam
from rerank.ranking.lessons import Lessons
from tests.unit.learning.school import lessons

PLACES, CHANCE, POOL = 10, 0.4, 8


@pytest.fixture(scope="module")
def drawn() -> Lessons:
    """On any place a lot may fall, from the best eight; it falls on the first, and what is taken there is feature 2."""
    dice = np.random.default_rng(3)
    lists = 3000
    told = lessons(lists)
    rows = lists * PLACES
    values = dice.normal(size=(lists, PLACES, 5)).astype(np.float32)
    order = np.argsort(-values[:, :, 0], axis=1)
    propensity, explored = np.full((lists, PLACES), 1 - CHANCE + CHANCE / POOL), np.zeros((lists, PLACES), bool)
    for number in range(lists):
        if dice.random() < CHANCE:
            drawn = int(dice.integers(POOL))
            order[number] = np.r_[order[number, drawn], np.delete(order[number], drawn)]
            explored[number, 0] = True
            propensity[number, 0] = propensity[number, 0] if drawn == 0 else CHANCE / POOL
    values = np.take_along_axis(values, order[:, :, None], axis=1).reshape(rows, 5)
    first = np.tile(np.arange(PLACES) == 0, lists)
    gain = first & (dice.random(rows) < 1 / (1 + np.exp(1 - 2 * values[:, 2])))
    return replace(
        told,
        values=values,
        list_of=np.repeat(np.arange(lists), PLACES),
        position=np.tile(np.arange(1, PLACES + 1), lists),
        gain=gain.astype(np.float32),
        propensity=propensity.reshape(rows).astype(np.float32),
        explored=explored.reshape(rows),
        product_id=tuple(f"g{number}" for number in range(rows)),
    )


def test_what_is_taken_more_often_where_lots_fell_is_told(drawn: Lessons) -> None:
    check = by_lot(Exam(held_out=drawn, challenger=drawn.values[:, 2], champion=drawn.values[:, 0]))
    assert check is not None
    assert check.passed
    assert check.figures["difference"] > 0.01


def test_what_is_surely_taken_less_often_is_refused(drawn: Lessons) -> None:
    check = by_lot(Exam(held_out=drawn, challenger=-drawn.values[:, 2], champion=drawn.values[:, 0]))
    assert check is not None
    assert not check.passed


def test_where_nothing_was_drawn_by_lot_nothing_is_said(drawn: Lessons) -> None:
    settled = replace(drawn, propensity=np.ones(len(drawn.gain), np.float32), explored=np.zeros(len(drawn.gain), bool))
    assert by_lot(Exam(held_out=settled, challenger=drawn.values[:, 2], champion=drawn.values[:, 0])) is None
