"""References to shown products, as shoppers say them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.money import Money
from catalog.product import ProductCard
from shop.references import by_place, place_alone, referred, titled


def card(name: str, *, brand: str, color: str, price_minor: int, rating: float) -> ProductCard:
    return ProductCard(
        id=name,
        variant_id=f"{name}-v",
        title=f"{brand} {name.title()} Rain Jacket",
        brand=brand,
        category="Rain Jackets",
        attributes={"color": color},
        price=Money(amount_minor=price_minor, currency="USD"),
        in_stock=True,
        rating=rating,
        image_url="/p.svg",
        url="/p",
    )


DRIZZLE = card("drizzle", brand="Fernhollow", color="navy", price_minor=7999, rating=4.1)
SQUALL = card("squall", brand="Norwick", color="red", price_minor=4999, rating=4.7)
GALE = card("gale", brand="Tamarack", color="olive", price_minor=12999, rating=3.9)
SHOWN = (DRIZZLE, SQUALL, GALE)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("the second one", [SQUALL]),
        ("I'll take the 3rd", [GALE]),
        ("tell me about number two please", [SQUALL]),
        ("the first and the third", [DRIZZLE, GALE]),
        ("compare the third and the first one", [GALE, DRIZZLE]),
        ("what about the last one", [GALE]),
        ("the first two", [DRIZZLE, SQUALL]),
        ("add both", [DRIZZLE, SQUALL]),
        ("all of them", [DRIZZLE, SQUALL, GALE]),
        ("the cheapest", [SQUALL]),
        ("the cheaper of the two", [SQUALL]),
        ("the most expensive one", [GALE]),
        ("the best rated", [SQUALL]),
        ("is the navy one waterproof", [DRIZZLE]),
        ("does the tamarack have a hood", [GALE]),
        ("add the squall", [SQUALL]),
        ("add that to my cart", [DRIZZLE]),
        ("the tenth one", []),
        ("rain jacket", []),
        ("milk", []),
    ],
)
def test_reference_means_the_shown_product(said: str, meant: list[ProductCard]) -> None:
    assert list(referred(said, SHOWN)) == meant


def test_that_means_the_product_last_talked_about() -> None:
    assert referred("add it", SHOWN, in_focus=GALE) == (GALE,)


def test_last_time_is_not_the_last_product() -> None:
    assert referred("same as last time", SHOWN) == ()


@given(st.text())
def test_any_words_are_survived(said: str) -> None:
    assert {card.id for card in referred(said, SHOWN)} <= {card.id for card in SHOWN}


@given(st.text())
def test_nothing_shown_means_nothing_referred(said: str) -> None:
    assert referred(said, ()) == ()


def test_title_said_in_full_is_meant_whatever_else_was_shown() -> None:
    said = "Add the Fernhollow Drizzle Rain Jacket in navy, size M to my cart"
    assert titled(said, SHOWN) == DRIZZLE


def test_longer_title_wins_over_the_one_within_it() -> None:
    kids = card("drizzle", brand="Fernhollow", color="navy", price_minor=4999, rating=4.0)
    kids = replace(kids, id="kids", title=f"{DRIZZLE.title}, Kids'")
    assert titled("tell me more about the Fernhollow Drizzle Rain Jacket, Kids'", [DRIZZLE, kids]) == kids
    assert titled("tell me more about the Fernhollow Drizzle Rain Jacket", [DRIZZLE, kids]) == DRIZZLE


def test_asking_for_a_color_points_at_no_product() -> None:
    assert referred("do you have it in red", SHOWN, in_focus=DRIZZLE) == (DRIZZLE,)


def test_shade_is_known_by_its_color() -> None:
    assert referred("the blue one", SHOWN) == (DRIZZLE,)
    assert referred("the green one", SHOWN) == (GALE,)


def test_number_words_are_no_names() -> None:
    two = replace(DRIZZLE, id="two", title="Basicbit Two Rain Jacket")
    assert referred("and two toasters", [two, SQUALL]) == ()


def test_pronoun_counts_only_where_it_may() -> None:
    assert referred("that's everything", SHOWN, explicitly=True) == ()


def test_place_is_one_place() -> None:
    assert by_place("no, the second one", SHOWN) == SQUALL
    assert by_place("the first and the second", SHOWN) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the second one", 1),
        ("second", 1),
        ("the last one please", 2),
        ("the fourth one", None),
        ("the blue one", None),
    ],
)
def test_a_place_said_alone_is_one_of_what_was_asked(text: str, place: int | None) -> None:
    assert place_alone(text, 3) == place
