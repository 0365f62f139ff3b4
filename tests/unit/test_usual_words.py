"""How shoppers speak of what they always buy, and how they put right what was done."""

import pytest

from shop.cart_questions import Asked, asked_of_cart, asks_about_cart, asks_how_much_now
from shop.cart_requests import (
    all_of,
    changes_cart,
    empties,
    fewer_by,
    kept,
    number_wanted,
    of_everything,
    parts,
    swap_said,
)
from shop.corrections import Kind, correction_in
from shop.usual.wording import (
    asks_for_groceries,
    asks_for_usual,
    claims_usual,
    claims_usual_amount,
    names_nothing_else,
    usual_asked_about,
    without_usual,
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("my usual coffee", "coffee"),
        ("same milk as always", "milk"),
        ("the coffee i always get", "the coffee"),
        ("the usual milk and bread", "milk and bread"),
        ("two of my usual milk", "two of milk"),
        ("Same bread as usual", "bread"),
        ("the usual amount of milk", "milk"),
    ],
)
def test_the_usual_of_something(text: str, left: str) -> None:
    assert claims_usual(text)
    assert without_usual(text) == left
    assert not names_nothing_else(text)


@pytest.mark.parametrize("text", ["the usual", "what i always get", "the regular stuff", "the brand I usually buy"])
def test_the_usual_of_whatever_is_asked_about(text: str) -> None:
    assert names_nothing_else(text)


@pytest.mark.parametrize("text", ["regular coffee", "milk", "same coffee as last time", "unsweetened regular soda"])
def test_no_habit_is_claimed(text: str) -> None:
    assert not claims_usual(text)
    assert without_usual(text) == text


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("what's my usual", ""),
        ("What do I usually buy?", ""),
        ("what do i normally get", ""),
        ("what's my usual milk", "milk"),
        ("which coffee do i normally get", "coffee"),
        ("what kind of bread do we usually buy", "bread"),
        ("remind me what milk i always get", "milk"),
    ],
)
def test_the_usual_may_only_be_asked_about(text: str, goods: str) -> None:
    assert asks_for_usual(text)
    assert usual_asked_about(text) == goods


@pytest.mark.parametrize(
    "text",
    ["my usual milk", "add the usual", "what i always get", "what's my usual size", "what's the usual price",
     "what are my usual groceries", "what's my usual store"],
)  # fmt: skip
def test_what_is_wanted_or_no_goods_is_no_question_for_a_habit(text: str) -> None:
    assert not asks_for_usual(text)


def test_an_amount_may_be_the_usual_one() -> None:
    assert claims_usual_amount("milk, as many as usual")
    assert not claims_usual_amount("my usual milk")


@pytest.mark.parametrize("text", ["my usual groceries", "do my weekly shop", "my regular groceries please"])
def test_everything_that_is_due(text: str) -> None:
    assert asks_for_groceries(text)


@pytest.mark.parametrize("text", ["my weekly groceries from last week again", "groceries", "my usual coffee"])
def test_not_everything(text: str) -> None:
    assert not asks_for_groceries(text)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("no, the other milk", Kind.OTHER, ""),
        ("that's the wrong milk", Kind.OTHER, ""),
        ("not that one, the barista", Kind.THIS, "barista"),
        ("I meant the two-litre", Kind.THIS, "two-litre"),
        ("not oat, whole milk", Kind.THIS, "whole milk"),
        ("whole milk, not oat", Kind.THIS, "whole milk"),
        ("no, the bigger one", Kind.THIS, "bigger"),
        ("wrong size", Kind.CHOICE, "size"),
        ("undo that", Kind.UNDO, ""),
        ("take that back out", Kind.UNDO, "out"),
        ("no wait, bring it back", Kind.UNDO, "in"),
    ],
)
def test_something_is_put_right(text: str, kind: Kind, words: str) -> None:
    found = correction_in(text)
    assert found is not None
    assert (found.kind, found.words) == (kind, words)


