"""When people come back: by the usual time of a category and their own, and by how looks were answered since."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from rerank.candidates.book import Book
from rerank.candidates.demand import appeal, shown_gains
from rerank.candidates.expectation import FACTS, expectation, just_had
from rerank.candidates.making import made
from rerank.candidates.returning import AT_FIRST_SAME, PASSED, returning
from rerank.candidates.shop_log import Looks, ShopLog
from rerank.candidates.trace import Step, Trace
from rerank.ranking.request_features import OF_EXPECTATION
from tests.unit.recommending.logs import NOW_DAY, log

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PEOPLE, WEEKS = 30, 8


def bought(product_id: str, *days_ago: float) -> Trace:
    steps = [
        Step(product_id=product_id, kind="purchase", at=NOW - timedelta(days=days), title=product_id)
        for days in sorted(days_ago)
    ]
    return Trace(steps=tuple(steps))


def with_daily_looks(shop: ShopLog) -> ShopLog:
    """Everybody sees things 0 and 2, which are of one category, every day at noon."""
    days = NOW_DAY - np.arange(7.0 * WEEKS) - 0.5
    person, item, day = (each.ravel() for each in np.meshgrid(np.arange(PEOPLE), np.array([0, 2]), days))
    looks = Looks(person=person, item=item, day=day, position=np.ones(len(day)))
    return ShopLog(**{name: getattr(shop, name) for name in ShopLog.__slots__ if name != "looks"}, looks=looks)


@pytest.fixture(scope="module")
def weekly() -> ShopLog:
    """Everybody buys thing 0 every seven days, and thing 1 once."""
    often = [(person, 7.0 * week + 0.25, [0]) for person in range(PEOPLE) for week in range(WEEKS)]
    once = [(person, 7.0 * WEEKS, [1]) for person in range(PEOPLE)]
    return with_daily_looks(log([*often, *once], things=4))


@pytest.fixture(scope="module")
def book(weekly: ShopLog) -> Book:
    return made(weekly)


def test_a_category_has_the_time_that_lies_between_its_purchases(book: Book) -> None:
    bags, tents = book.returning.period_days
    assert 6 <= bags <= 9
    assert tents > 5 * bags


def test_what_nobody_came_back_to_in_a_young_shop_is_not_taken_to_last_for_years() -> None:
    young = returning(shop := log([(person, 7.0, [0]) for person in range(500)], things=2), appeal(shop))
    assert young.period_days.max() <= 90


def test_what_was_just_bought_is_wanted_again_when_its_time_has_passed(book: Book) -> None:
    soon, due = (expectation(book, bought("p0", *(days + 7 * week for week in range(4))), NOW) for days in (1, 7))
    place = book.places["p0"]
    assert due.worth[place] > 3 * soon.worth[place]


def test_the_same_is_wanted_again_rather_than_another(book: Book) -> None:
    same, other = book.returning.at(np.array([0.97]))
    assert same > 2 * other


def test_whoever_comes_back_later_than_others_is_due_later(book: Book) -> None:
    place = book.places["p0"]
    weekly, monthly = (
        expectation(book, bought("p0", *(7 + every * number for number in range(5))), NOW).passed[place]
        for every in (7, 30)
    )
    assert weekly == pytest.approx(1, abs=0.2)
    assert monthly < 0.5 * weekly


def test_what_was_never_bought_has_no_time_that_passed(book: Book) -> None:
    found = expectation(book, bought("p1", 3), NOW)
    assert np.isnan(found.passed[book.places["p0"]])
    assert found.is_same[book.places["p1"]] == 1
    assert found.is_same.sum() == 1


def test_a_shop_that_shows_no_lists_only_waits_with_the_same() -> None:
    shop = log([(person, 7.0, [0]) for person in range(9)], things=4)
    found = returning(shop, appeal(shop))
    assert np.allclose(found.same, AT_FIRST_SAME)
    assert np.allclose(found.other, 1)


def test_nobody_is_offered_what_they_bought_on_the_day(book: Book) -> None:
    for hours, is_fresh in ((1, True), (23, True), (25, False)):
        assert ("p0" in just_had(book, bought("p0", hours / 24), NOW)) is is_fresh


def test_nobody_is_soon_offered_again_what_is_bought_seldom(book: Book) -> None:
    for share, is_fresh in ((0.5, True), (2.0, False)):
        days = share * float(PASSED[0] * book.returning.period_days[1])
        assert ("p1" in just_had(book, bought("p1", days), NOW)) is is_fresh


def test_what_was_done_before_a_look_did_not_come_of_it(weekly: ShopLog) -> None:
    late = replace(weekly.looks, day=np.floor(weekly.looks.day) + 0.99)
    assert shown_gains(weekly).sum() > 0
    assert shown_gains(replace(weekly, looks=late)).sum() == 0


def test_an_order_may_know_what_an_expectation_rests_on(book: Book) -> None:
    assert tuple(feature.name for feature in OF_EXPECTATION) == FACTS
    found = expectation(book, bought("p0", 7.0), NOW).facts(book, np.array([0, 1]))
    assert found.shape == (2, len(FACTS))
    assert dict(zip(FACTS, found[0], strict=True))["taken_last"] == 1
    assert np.isnan(dict(zip(FACTS, found[1], strict=True))["category_passed"])


def test_a_book_is_read_back_with_all_that_it_says_of_returning(book: Book) -> None:
    again = Book.from_bytes(book.as_bytes())
    for name in ("period_days", "same", "other"):
        assert np.array_equal(getattr(again.returning, name), getattr(book.returning, name))
