"""Changes that begin by taking something back: what is said after it is wished for, and not refused."""

import pytest

from catalog.query import Query
from catalog.understanding.parser import Understanding
from catalog.understanding.vocabulary import Vocabulary

SHOP = Understanding(
    Vocabulary.of(
        brands=["Fernhollow"],
        categories=["Dresses", "Jeans"],
        facts=[
            ("dress", "color", "red"),
            ("dress", "color", "blue"),
            ("dress", "material", "leather"),
            ("jeans", "size", "34x32"),
        ],
        stores={},
    )
)


@pytest.mark.parametrize("said", ["no red was better", "no a red one", "no i meant red"])
def test_a_no_before_a_wish_refuses_nothing(said: str) -> None:
    changed = SHOP.refine(Query(text="dress", colors=("blue",)), said)
    assert (changed.text, changed.colors, changed.exclude) == ("dress", ("red",), ())


@pytest.mark.parametrize("said", ["no leather please", "no leather"])
def test_a_no_before_what_is_not_wanted_still_refuses_it(said: str) -> None:
    assert SHOP.refine(Query(text="dress"), said).exclude == ("leather",)


@pytest.mark.parametrize("said", ["any with pockets", "do you have any with pockets", "with pockets"])
def test_any_with_something_is_said_of_what_is_talked_about(said: str) -> None:
    assert SHOP.refine(Query(text="dress"), said).text == "dress with pockets"


def test_what_was_said_with_something_goes_as_a_whole() -> None:
    assert SHOP.refine(Query(text="dress with pockets"), "without pockets").text == "dress"


def test_two_numbers_are_a_size_where_such_a_size_is_sold() -> None:
    assert SHOP.parse("jeans 34 32").sizes == ("34x32",)


def test_any_with_something_else_takes_the_place_of_what_it_was_with() -> None:
    assert SHOP.refine(Query(text="dress with pockets"), "any with lace").text == "dress with lace"
