"""How much of an answer a surface takes: bubbles, chips, links and bytes."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from shop.reply import Answer, Reply
from tests.unit.fakes import CART, FOUND, JACKET
from tests.unit.google import oracle
from tests.unit.google.answers import ANSWERS, ENVELOPES, LONG_WORDS
from tests.unit.google.open_door import PUBLIC_URL, Door, actions, cx, es
from webhooks.google.actions_requests import envelope_of as of_actions
from webhooks.google.cx_requests import envelope_of as of_cx
from webhooks.google.door import MOST_BYTES
from webhooks.google.es_requests import envelope_of as of_es
from webhooks.google.said import Envelope
from webhooks.google.shown import LONGEST_BUBBLE, Shown, Told, bubbles, cut, fitted, shown, web_link


def test_what_turns_words_around_is_shown_nowhere() -> None:
    """A mark that a script needs stays, and so do the letters of scripts that run from right to left."""
    assert bubbles("Mug \u202etxt.exe\u2069 \u05db\u05d5\u05e1\u200f!") == ("Mug txt.exe \u05db\u05d5\u05e1\u200f!",)


def test_g4_a_bubble_of_641_characters_is_cut_at_a_word() -> None:
    text = ("seven77 " * 81)[:641]
    assert (len(text), text[640]) == (641, "s")
    first, second = bubbles(text)
    assert len(first) <= LONGEST_BUBBLE
    assert f"{first} {second}" == text
    assert first.endswith("seven77")


@pytest.mark.parametrize(
    ("text", "longest", "kept"),
    [
        ("a" * 640, 640, "a" * 640),
        ("a" * 641, 640, "a" * 640),
        ("one two", 3, "one"),
        ("one two", 6, "one"),
        ("one two", 7, "one two"),
        ("one\ntwo three", 8, "one\ntwo"),
        ("", 5, ""),
    ],
)
def test_g4_text_is_cut_at_a_word(text: str, longest: int, kept: str) -> None:
    assert cut(text, longest) == kept


@pytest.mark.parametrize(("path", "body"), ENVELOPES.values(), ids=ENVELOPES)
async def test_g4_the_longest_answer_has_two_bubbles_of_whole_words(
    door: Door, path: str, body: Mapping[str, Any]
) -> None:
    door.assistant.answer_next = ANSWERS["long"]
    response = await door.send(path, body)
    oracle.parse(path, response.content)
    assert "wor" not in response.text.replace("word", "")


def test_g4_chips_are_short_and_few() -> None:
    many = ("x" * 26, *(f"chip {number}" for number in range(12)), "chip 1")
    told = shown(Told(reply=_reply(replace(FOUND, suggestions=many))), at=None)
    assert told.chips == tuple(f"chip {number}" for number in range(8))


def _huge() -> Answer:
    long_link = f"https://shop.test/{'p' * 1900}"
    card = replace(JACKET, title="T" * 5000, brand="B" * 5000, image_url=long_link, url=long_link, why="w" * 5000)
    line = replace(CART.lines[0], title="L" * 5000)
    return replace(
        FOUND,
        speech=LONG_WORDS * 50,
        text=LONG_WORDS * 50,
        products=(card,) * 200,
        cart=replace(CART, lines=(line,) * 200),
        handoff={"summary": "s" * 100_000},
    )


@pytest.mark.parametrize(("path", "body"), ENVELOPES.values(), ids=ENVELOPES)
async def test_g5_the_largest_answer_fits_and_is_still_said(door: Door, path: str, body: Mapping[str, Any]) -> None:
    door.assistant.answer_next = _huge()
    response = await door.send(path, body)
    assert len(response.content) <= MOST_BYTES
    oracle.parse(path, response.content)
    assert "word word" in response.text


@pytest.mark.parametrize("most_bytes", [40_000, 20_000, 8_000, 4_000, 1_500])
def test_g5_what_is_left_out_first_is_what_can_be_missed_most_easily(most_bytes: int) -> None:
    everything = shown(Told(reply=_reply(replace(_huge(), speech="Here you are.", text="Here you are."))), at=None)
    for envelope in (of_cx(cx()), of_es(es()), of_actions(actions(), project="p")):
        fitting = fitted(everything, lambda tried, envelope=envelope: _size(envelope, tried) <= most_bytes)  # type: ignore[misc]
        assert _size(envelope, fitting) <= most_bytes
        assert fitting.speech == everything.speech
        assert not fitting.cards or all(card.title for card in fitting.cards)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://shop.test/a?b=c", "https://shop.test/a?b=c"),
        ("http://shop.test/a", "http://shop.test/a"),
        ("/pictures/a.svg", f"{PUBLIC_URL}/pictures/a.svg"),
        ("javascript:alert(1)", None),
        ("JAVASCRIPT:alert(1)", None),
        ("data:text/html,x", None),
        ("https://user@shop.test/", None),
        ("https://shop.test/a b", None),
        ("https://shop.test/\u0000", None),
        ("https://[bad/", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_are_shown(address: str | None, told: str | None) -> None:
    assert web_link(address, at=PUBLIC_URL) == told
    if told is None or not told.startswith(PUBLIC_URL):
        assert web_link(address, at=None) == told


def _reply(answer: Answer) -> Reply:
    return Reply.of(answer, turn_id="turn-1", intent="product_search", confidence=0.9)


def _size(envelope: Envelope, tried: Shown) -> int:
    return len(json.dumps(envelope.render(tried), ensure_ascii=False, separators=(",", ":")).encode())
