"""Texts of feeds lose their markup and their encoding troubles, and keep what they say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.intake.text import CONTROL_SIGNS, LOST_SIGNS, MENDED, MOJIBAKE, WRONG_BYTES, cleaned

MANY = settings(max_examples=150, deadline=None)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<p>Warm &amp; dry</p>", "Warm & dry"),
        ("&lt;b&gt;Bold&lt;/b&gt;", "Bold"),
        ("a<br>b<script>alert(1)</script>c", "a b c"),
        ("<!-- hidden -->shown<!-- open", "shown"),
        ("under < 5 kg, I <3 it", "under < 5 kg, I <3 it"),
        ("tea\u00a0\u00a0pot\u200b\r\n  set", "tea pot set"),
        ("<![CDATA[x]]>", "x"),
        ("cafe\u0301", "café"),
        ("R&D at AT&T; 100 % &copy;", "R&D at AT&T; 100 % ©"),
    ],
)
def test_markup_goes_and_words_stay(raw: str, text: str) -> None:
    assert cleaned(raw, longest=100).text == text


@pytest.mark.parametrize(
    ("raw", "text", "trouble"),
    [
        ("cafÃ© crÃ¨me", "café crème", MOJIBAKE),
        ("donâ€™t â€œgoâ€\x9d", "don\u2019t “go”", MOJIBAKE),
        ("20Â°C", "20°C", MOJIBAKE),
        (f"Caf{MENDED}é", "Café", WRONG_BYTES),
        ("a\x00b", "a b", CONTROL_SIGNS),
        ("caf\ufffd", "caf\ufffd", LOST_SIGNS),
    ],
)
def test_encoding_troubles_are_mended_and_told(raw: str, text: str, trouble: str) -> None:
    clean = cleaned(raw, longest=100)
    assert (clean.text, clean.troubles) == (text, (trouble,))


@pytest.mark.parametrize(
    "text", ["Âge tendre", "MENÜ“", "Ångström Äpfel", "naïve", "São Paulo", "50 € \u2013 60 €", "日本語"]
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert cleaned(text, longest=100).text == text
    assert not cleaned(text, longest=100).troubles


def test_paragraphs_stay_apart_where_wished() -> None:
    assert cleaned("<p>One</p><p>Two</p>", longest=100, lines=True).text == "One\nTwo"


def test_long_texts_end_at_a_word() -> None:
    assert cleaned("one two three", longest=9).text == "one two"


@MANY
@given(st.text(), st.integers(1, 50))
def test_any_text_becomes_one_a_database_takes(raw: str, longest: int) -> None:
    text = cleaned(raw, longest=longest).text
    assert len(text) <= longest
    assert "\x00" not in text
    text.encode("utf-8")
