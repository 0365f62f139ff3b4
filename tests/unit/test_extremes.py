"""Whether something has the most of its kind: what is asked, and which one it is."""

import pytest

from catalog.money import Money
from catalog.product import ProductCard
from catalog.query import Sort
from shop.extremes import ExtremeAsked, extreme_asked, the_most


def card(name: str, price_minor: int, rating: float) -> ProductCard:
    return ProductCard(
        id=name,
        variant_id=f"{name}-1",
        title=name,
        brand="Fernhollow",
        category="Tents",
        attributes={},
        price=Money(amount_minor=price_minor, currency="USD"),
        in_stock=True,
        rating=rating,
        image_url="",
        url="",
    )


@pytest.mark.parametrize(
    ("said", "sort"),
    [
        ("is that the cheapest", Sort.CHEAPEST),
        ("so is this the least expensive one you have?", Sort.CHEAPEST),
        ("is it the best rated", Sort.BEST_RATED),
        ("are those the priciest", Sort.MOST_EXPENSIVE),
        ("hmm, is that the lightest one", None),
    ],
)
def test_what_is_asked_for_is_known(said: str, sort: Sort | None) -> None:
    asked = extreme_asked(said)
    assert asked is not None
    assert asked.sort is sort


@pytest.mark.parametrize("said", ["the cheapest", "is that waterproof", "is it the red one", "add the cheapest"])
def test_other_sentences_ask_for_no_such_thing(said: str) -> None:
    assert extreme_asked(said) is None


def test_the_one_that_has_most_is_told_and_none_where_nothing_is_stated() -> None:
    cards = [card("a", 900, 4.0), card("b", 500, 4.8), card("c", 700, 4.1)]
    assert the_most(ExtremeAsked(words="cheapest", sort=Sort.CHEAPEST), cards, [{}, {}, {}]) == 1
    assert the_most(ExtremeAsked(words="priciest", sort=Sort.MOST_EXPENSIVE), cards, [{}, {}, {}]) == 0
    weights = [{"weight": "2 lb"}, {"weight": "3 lb"}, {"weight": "1.5 lb"}]
    assert the_most(ExtremeAsked(words="lightest", sort=None), cards, weights) == 2
    assert the_most(ExtremeAsked(words="lightest", sort=None), cards, [{}, {}, {}]) is None
