"""The split: nothing of what is to be foretold is left in the history."""

import numpy as np

from rerank.candidates.past import past_of
from rerank.candidates.purchases import last_baskets_apart
from tests.unit.recommending.shoppers import asked, purchases

ANN, BOB, CLEO = 0, 1, 2


def test_the_last_basket_of_who_has_enough_is_taken_away() -> None:
    bought = purchases({ANN: [(1, [0]), (2, [1]), (3, [0, 2])], BOB: [(1, [2]), (9, [0])]}, items=3)
    split = last_baskets_apart(bought, fewest=3)
    assert split.occasions.customer.tolist() == [ANN]
    assert split.occasions.day.tolist() == [3.0]
    assert split.bought.toarray().tolist() == [[1.0, 0.0, 1.0]]
    assert split.history.basket_day.tolist() == [1.0, 2.0, 1.0, 9.0]
    assert split.history.by_customer().toarray().tolist() == [[1.0, 1.0, 0.0], [1.0, 0.0, 1.0]]


def test_what_no_history_holds_is_not_asked_for() -> None:
    bought = purchases({ANN: [(1, [0]), (2, [0]), (3, [0, 1])], BOB: [(1, [0]), (2, [0]), (3, [1])]}, items=2)
    split = last_baskets_apart(bought, fewest=3)
    assert split.occasions.customer.tolist() == [ANN]
    assert split.bought.toarray().tolist() == [[1.0, 0.0]]


def test_rounds_back_take_one_basket_after_another() -> None:
    bought = purchases({ANN: [(day, [0, day % 2]) for day in range(1, 6)], BOB: [(1, [1])]}, items=2)
    first = last_baskets_apart(bought, fewest=3)
    second = last_baskets_apart(first.history, fewest=3)
    assert first.occasions.day.tolist() == [5.0]
    assert second.occasions.day.tolist() == [4.0]
    assert second.history.basket_day.max() == 3.0


def test_the_past_tells_age_and_baskets_since() -> None:
    bought = purchases({ANN: [(0, [0, 1]), (10, [0])], BOB: [(5, [1])], CLEO: [(5, [0])]}, items=2)
    past = past_of(bought, asked(ANN, 20.0))
    assert past.counted().tolist() == [[2.0, 1.0]]
    np.testing.assert_allclose(past.recent(10.0), [[0.25 + 0.5, 0.25]])
    np.testing.assert_allclose(past.faded(0.5), [[1.5, 0.5]])
    assert past.least(past.age_days).tolist() == [[10.0, 20.0]]
    nobody = past_of(purchases({BOB: [(5, [1])]}, items=2), asked(ANN, 20.0))
    assert nobody.counted().tolist() == [[0.0, 0.0]]
    assert np.isinf(nobody.least(nobody.age_days)).all()
