"""What a text says a thing comes without, in all the ways texts say so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.retrieval.lacking import affirmed, lacks_of


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Toddler Water Bottle without Straw, Leakproof", "straw"),
        ("Knife set without the wooden block", "block"),
        ("Stemless Wine Glasses", "stem"),
        ("Cord-less lamp", "cord"),
        ("Wind-up clock, no battery required", "battery"),
        ("Ceiling fan (light kit not included)", "light"),
        ("Sugar-free gum", "sugar"),
        ("Nut free granola", "nut"),
        ("Cup without lid or straw", "straw"),
        ("No need for a drill", "drill"),
        ("w/o handles", "handle"),
    ],
)
def test_what_is_denied_is_lacking_and_not_what_the_thing_is_called(text: str, term: str) -> None:
    assert term in lacks_of(text)
    assert term not in affirmed(text)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Knife Block Set with Block", "block"),
        ("Straw bottle, not only for kids", "straw"),
        ("Pillow with cover, without zipper", "cover"),
        ("Risk-free trial knife", "knife"),
    ],
)
def test_what_is_said_to_be_there_is_not_lacking(text: str, term: str) -> None:
    assert term in affirmed(text)
    assert term not in lacks_of(text)


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert all(term and " " not in term for term in lacks_of(text) | affirmed(text))
