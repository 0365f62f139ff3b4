"""What stands in front on a page that nobody asked for anything on, whatever is usual."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from rerank.candidates.book import Book
from rerank.candidates.drawing import Occasion
from rerank.candidates.leading import MOST, just_bought, leading, with_leading
from rerank.candidates.making import made
from rerank.candidates.trace import Step, Trace
from tests.unit.recommending.logs import CATEGORIES, log

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
AT = Occasion(at=NOW)
BAGS, TENTS = CATEGORIES


def step(product_id: str, kind: str, *, hours_ago: float = 1.0) -> Step:
    return Step(product_id=product_id, kind=kind, at=NOW - timedelta(hours=hours_ago), title=product_id)


def trace(*steps: Step) -> Trace:
    return Trace(steps=tuple(sorted(steps, key=lambda each: each.at, reverse=True)))


@pytest.fixture(scope="module")
def book() -> Book:
    """Bags 0, 2, 4, 6 and tents 1, 3, 5, 7. Tent 1 costs 200 and is bought with bag 0; nobody comes back for tents."""
    baskets = [(person, 2.0, [0, 1]) for person in range(6)]
    prices = [40.0, 200.0, 30.0, 220.0, 150.0, 10.0, 20.0, 180.0]
    some = made(log(baskets, things=8, prices=prices))
    period_days = np.where(np.array(some.categories) == TENTS, 150.0, 90.0).astype(np.float32)
    return replace(some, returning=replace(some.returning, period_days=period_days))


def test_what_was_just_bought_calls_for_what_is_small_beside_it_and_was_bought_with_it_first(book: Book) -> None:
    bought = trace(step("p1", "purchase"))
    assert leading(book, bought, AT, along=["p4", "p5", "p6", "p2", "unheard-of"]) == ["p0", "p6", "p2"]


def test_another_dear_thing_and_one_in_another_currency_are_no_accessories(book: Book) -> None:
    elsewhere = replace(book, currencies=("USD", "JPY"), of_currency=np.array([0, 0, 1, 0, 0, 0, 0, 0], np.int32))
    assert leading(elsewhere, trace(step("p1", "purchase")), AT, along=["p4", "p2"]) == ["p0"]


@pytest.mark.parametrize(
    "steps",
    [
        [step("p1", "purchase", hours_ago=30)],
        [step("p1", "purchase", hours_ago=2), step("p1", "return")],
    ],
    ids=["yesterday", "sent back"],
)
def test_what_is_long_had_or_not_kept_calls_for_nothing(book: Book, steps: list[Step]) -> None:
    assert just_bought(book, trace(*steps), NOW) is None


def test_what_is_bought_every_week_calls_for_nothing(book: Book) -> None:
    weekly = replace(book, returning=replace(book.returning, period_days=np.full(2, 7.0, np.float32)))
    assert just_bought(weekly, trace(step("p1", "purchase")), NOW) is None
    assert just_bought(book, trace(step("p1", "purchase")), NOW) == "p1"


def test_who_came_for_something_begins_with_it(book: Book) -> None:
    came = leading(book, Trace(), replace(AT, meant=frozenset({TENTS})), along=())
    assert len(came) == MOST
    assert set(came) == {"p1", "p3", "p5", "p7"}
    assert leading(book, Trace(), AT, along=()) == []


def test_what_was_searched_for_elsewhere_comes_before_all_of_its_category(book: Book) -> None:
    searched = replace(AT, searched=("p4", "p6"), meant=frozenset({TENTS}))
    assert leading(book, Trace(), searched, along=())[:2] == ["p4", "p6"]


def test_a_newcomer_s_first_look_says_what_they_came_for_until_more_is_known(book: Book) -> None:
    assert set(leading(book, trace(step("p3", "click")), AT, along=())) == {"p1", "p5", "p7"}
    known = trace(*(step(f"p{number}", "view", hours_ago=number + 1) for number in range(4)))
    assert leading(book, known, AT, along=()) == []
    customer = trace(step("p3", "click"), step("p2", "purchase", hours_ago=2000))
    assert leading(book, customer, AT, along=()) == []


def test_who_looks_at_nothing_but_kids_things_is_led_to_those(book: Book) -> None:
    kids, others = 1, 0
    of_kids = replace(book, of_audience=np.array([others, kids, kids, others, others, kids, others, others], np.int32))
    looked = trace(step("p1", "view"), step("p2", "view", hours_ago=2))
    assert leading(of_kids, looked, AT, along=())[0] == "p5"
    assert len(leading(of_kids, looked, AT, along=())) == MOST, "there is too little for kids"
    mixed = trace(step("p1", "view"), step("p4", "view", hours_ago=2))
    assert leading(of_kids, mixed, AT, along=()) == leading(book, mixed, AT, along=())


def test_who_has_put_it_into_the_cart_is_shown_no_other_of_it(book: Book) -> None:
    assert leading(book, trace(step("p3", "view", hours_ago=2), step("p3", "add_to_cart")), AT, along=["p0"]) == []


def test_what_was_refused_does_not_lead(book: Book) -> None:
    refused = trace(step("p1", "purchase", hours_ago=2), step("p0", "rejection"))
    assert leading(book, refused, AT, along=["p2"]) == ["p2"]


def test_what_leads_is_a_candidate_however_little_is_expected_of_it() -> None:
    assert [each.product_id for each in with_leading([], ["p0", "p1"])] == ["p0", "p1"]
