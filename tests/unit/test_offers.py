"""Which questions are about promotions, and what is said of them."""

import pytest

from shop.offers import asks_for_offers
from shop.phrasing.offers import told


@pytest.mark.parametrize(
    "said",
    [
        "any deals?",
        "any deals today",
        "are there any discounts",
        "is there a discount",
        "is there a sale",
        "is there a sale on",
        "do you have any promotions right now",
        "what's on sale",
        "whats on sale today",
        "What promotions do you have?",
        "what deals are there",
        "is anything on sale",
        "today's deals",
        "special offers please",
        "can i get a discount",
        "so any good deals",
        "any deals for me?",
        "are there any discounts for us today",
        "what are your current specials",
    ],
)
def test_a_question_for_whatever_is_reduced(said: str) -> None:
    assert asks_for_offers(said)


@pytest.mark.parametrize(
    "said",
    [
        "any deals on tvs",
        "is there a sale on shoes",
        "do you have any coats on sale",
        "deal",
        "deal then",
        "can i return sale items",
        "i have a promo code",
        "apply my discount code",
        "i found a better deal elsewhere",
        "what's on the table",
        "are there any",
        "what is there",
        "a discount store jacket",
    ],
)
def test_what_names_goods_or_asks_something_else_is_none(said: str) -> None:
    assert not asks_for_offers(said)


def test_three_are_said_and_all_are_shown() -> None:
    answer = told(["10 percent off tea", "3 for 2 on socks", "free shipping", "5 dollars off"])
    assert answer.speech.startswith("Right now there's 10 percent off tea, 3 for 2 on socks and free shipping")
    assert "screen" in answer.speech
    assert answer.text.count("•") == 4
    assert not answer.expects_reply
    assert told([]).speech == "There are no promotions just now."
