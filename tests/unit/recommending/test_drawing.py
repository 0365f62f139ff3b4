"""What is drawn for whom from a book: first what is theirs, and never what was refused."""

from datetime import UTC, datetime, timedelta

import pytest

from catalog.buyable import Anchor
from rerank.candidates import drawing, whys
from rerank.candidates.book import Book
from rerank.candidates.demand import of_comparable_prices, places_among
from rerank.candidates.drawing import Occasion
from rerank.candidates.making import made
from rerank.candidates.meant import meant_by, searched_for
from rerank.candidates.trace import Step, Trace
from tests.unit.recommending.logs import log

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
AT = Occasion(at=NOW)


def step(product_id: str, kind: str, *, days_ago: float) -> Step:
    return Step(product_id=product_id, kind=kind, at=NOW - timedelta(days=days_ago), title=f"Thing {product_id}")


def trace(*steps: Step) -> Trace:
    return Trace(steps=tuple(sorted(steps, key=lambda each: each.at, reverse=True)))


@pytest.fixture(scope="module")
def book() -> Book:
    """Bags 0, 2, 4 and tents 1, 3, 5: 0 and 1 are bought together, 4 is what most people buy."""
    together = [(person, 2, [0, 1]) for person in range(6)]
    alone = [(person, 1, [4]) for person in range(10, 22)]
    prices = [4000.0, 20000.0, 4000.0, 900.0, 900.0, 900.0]
    return made(log([*together, *alone], things=6, prices=prices))


def test_a_stranger_gets_what_most_people_buy_and_is_told_so(book: Book) -> None:
    first = drawing.to_begin_with(book, Trace(), AT, most=6)[0]
    assert (first.product_id, first.why, first.relevance) == ("p4", whys.POPULAR, 1.0)


def test_what_is_due_comes_before_what_is_popular(book: Book) -> None:
    weekly = trace(*(step("p2", "purchase", days_ago=7.0 * week) for week in (1, 2, 3, 4)))
    first = drawing.to_begin_with(book, weekly, AT, most=6)[0]
    assert (first.product_id, first.why) == ("p2", "you buy it about every week")


def test_what_was_bought_and_is_not_due_is_not_recommended(book: Book) -> None:
    drawn = drawing.to_begin_with(book, trace(step("p4", "purchase", days_ago=2)), AT, most=6)
    assert "p4" not in [each.product_id for each in drawn]


def test_a_fresh_purchase_brings_its_company(book: Book) -> None:
    first = drawing.to_begin_with(book, trace(step("p1", "purchase", days_ago=1)), AT, most=6)[0]
    assert (first.product_id, first.why) == ("p0", "often bought with the Thing p1 you have")


def test_bought_together_by_a_few_is_no_often() -> None:
    """It is still what goes with the purchase, and stands where it would: it only claims nothing."""
    seldom = made(log([(person, 2, [0, 1]) for person in range(2)], things=6))
    company = drawing.to_begin_with(seldom, trace(step("p1", "purchase", days_ago=1)), AT, most=6)
    assert {each.product_id: each.why for each in company if "company" in each.sources} == {"p0": ""}


@pytest.mark.parametrize("kind", ["remove_from_cart", "rejection", "return"])
def test_what_was_refused_is_left_out_for_a_while(book: Book, kind: str) -> None:
    for days_ago, is_there in ((1, False), (60, True)):
        drawn = drawing.to_begin_with(book, trace(step("p4", kind, days_ago=days_ago)), AT, most=6)
        assert ("p4" in [each.product_id for each in drawn]) is is_there


def test_what_was_put_back_and_taken_again_is_not_refused(book: Book) -> None:
    steps = trace(step("p4", "remove_from_cart", days_ago=2), step("p4", "add_to_cart", days_ago=1))
    assert "p4" in [each.product_id for each in drawing.to_begin_with(book, steps, AT, most=6)]


