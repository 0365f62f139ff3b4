"""S3: what Siri speaks is plain and short, whatever the shop's goods are called."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webhooks.siri.speech import MOST_SIGNS, ON_THE_SCREEN, cut, spoken


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('I found Tom & "J" <b>Jam</b>.', 'I found Tom & "J" Jam.'),
        ("Here: **oat milk**, `2` for $3.49!", "Here: oat milk, 2 for $3.49!"),
        ("See [your cart](https://shop.example/cart) now.", "See your cart now."),
        ("Open https://shop.example/cart?a=1, then pay.", "Open then pay."),
        ("Go to www.shop.example or shop.example/cart today.", "Go to or today."),
        ("A <img src=x onerror=alert(1)> lamp 💡👍🏽 in navy 🇺🇸.", "A lamp in navy."),
        ("javascript:alert(1) is a title", "is a title"),
        ("Jacket\x00\u202e in\tred\n• size M", "Jacket in red size M"),
        ("Fits up to 60 °F, 2% milk, a #1 pick & 5 < 6.", "Fits up to 60 °F, 2% milk, a 1 pick & 5 6."),
        ("Crème brûlée für 3,50 €. Ñandú, 牛乳.", "Crème brûlée für 3,50 €. Ñandú, 牛乳."),
        ("snake_case stays, _emphasis_ goes.", "snake_case stays, emphasis goes."),
        ("💡 🎉", ON_THE_SCREEN),
        ("", ON_THE_SCREEN),
    ],
)
def test_s3_speech_is_plain_words(text: str, said: str) -> None:
    assert spoken(text) == said


def test_s3_long_speech_ends_with_a_whole_sentence() -> None:
    sentences = [f"Number {n} is the Stormcoat Rain Jacket at $74.99." for n in range(40)]
    said = spoken(" ".join(sentences))
    assert len(said) <= MOST_SIGNS
    assert said == " ".join(sentences[: said.count("Number")])
    assert said.count("Number") >= 11


def test_s3_a_price_is_no_end_of_a_sentence() -> None:
    assert cut("It is $4.99 for two of them, and then some more.", most=30) == "It is $4.99 for two of them…"


def test_s3_a_single_word_without_end_is_cut_too() -> None:
    assert cut("x" * 700) == "x" * 599 + "…"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=2000))
def test_s3_no_text_makes_speech_long_or_marked_up(text: str) -> None:
    said = spoken(text)
    assert 0 < len(said) <= MOST_SIGNS
    assert not re.search(r"[<>*`\[\]{}|#\x00-\x1f]|https?:|www\.", said, re.IGNORECASE)
    assert not any(unicodedata.category(sign) in {"Cc", "Cf", "So"} and sign not in "°№℃℉" for sign in said)


@given(st.sampled_from(["http://", "https://", "ftp://", "www.", "WWW.", "javascript:"]), st.text(max_size=50))
def test_s3_no_address_is_ever_spoken(scheme: str, rest: str) -> None:
    assert scheme.lower() not in spoken(f"Open {scheme}{rest} now").lower()
