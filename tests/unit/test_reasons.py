"""Why a card is worth a look: facts only, and nothing where nothing is known."""

from dataclasses import replace

from catalog.money import Money
from catalog.product import ProductCard
from catalog.query import Query
from rerank.reasons import reasons, said_of_few
from tests.unit.fakes import JACKET


def priced(amount_minor: int, *, rating: float | None = 4.0) -> ProductCard:
    return replace(JACKET, price=Money(amount_minor=amount_minor, currency="USD"), rating=rating)


def test_the_cheapest_says_so_unless_another_costs_the_same() -> None:
    assert reasons([priced(5000), priced(4000)], [0, 0], Query()) == [None, "the lowest price of these"]
    assert reasons([priced(4000), priced(4000)], [0, 0], Query()) == [None, None]
    assert reasons([priced(4000)], [0], Query()) == [None]


def test_praise_counts_only_from_enough_people() -> None:
    cards = [priced(5000, rating=4.8), priced(5000, rating=4.8), priced(5000, rating=None)]
    assert reasons(cards, [312, 3, 0], Query()) == ["4.8 stars from 312 people", None, None]


def test_price_well_below_what_was_allowed_is_worth_telling() -> None:
    cards = [priced(5900), priced(7900), priced(5900)]
    assert reasons(cards, [0, 0, 0], Query(max_price_minor=8000)) == [
        "well under your $80",
        None,
        "well under your $80",
    ]


def test_what_most_could_say_speaks_for_none() -> None:
    store = "at Riverside, your store"
    told = {"cap": store, "hat": store, "top": "in your size, M"}
    assert said_of_few(told, of=3) == {"top": "in your size, M"}
    assert said_of_few(told, of=4) == told
    assert said_of_few({}, of=0) == {}
