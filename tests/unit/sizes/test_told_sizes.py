"""Sizes that people say they wear, and what they want to know of sizes."""

import pytest

from shop.sizes.asked import Wish, likes_it_roomy, outcome_of, wearer_of, wish_of
from shop.sizes.evidence import Outcome
from shop.sizes.ladder import apart, ordered, same, stepped
from shop.sizes.usual_spoken import read_between, read_usual


@pytest.mark.parametrize(
    ("said", "size", "brand", "system"),
    [
        ("i'm a nine in Swiftlet", "9", "Swiftlet", ""),
        ("i wear medium in Fernhollow", "M", "Fernhollow", ""),
        ("i'm usually an extra large", "XL", "", ""),
        ("i normally wear european 42", "42", "", "eu"),
        ("i wear a uk 8", "8", "", "uk"),
        ("my usual size is 8.5", "8.5", "", ""),
        ("i'm a 34 by 32", "34x32", "", ""),
    ],
)
def test_a_size_that_is_worn_is_heard(said: str, size: str, brand: str, system: str) -> None:
    usual = read_usual(said, brands=[brand] if brand else [])
    assert usual is not None
    assert (usual.size, usual.brand, usual.system) == (size, brand, system)


@pytest.mark.parametrize(
    "said", ["should i get a medium", "i'm between a nine and a ten", "show me size 9 boots", "medium"]
)
def test_a_size_that_is_only_spoken_of_is_not_worn(said: str) -> None:
    assert read_usual(said) is None


def test_a_bare_size_answers_the_question_for_it() -> None:
    usual = read_usual("nine and a half, usually", bare=True)
    assert usual is not None
    assert usual.size == "9.5"


def test_two_sizes_to_choose_between_are_heard() -> None:
    assert read_between("i'm between a 6 and an 8") == ("6", "8")
    assert read_between("should i get a medium or a large") == ("M", "L")
    assert read_between("i'm 5 foot 6 and 130 pounds") is None


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("what size should i get", Wish.ADVICE),
        ("i'm 5'9 and 160", Wish.ADVICE),
        ("do they run small", Wish.RUNS),
        ("does it fit true to size", Wish.RUNS),
        ("show me the size chart", Wish.CHART),
        ("what's the waist on a medium", Wish.CHART),
        ("what's a european 43 in us sizes", Wish.CONVERT),
        ("how do i measure my foot", Wish.HOW_TO_MEASURE),
        ("forget my measurements", Wish.FORGET),
        ("the jacket runs small", Wish.FEEDBACK),
    ],
)
def test_what_is_wanted_of_sizes_is_told_apart(said: str, wish: Wish) -> None:
    assert wish_of(said) is wish


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("the boots were too tight", Outcome.TOO_SMALL),
        ("the jacket runs a bit big", Outcome.TOO_LARGE),
        ("they fit perfectly", Outcome.FITS),
        ("the boots i bought were a bit tight", Outcome.TOO_SMALL),
        ("will it be too tight", None),
        ("i'm usually a large but these look small", None),
        ("my feet are wide", None),
    ],
)
def test_only_what_was_worn_is_an_outcome(said: str, outcome: Outcome | None) -> None:
    assert outcome_of(said) is outcome


def test_somebody_elses_measures_are_not_the_shoppers() -> None:
    assert wearer_of("what size for my son he's eight") == "son"
    assert wearer_of("would this fit someone who's tall") == "other"
    assert wearer_of("size for a 7 yr old") == "other"
    assert wearer_of("what size should i get") == ""


def test_how_it_should_fit_is_heard_only_if_one_is_said() -> None:
    assert likes_it_roomy("a bit roomy please") is True
    assert likes_it_roomy("snug") is False
    assert likes_it_roomy("i don't know") is None


def test_sizes_have_an_order_of_their_own() -> None:
    assert ordered(["XL", "S", "XXL", "M"]) == ("S", "M", "XL", "XXL")
    assert ordered(["1Y", "13C", "10C"]) == ("10C", "13C", "1Y")
    assert ordered(["6-12 months", "0-3 months"]) == ("0-3 months", "6-12 months")
    assert ordered(["34B", "M"]) == ()
    assert same("XXL", "2XL")
    assert stepped("M", ["S", "M", "L"], steps=1) == "L"
    assert stepped("L", ["S", "M", "L"], steps=1) is None
    assert apart("S", "L", ["S", "M", "L"]) == 2