@pytest.mark.parametrize(
    ("text", "number", "of_all"),
    [
        ("I said two not ten", 2, False),
        ("sorry, I meant six", 6, False),
        ("no, just one", 1, True),
        ("actually one is enough", 1, True),
        ("two will do", 2, True),
        ("that's too many, one", 1, True),
        ("one is fine thanks", 1, True),
        ("I only need two", 2, True),
    ],
)
def test_another_number_is_meant(text: str, number: int, of_all: bool) -> None:
    found = correction_in(text)
    assert found is not None
    assert (found.kind, found.number, found.of_all) == (Kind.COUNT, number, of_all)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "no thanks",
        "no that's all",
        "i want milk",
        "make it two",
        "is it organic",
        "no, never mind",
        "two",
        "no show me",
        "no wait what's in my cart again",
        "no wait is it waterproof",
        "no wait a second",
        "no i changed my mind",
        "actually can you read me the cart",
        "one of them",
    ],
)
def test_nothing_is_put_right(text: str) -> None:
    assert correction_in(text) is None


@pytest.mark.parametrize(
    ("text", "there", "wanted"),
    [
        ("make it zero", 3, 0),
        ("double the milk", 3, 6),
        ("half as many", 5, 3),
        ("two fewer", 3, 1),
        ("one more", 3, 4),
        ("two fewer", 1, 0),
    ],
)
def test_so_many_are_wanted(text: str, there: int, wanted: int) -> None:
    assert number_wanted(text, there=there, said=None) == wanted


def test_changes_of_several_things() -> None:
    assert of_everything("make everything two")
    assert of_everything("one more of each")
    assert number_wanted("half that", there=4, said=None) == 2
    assert kept("remove everything but the coffee") == "the coffee"
    assert kept("take everything out except the milk") == "the milk"
    assert kept("all but the milk") == "the milk"
    assert kept("keep only the milk") == "the milk"
    assert not empties("remove everything but the coffee")
    assert not empties("take everything out except the milk")
    assert empties("remove everything")
    assert parts("take the milk and the eggs out of my cart") == ["the milk", "the eggs"]
    assert all_of("remove all the milk") == "milk"
    swap = swap_said("swap the butter for margarine")
    assert swap is not None
    assert (swap.old, swap.new) == ("butter", "margarine")
    assert changes_cart("make everything two")
    assert not changes_cart("double cream")


@pytest.mark.parametrize(
    ("text", "fewer"),
    [
        ("wait, take one out", 1),
        ("take out two of them", 2),
        ("remove a couple", 2),
        ("remove two bananas", None),
        ("take it out", None),
        ("remove the first one", None),
    ],
)
def test_so_many_go(text: str, fewer: int | None) -> None:
    assert fewer_by(text) == fewer


@pytest.mark.parametrize(
    ("text", "way", "goods"),
    [
        ("put the milk back", "", "milk"),
        ("no wait keep the eggs", "in", "eggs"),
        ("bring my bread back", "in", "bread"),
    ],
)
def test_what_is_named_comes_back(text: str, way: str, goods: str) -> None:
    found = correction_in(text)
    assert found is not None
    assert (found.kind, found.words, found.goods) == (Kind.UNDO, way, goods)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("how much is it all", Asked.TOTAL),
        ("do i have eggs in there already", Asked.ALREADY),
        ("anything on sale in my cart", Asked.SALE),
        ("how much is the milk in my cart", Asked.PRICE),
        ("how much are they together", Asked.TOTAL),
        ("how many eggs do i have", Asked.ALREADY),
        ("is that with tax", Asked.TAX),
        ("before tax?", Asked.TAX),
        ("what did i just add", Asked.JUST),
        ("did i add bread", Asked.ALREADY),
    ],
)
def test_questions_about_the_cart(text: str, asked: Asked) -> None:
    assert asks_about_cart(text)
    assert asked_of_cart(text) is asked


@pytest.mark.parametrize(
    "text", ["how much is the milk", "add eggs to my cart", "is this on sale", "what else", "tents under 200 with tax"]
)
def test_no_question_about_the_cart_for_certain(text: str) -> None:
    assert not asks_about_cart(text)


@pytest.mark.parametrize(
    "text", ["how much now", "ok how much is it all now", "how much is that so far", "what am i at"]
)
def test_how_much_now_is_of_the_cart_that_is_being_filled(text: str) -> None:
    assert asks_how_much_now(text)


@pytest.mark.parametrize("text", ["how much", "how much is the tent now", "how much is it", "what now"])
def test_a_price_of_one_thing_is_not_the_total(text: str) -> None:
    assert not asks_how_much_now(text)


def test_what_it_is_coming_to_is_the_total() -> None:
    assert asked_of_cart("what's it come to") is Asked.TOTAL


def test_what_that_is_altogether_is_the_total() -> None:
    assert asked_of_cart("what's that altogether") is Asked.TOTAL
    assert asks_about_cart("what's that all together")
