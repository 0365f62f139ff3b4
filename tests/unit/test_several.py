"""Several things in one breath."""

import pytest

from shop.several import things_in

GOODS = {"milk", "eggs", "a loaf of bread", "white shirt", "cheese", "add milk", "some butter"}


@pytest.mark.parametrize(
    ("said", "things"),
    [
        ("add milk, eggs and a loaf of bread", ["add milk", "eggs", "a loaf of bread"]),
        ("milk plus some butter", ["milk", "some butter"]),
        ("mac and cheese", ["cheese"]),
        ("a black and white shirt", ["white shirt"]),
        ("the first and the second", []),
    ],
)
def test_only_what_names_goods_is_a_thing(said: str, things: list[str]) -> None:
    assert things_in(said, GOODS.__contains__) == things