def test_company_is_of_another_kind_and_says_with_what(book: Book) -> None:
    anchors = {"p1": Anchor(title="Dome Tent, Large", category="Camp / Tents", price_minor=20000, currency="USD")}
    drawn = drawing.beside(book, anchors, Trace(), AT, most=6)
    assert (drawn[0].product_id, drawn[0].why) == ("p0", "often bought with the Dome Tent")
    assert not {"p1", "p3", "p5"} & {each.product_id for each in drawn}


def test_goods_nobody_bought_yet_get_what_goes_with_their_category(book: Book) -> None:
    anchors = {"new": Anchor(title="New Tent", category="Camp / Tents", price_minor=20000, currency="USD")}
    drawn = drawing.beside(book, anchors, Trace(), AT, most=6)
    assert {each.product_id for each in drawn} == {"p0", "p2", "p4"}
    assert not any(each.why for each in drawn)


def test_the_last_call_is_for_small_things(book: Book) -> None:
    anchors = {"new": Anchor(title="New Tent", category="Camp / Tents", price_minor=6000, currency="USD")}
    drawn = drawing.beside(book, anchors, Trace(), AT, most=6)
    assert [each.product_id for each in drawing.last_of_all(book, drawn, at_most_minor={"USD": 2000})] == ["p4"]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1.2, "every day"),
        (4, "every four days"),
        (7.3, "every week"),
        (14, "every two weeks"),
        (30, "every month"),
        (60, "every two months"),
    ],
)
def test_a_cycle_is_told_as_people_tell_it(days: float, words: str) -> None:
    assert whys.bought_every(days) == f"you buy it about {words}"


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("https://search.example/?q=warm+sleeping+bags", {"Outdoor / Camping / Sleeping Bags"}),
        ("https://shop.example/outdoor/camping", {"Outdoor / Camping / Sleeping Bags", "Outdoor / Camping / Tents"}),
        ("https://blog.example/home/which-cooker-for-two", {"Home / Kitchen / Stoves & Cookers"}),
        ("https://news.example/home", set()),
        ("https://search.example/", set()),
        ("", set()),
        ("http://[broken", set()),
    ],
)
def test_an_address_speaks_of_categories(address: str, meant: set[str]) -> None:
    categories = (
        "Outdoor / Camping / Sleeping Bags",
        "Outdoor / Camping / Tents",
        "Grocery / Snacks / Granola",
        "Home / Kitchen / Stoves & Cookers",
    )
    assert meant_by(address, categories) == meant


def test_what_is_small_in_another_currency_is_not_small_beside_the_cart() -> None:
    sold = log(
        [(person, 1, [0, 1, 3]) for person in range(6)],
        things=4,
        prices=[9000, 500, 500, 700],
        currencies=["USD", "USD", "USD", "JPY"],
    )
    anchors = {"p0": Anchor(title="Bag", category="Camp / Bags", price_minor=9000, currency="USD")}
    book = made(sold)
    drawn = drawing.beside(book, anchors, Trace(), AT, most=6)
    assert {each.product_id for each in drawn} >= {"p1", "p3"}
    assert [each.product_id for each in drawing.last_of_all(book, drawn, at_most_minor={"USD": 3000})] == ["p1"]


def test_prices_are_cheap_or_dear_beside_those_of_their_currency() -> None:
    prices, currencies = [100, 1, 200, 1, 300, 1, 90_000, 1, 60_000, 1, 30_000, 1], ["USD"] * 6 + ["JPY"] * 6
    shop = log([], things=12, prices=prices, currencies=currencies)
    of_price = places_among(shop.goods.price_minor, of_comparable_prices(shop), parts=3)
    assert of_price[[0, 2, 4, 6, 8, 10]].tolist() == [0, 1, 2, 2, 1, 0]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://search.example/?q=warm+sleeping+bags&p=2", "warm sleeping bags"),
        ("https://shop.example/find?p=2&text=granola", "granola"),
        ("https://search.example/?p=2", ""),
        ("https://blog.example/granola", ""),
        ("http://[broken?q=granola", ""),
        ("", ""),
    ],
)
def test_an_address_tells_what_was_searched_for(address: str, words: str) -> None:
    assert searched_for(address) == words
