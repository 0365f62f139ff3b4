"""Which sentences ask to be advised, and which only sound so."""

import pytest

from shop.advice import asks_beside, asks_for_ideas, asks_what_else, thing_beside


@pytest.mark.parametrize(
    "said",
    [
        "recommend something",
        "Can you recommend something please?",
        "what should I get",
        "What do you recommend?",
        "anything for me?",
        "Do you have anything for me today",
        "any suggestions",
        "so, surprise me",
        "what's popular right now?",
    ],
)
def test_these_ask_for_ideas(said: str) -> None:
    assert asks_for_ideas(said)


@pytest.mark.parametrize(
    "said",
    [
        "recommend a tent",
        "what should I get for my wife",
        "do you have anything for headaches",
        "what do you recommend for hiking",
        "which one should I get",
        "suggest a red jacket",
    ],
)
def test_these_name_what_it_should_be(said: str) -> None:
    assert not asks_for_ideas(said)


@pytest.mark.parametrize(
    "said", ["anything else I need?", "What else do I need", "did I forget anything", "am I missing something?"]
)
def test_these_ask_what_the_cart_lacks(said: str) -> None:
    assert asks_what_else(said)


@pytest.mark.parametrize("said", ["what else do you have", "anything else in blue", "nothing else", "what is missing"])
def test_these_do_not_ask_about_the_cart(said: str) -> None:
    assert not asks_what_else(said)


@pytest.mark.parametrize(
    ("said", "thing"),
    [
        ("what goes with the tent?", "tent"),
        ("What goes well with my rain jacket", "rain jacket"),
        ("anything that goes with a sleeping bag", "sleeping bag"),
        ("what goes with it", ""),
        ("what goes with the first one", ""),
        ("what goes with the red ones", ""),
        ("what did I buy with the tent", ""),
        ("go with the first one", ""),
        ("is there anything going on with the order", ""),
    ],
)
def test_what_is_asked_for_beside(said: str, thing: str) -> None:
    assert thing_beside(said) == thing


@pytest.mark.parametrize("said", ["what goes with it", "what goes well with the second one", "what goes with the tent"])
def test_these_ask_for_company(said: str) -> None:
    assert asks_beside(said)
