"""What a card's buttons say is done, whatever the product is called."""

import pytest

from actions.plain_words import asks_for


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("Add the Find Me a Better Kettle in red to my cart", "action_add_to_cart"),
        ("Remove the What Is Left Tea, 20 ct from my cart", "action_change_cart"),
        ("Tell me more about the Where Is My Order Mug", "action_show_details"),
        ("find me a kettle", None),
        ("what would you add to my soup", None),
        ("add more light to the room", None),
    ],
)
def test_only_whole_sentences_of_that_kind_are_taken_at_their_word(said: str, action: str | None) -> None:
    assert asks_for(said) == action
