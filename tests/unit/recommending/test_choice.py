"""What is ordered by is what was worth most on baskets that it did not learn from."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.evaluation.measures import ndcg, recall
from rerank.candidates.blend import Blend
from rerank.candidates.choice import Choice, Way, chosen
from rerank.candidates.features import FeatureMaker, Table
from rerank.candidates.lessons import MOST_ROUNDS, Lesson, lessons_of, rounds
from rerank.candidates.methods import fit_methods
from rerank.candidates.purchases import Purchases, Scores, last_baskets_apart
from rerank.candidates.recommender import Recommender
from rerank.candidates.worth import first_places, ndcgs, recalls
from tests.unit.recommending.shoppers import crowd, purchases


def lessons(bought: Purchases) -> list[Lesson]:
    return [
        lesson
        for split in rounds(bought)
        for lesson in lessons_of(split, FeatureMaker(split.history, fit_methods(split.history)))
    ]


def table(*, personal: list[float], alike: list[float], own: list[bool]) -> Table:
    return Table(
        occasions=1,
        occasion=np.zeros(len(own), np.int64),
        item=np.arange(len(own)),
        own=np.array(own),
        values=np.column_stack([personal, alike]).astype(np.float32),
        names=("personal_top", "item_knn"),
    )


def test_worth_is_as_others_measure_it() -> None:
    dice = np.random.default_rng(3)
    scores, truth = dice.random((40, 25)).astype(np.float32), dice.random((40, 25)) < 0.1
    first = first_places(scores)
    hits, wanted = np.take_along_axis(truth, first, axis=1), truth.sum(axis=1)
    for row in range(40):
        ranked = [str(item) for item in np.argsort(-scores[row])]
        right = {str(item): 1.0 for item in np.flatnonzero(truth[row])}
        expected = [
            np.nan if told is None else told for told in (ndcg(ranked, right), recall(ranked, right, cutoff=10))
        ]
        np.testing.assert_allclose([ndcgs(hits, wanted)[row], recalls(hits, wanted)[row]], expected)


def test_new_things_change_among_themselves_and_leave_the_known_where_they_are() -> None:
    told = table(personal=[5, 1, 4, 2], alike=[1, 9, 2, 3], own=[True, False, True, False])
    choice = Choice(every=Way("personal_top"), new=Way("item_knn"), worth={})
    assert np.argsort(-choice.scores(told, np.zeros(4, np.float32))).tolist() == [0, 2, 1, 3]
    alone = Choice(every=Way("personal_top"), new=Way("personal_top"), worth={})
    assert np.argsort(-alone.scores(told, np.zeros(4, np.float32))).tolist() == [0, 2, 3, 1]


def test_trees_that_know_nothing_are_not_gone_by() -> None:
    held = lessons(crowd(70))
    dice = np.random.default_rng(1)
    noise: list[Scores | None] = [dice.random(len(lesson.table.item)).astype(np.float32) for lesson in held]
    assert str(chosen(held, noise).every) == "personal_top"
    sure: list[Scores | None] = [lesson.table.labels(lesson.bought).astype(np.float32) for lesson in held]
    choice = chosen(held, sure)
    assert str(choice.every) == str(choice.new) == "trees"
    assert choice.worth["all"]["trees"] == pytest.approx(1.0)


def test_what_was_learned_from_a_customer_is_not_held_against_them() -> None:
    (lesson, *_) = lessons(crowd(70))
    mixed = replace(lesson, bought=lesson.bought[np.roll(np.arange(len(lesson.customer)), 7)])
    of_one = lesson.customer == lesson.customer[0]
    changed = lesson.bought.tolil()
    changed[0] = mixed.bought[[0]]
    other = replace(lesson, bought=changed.tocsr())
    rows = of_one[lesson.table.occasion]
    before, after = Blend([lesson]), Blend([other])
    np.testing.assert_array_equal(before.unseen(lesson)[rows], after.unseen(lesson)[rows])
    assert (before.scores(lesson.table) != after.scores(lesson.table)).any()


def test_few_customers_are_gone_back_farther_with() -> None:
    few = crowd(4, baskets=14)
    splits = list(rounds(few))
    assert len(splits) == MOST_ROUNDS
    assert len(splits[-1].history.basket_day) == len(few.basket_day) - 4 * MOST_ROUNDS
    short = purchases({0: [(0, [0]), (1, [0])], 1: [(0, [0])]}, items=1)
    assert [split.occasions.customer.tolist() for split in rounds(short)] == [[0]]


@pytest.mark.parametrize("customers", [7, 25, 70])
def test_few_baskets_make_the_product_no_worse_than_a_plain_method(customers: int) -> None:
    split = last_baskets_apart(crowd(customers), fewest=3)
    recommender = Recommender(split.history)
    truth = split.bought.toarray() > 0

    def worth(scores: Scores) -> float:
        return float(ndcgs(np.take_along_axis(truth, first_places(scores), axis=1), truth.sum(axis=1)).mean())

    told = recommender.told(split.occasions)
    plain = {name: worth(told[name]) for name in ("popularity", "personal_top", "item_knn_plain", "als")}
    assert worth(recommender.scores(split.occasions)) >= max(plain.values()) - 0.04


def test_fused_by_place_are_odds_below_nothing_and_what_a_method_does_not_know_takes_no_place() -> None:
    told = table(personal=[float("nan"), 2, 9], alike=[1, 1, 1], own=[False] * 3)
    both = Choice(every=Way("personal_top", trees=True), new=Way("personal_top", trees=True), worth={})
    assert np.argsort(-both.scores(told, np.array([-1, -2, -8], np.float32))).tolist() == [2, 1, 0]
