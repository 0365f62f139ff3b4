"""What is looked for in texts is what was said, but for what is refused and what is a bound already."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.query import Query, Sort
from catalog.retrieval.wording import asking_words


@pytest.mark.parametrize(
    ("said", "query", "words"),
    [
        ("knife sets without block", Query(text="knife sets", exclude=("block",)), "knife sets"),
        (
            "silverware storage box without silverware",
            Query(text="silverware storage box", exclude=("silverware",)),
            "silverware storage box",
        ),
        ("ugg slippers women", Query(text="slippers", brands=("UGG",)), "ugg slippers women"),
        ("tents under $200 for 2 people", Query(text="tents", max_price_minor=20000), "tents for 2 people"),
        ("cheapest usb charger", Query(text="usb charger", sort=Sort.CHEAPEST), "usb charger"),
        ("red paddle board", Query(text="paddleboard", colors=("red",)), "red paddle board"),
        ("nike shoes", Query(text="sneakers", brands=("Nike",)), "nike shoes sneakers"),
        ("", Query(text="milk"), "milk"),
    ],
)
def test_the_words_that_ask(said: str, query: Query, words: str) -> None:
    assert asking_words(said, query) == words


@given(st.text(max_size=200), st.text(max_size=50))
def test_anything_said_has_words_or_none(said: str, text: str) -> None:
    assert isinstance(asking_words(said, Query(text=text, exclude=("x",), max_price_minor=1)), str)
