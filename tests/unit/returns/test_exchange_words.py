"""What is heard while something is exchanged."""

import pytest

from actions.orders.returning import as_size, asked_for_all


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("what sizes are there?", "size"),
        ("which colors do you have", "color"),
        ("what other colours can I get", "color"),
        ("what size should I take", None),
        ("a bigger size", None),
    ],
)
def test_all_values_of_an_attribute_are_asked_for(text: str, attribute: str | None) -> None:
    assert asked_for_all(text) == attribute


@pytest.mark.parametrize(
    ("text", "heard"), [("5.5", "size 5.5"), ("a 9", "size a 9"), ("medium", "medium"), ("9 of them", "9 of them")]
)
def test_a_bare_number_is_a_size_where_one_was_asked_for(text: str, heard: str) -> None:
    assert as_size(text) == heard
