"""The analyser: what shoppers say and what the catalogue writes meet in the same terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.retrieval.analyser import compounds_of, terms_of
from catalog.retrieval.phrases import head_of, names_of, phrase_of, shelf_names_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1 gallon", "1 gal"),
        ("1-gallon", "1gal"),
        ("12 fl oz", "12 ounces"),
        ("2-person", "2 people"),
        ('13.5"', "13.5 inches"),
        ("Crème Brûlée", "creme brulee"),
        ("women's boots", "WOMENS BOOT"),
        ("batteries", "battery"),
        ("dresses", "dress"),
        ("knives", "knife"),
        ("1,000 mAh", "1000mah"),
    ],
)
def test_spellings_of_the_same_thing_are_the_same_terms(one: str, other: str) -> None:
    assert terms_of(one) == terms_of(other)


@pytest.mark.parametrize("spelling", ["t-shirt", "tshirt", "T-Shirts"])
def test_a_hyphenated_word_is_found_joined(spelling: str) -> None:
    assert "tshirt" in terms_of(spelling)


def test_a_hyphenated_word_is_found_by_its_parts() -> None:
    assert {"gluten", "free"} <= set(terms_of("gluten-free pasta"))


@pytest.mark.parametrize("word", ["glass", "bus", "tennis", "gas"])
def test_what_is_no_plural_is_left_alone(word: str) -> None:
    assert terms_of(word) == [word]


def test_what_is_free_of_nuts_is_not_told_to_hold_them() -> None:
    assert "nut" not in compounds_of("nut-free, vegan")
    assert "nut" in compounds_of("tree nuts")


def test_function_words_are_no_terms() -> None:
    assert terms_of("a jacket for the rain with a hood") == ["jacket", "rain", "hood"]


@given(st.text(max_size=200))
def test_any_text_has_clean_terms(text: str) -> None:
    for term in terms_of(text):
        assert term
        assert " " not in term
        assert term == term.lower()


@given(st.lists(st.sampled_from(["rain", "jackets", "12", "oz", "t-shirt", "blue"]), max_size=8))
def test_terms_of_terms_are_themselves(words: list[str]) -> None:
    once = terms_of(" ".join(words))
    assert set(terms_of(" ".join(once))) == set(once)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Rain Jacket, Women's", ["rain", "jacket"]),
        ("tent for 4 people", ["tent"]),
        ("9-in-1 multi-tool", ["multi", "tool"]),
        ("for winter camping", []),
        ("Pull-On Boots - wide", ["pull", "on", "boot"]),
    ],
)
def test_a_phrase_ends_where_the_purpose_begins(text: str, phrase: list[str]) -> None:
    assert phrase_of(text) == phrase


def test_a_thing_goes_by_its_name_and_by_shorter_ones() -> None:
    assert names_of("dry dog food") == {"dry dog food", "dog food", "food"}
    assert "sheet" in names_of("sheet set")
    assert head_of("Barrow Lane Whole Milk, 1 gal") == {"milk"}


def test_a_shelf_of_several_things_goes_by_each() -> None:
    assert {"jacket", "vest"} <= shelf_names_of("Jackets & Vests")
