"""What is expected of a shopper: what anybody does, moved by what they did beside what their lists let expect."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from rerank.candidates import drawing
from rerank.candidates.book import Book
from rerank.candidates.drawing import Drawn, Occasion
from rerank.candidates.expectation import expectation, just_had
from rerank.candidates.making import made
from rerank.candidates.shop_log import Looks, ShopLog
from rerank.candidates.trace import Step, Trace
from tests.unit.recommending.logs import log

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
THINGS = 8


def seen(shop: ShopLog, item: int, *, times: int, position: float = 1.0) -> Looks:
    """The same by `times` people on the day before."""
    return Looks(
        person=np.arange(times),
        item=np.full(times, item),
        day=np.full(times, shop.now_day - 1),
        position=np.full(times, position),
    )


def with_looks(shop: ShopLog, *every: Looks) -> ShopLog:
    joined = {name: np.concatenate([getattr(each, name) for each in every]) for name in Looks.__slots__}
    return ShopLog(
        **{name: getattr(shop, name) for name in ShopLog.__slots__ if name != "looks"}, looks=Looks(**joined)
    )


def did(product_id: str, kind: str, *, days_ago: float) -> Step:
    return Step(product_id=product_id, kind=kind, at=NOW - timedelta(days=days_ago), title=product_id)


def expected(book: Book, trace: Trace) -> dict[str, float]:
    return dict(zip(book.ids, expectation(book, trace, NOW).worth.tolist(), strict=True))


@pytest.fixture(scope="module")
def plain() -> Book:
    return made(log([(person, 1, [person % THINGS]) for person in range(16)], things=THINGS))


def test_a_stranger_is_expected_to_do_what_anybody_does(plain: Book) -> None:
    assert np.allclose(expectation(plain, Trace(), NOW).worth, plain.appeal)


def test_what_is_taken_as_often_of_fewer_looks_has_more_appeal() -> None:
    shop = log([(person, 1, [item]) for person in range(6) for item in (0, 2)], things=THINGS)
    book = made(with_looks(shop, seen(shop, 0, times=6), seen(shop, 2, times=60)))
    assert book.appeal[0] > book.appeal[2]


def test_what_stood_far_behind_was_looked_at_less() -> None:
    shop = log([(person, 1, [item]) for person in range(6) for item in (0, 2)], things=THINGS)
    book = made(with_looks(shop, seen(shop, 0, times=40, position=12.0), seen(shop, 2, times=40)))
    assert book.appeal[0] > book.appeal[2]


def test_nobody_makes_a_thing_wanted_by_themselves() -> None:
    crowd = made(log([(person, 1 + person, [0]) for person in range(20)], things=THINGS))
    alone = made(log([(0, 1 + number, [0]) for number in range(20)], things=THINGS))
    assert crowd.appeal[0] / crowd.appeal[2] > 2 * alone.appeal[0] / alone.appeal[2]


def test_what_was_taken_speaks_for_all_of_its_category(plain: Book) -> None:
    trace = Trace(steps=tuple(did("p0", "add_to_cart", days_ago=days) for days in (1, 2, 3)))
    found = expected(plain, trace)
    assert found["p2"] > found["p1"]


def test_what_was_shown_time_and_again_for_nothing_is_expected_less(plain: Book) -> None:
    found = expected(plain, Trace(shown={"p0": 400.0}))
    assert found["p0"] < found["p2"] < found["p1"]


def test_what_is_bought_again_by_the_week_comes_back_sooner_than_what_nobody_buys_twice() -> None:
    weekly = [(person, 7.0 * week + 1, [0]) for person in range(12) for week in range(6)]
    once = [(person, 300.0, [1]) for person in range(12)]
    book = made(log([*weekly, *once], things=2))
    bought = Trace(steps=(did("p0", "purchase", days_ago=10), did("p1", "purchase", days_ago=10)))
    assert just_had(book, bought, NOW) == {"p1"}


def test_what_was_bought_before_is_a_candidate_again_with_time(plain: Book) -> None:
    for days_ago, is_there in ((1, False), (40, True)):
        trace = Trace(steps=(did("p0", "purchase", days_ago=days_ago),))
        drawn = drawing.to_begin_with(plain, trace, Occasion(at=NOW), most=THINGS)
        assert ("p0" in [each.product_id for each in drawn]) is is_there


def test_the_next_of_another_category_comes_before_the_third_of_one(plain: Book) -> None:
    found = [Drawn(product_id=name, relevance=worth) for name, worth in (("p0", 1), ("p2", 0.9), ("p4", 0.8))]
    varied = drawing.varied(plain, [*found, Drawn(product_id="p1", relevance=0.7)], most=100)
    assert [each.product_id for each in varied] == ["p0", "p2", "p1", "p4"]


def test_a_shop_without_anything_done_expects_the_same_of_all_alike() -> None:
    book = made(log([], things=4))
    assert np.isfinite(book.appeal).all()
    assert book.appeal.min() > 0
