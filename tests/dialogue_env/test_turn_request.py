"""What the gateway sends is checked field by field."""

import json

import pytest

from dialogue.turn_request import BadRequest, TurnRequest

SENDER = "0123456789abcdef" * 2


def turn(**fields: object) -> TurnRequest:
    return TurnRequest.from_json(json.dumps({"sender": SENDER, "text": "hello", "metadata": {}, **fields}).encode())


@pytest.mark.parametrize(
    "sender", [None, "", "default", SENDER.upper(), SENDER[:-1], SENDER + "0", f"{SENDER}\n", "../" + SENDER, ["a"], 12]
)
def test_a_sender_that_is_not_our_short_hash_is_refused(sender: object):
    with pytest.raises(BadRequest, match="sender"):
        turn(sender=sender)


@pytest.mark.parametrize("text", [None, "", "  \n", "\x00", 7, ["hello"], "a" * 2001])
def test_text_that_says_nothing_or_too_much_is_refused(text: object):
    with pytest.raises(BadRequest, match="text"):
        turn(text=text)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 16_000])
def test_a_body_that_is_no_object_is_refused(body: bytes):
    with pytest.raises(BadRequest, match="body"):
        TurnRequest.from_json(body)


def test_the_longest_text_passes_unchanged():
    assert turn(text="é" * 2000).text == "é" * 2000


def test_what_postgres_cannot_store_never_gets_further():
    assert turn(text="rain\x00 jac\ud800ket\x07").text == "rain  jacket"


def test_metadata_may_be_missing_but_is_never_anything_but_an_object():
    assert turn(metadata=None).metadata == {}
    with pytest.raises(BadRequest, match="metadata"):
        turn(metadata="web")
