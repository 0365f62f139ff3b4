"""What is made for children or animals stands a little behind where nobody said that it is for them."""

import pytest

from catalog.money import Money
from catalog.product import ProductCard
from catalog.query import Query
from rerank.made_for import SET_BACK, set_back
from rerank.order import ordered


def card(title: str, *, category: str = "Rain Jackets") -> ProductCard:
    return ProductCard(
        id=title,
        variant_id=title,
        title=title,
        brand=title,
        category=category,
        attributes={},
        price=Money(amount_minor=100, currency="USD"),
        in_stock=True,
        rating=4.0,
        image_url="/p.svg",
        url="/p",
    )


KIDS, GROWN = card("Updraft Rain Jacket, Kids'"), card("Drizzle Rain Jacket, Men's")
JACKETS = [KIDS, GROWN]


def test_of_equals_the_one_for_grown_ups_comes_first() -> None:
    behind = set_back(JACKETS, Query(text="rain jackets", max_price_minor=8000))
    shown = ordered(JACKETS, [0.9 - less for less in behind], varied=2)
    assert shown == [GROWN, KIDS]


def test_what_clearly_fits_better_still_comes_first() -> None:
    assert SET_BACK < 0.15
    behind = set_back(JACKETS, Query(text="rain jackets"))
    shown = ordered(JACKETS, [score - less for score, less in zip([0.9, 0.6], behind, strict=True)], varied=2)
    assert shown == [KIDS, GROWN]


@pytest.mark.parametrize(
    "query",
    [
        Query(text="rain jacket", attributes={"audience": "kids"}),
        Query(text="rain jacket", attributes={"audience": "men"}),
        Query(text="rain jacket for school"),
        Query(text="toddler rain jacket"),
        Query(text="girl's rain jacket"),
    ],
)
def test_nothing_is_set_back_where_it_is_said_for_whom(query: Query) -> None:
    assert set_back(JACKETS, query) == [0.0, 0.0]


def test_goods_of_animals_stand_behind_unless_they_are_asked_for() -> None:
    beds = [card("Quiet Bed", category="Dog"), card("Oak Bed", category="Beds"), card("Hot Dog Buns", category="Bread")]
    assert set_back(beds, Query(text="bed")) == [SET_BACK, 0.0, 0.0]
    assert set_back(beds, Query(text="bed for my dog")) == [0.0, 0.0, 0.0]
