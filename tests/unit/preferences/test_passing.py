import pytest

from shop.preferences.passing import told_in_passing, without_oneself
from shop.preferences.preference import Kind
from tests.unit.preferences.shop_words import SHOP


def told(text: str) -> list[tuple[Kind, str, str]]:
    return [(one.kind, one.about, one.value) for one in told_in_passing(text, parse=SHOP.parse)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm looking for snacks, I'm vegan", [(Kind.DIET, "", "vegan")]),
        ("show me granola I\u2019m vegan", [(Kind.DIET, "", "vegan")]),
        ("as a vegetarian what snacks can I have", [(Kind.DIET, "", "vegetarian")]),
        ("granola for my daughter who is allergic to nuts", [(Kind.ALLERGY, "daughter", "nut")]),
        ("granola for my daughter who's vegan", [(Kind.DIET, "daughter", "vegan")]),
        ("granola for my son, allergic to peanuts", [(Kind.ALLERGY, "son", "peanut")]),
        ("my wife is celiac, need granola", [(Kind.DIET, "wife", "gluten-free")]),
        ("any granola for my vegan wife", [(Kind.DIET, "wife", "vegan")]),
        (
            "find granola, my kids are allergic to nuts and soy",
            [(Kind.ALLERGY, "kids", "nut"), (Kind.ALLERGY, "kids", "soy")],
        ),
        (
            "my wife is vegan and I can't eat nuts, find granola",
            [(Kind.DIET, "wife", "vegan"), (Kind.ALLERGY, "", "nut")],
        ),
    ],
)
def test_how_people_eat_is_told_within_a_request(text: str, expected: list[tuple[Kind, str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "vegan snacks",
        "I want vegan snacks",
        "show me my vegan snacks",
        "snacks for a vegan",
        "nut-free granola for my daughter",
        "we need gluten free granola for our party",
        "I like vegan granola",
        "is it vegan",
        "are these ok for people with allergies",
        "my daughter wants a vegan cake",
        "what can I have",
    ],
)
def test_what_goods_are_like_says_nothing_of_people(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [("I\u2019m vegan, snacks please", "snacks please"), ("snacks, i'm vegan", "snacks"), ("Snacks", "snacks")],
)
def test_what_is_left_of_a_request_without_what_it_says_of_oneself(text: str, left: str) -> None:
    assert without_oneself(text) == left
