"""Signed requests in which something is missing, of another kind, or not what JSON is for: never an error of ours."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.alexa.envelopes import SILENT, can_fulfill, encoded, envelope, intent, launch, touched
from tests.unit.alexa.open_door import Door
from tests.unit.alexa.oracle import strictly

FIND = encoded(envelope(intent("FindIntent", query="Käse & Wein 🧀")))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"7",
        b"{",
        b"{}",
        b"\xff\xfe",
        b"\x00",
        FIND[:-1],
        FIND + b"}",
        FIND + FIND,
        FIND.decode().encode("utf-16"),
        FIND[:-1] + b', "more": NaN}',
        FIND[:-1] + b', "more": -Infinity}',
        FIND[:-1] + b', "version": "1.0"}',
        FIND[:-1] + b', "more": "\xe9"}',
        FIND[:-1] + b', "more": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
        FIND[:-1] + b', "more": ' + b"9" * 20_000 + b"}",
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b"<xml/>",
    ],
)
async def test_a5_a_body_that_is_no_plain_json_object_is_refused_even_if_signed(door: Door, body: bytes) -> None:
    assert (await door.sends(body)).status_code == 400
    assert door.assistant.heard == []


@pytest.mark.parametrize(
    "sent",
    [
        touched("choose", "\ud83d"),
        can_fulfill("FindIntent", **{"\ud83d": "tea"}),
        intent("FindIntent", query="\ud83d") | {"requestId": None},
        intent("\ud83d"),
        launch() | {"locale": "\ud83d", "requestId": "\ud83d"},
    ],
)
async def test_a9_half_a_sign_breaks_nothing(door: Door, sent: dict[str, Any]) -> None:
    told = envelope(sent, attributes={"x": "\ud83d"})
    told["session"]["sessionId"] = told["session"]["user"]["userId"] = "\ud83d"
    answered = await door.sends(json.dumps(told).encode())
    assert answered.status_code == 200
    strictly(answered.content)
    for turn in door.assistant.heard:
        turn.text.encode()
        turn.request_id.encode()


# With halves of surrogate pairs, which JSON can tell and UTF-8 cannot.
WORDS = st.text(st.characters(), max_size=8) | st.just("\ud83d")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
PLACES = st.sampled_from(
    [
        ("session",),
        ("context",),
        ("version",),
        ("session", "attributes"),
        ("session", "user"),
        ("session", "sessionId"),
        ("context", "System"),
        ("context", "System", "user"),
        ("context", "System", "user", "accessToken"),
        ("context", "System", "device"),
        ("context", "System", "device", "supportedInterfaces"),
        ("context", "System", "apiEndpoint"),
        ("request", "requestId"),
        ("request", "locale"),
        ("request", "type"),
        ("request", "intent"),
        ("request", "intent", "name"),
        ("request", "intent", "slots"),
        ("request", "intent", "slots", "query"),
        ("request", "intent", "slots", "query", "value"),
        ("request", "intent", "slots", "query", "resolutions"),
        ("request", "arguments"),
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    parts=st.lists(st.tuples(PLACES, ANYTHING), min_size=1, max_size=3),
    sent=st.sampled_from(
        [intent("FindIntent", query="tea"), launch(), touched("add"), can_fulfill("FindIntent"), *SILENT]
    ),
)
async def test_a9_whatever_kind_a_part_is_of_the_answer_is_valid(door: Door, parts: Any, sent: Any) -> None:
    told = json.loads(encoded(envelope(sent)))
    for path, value in parts:
        _put(told, path, value)
    # Escaped, so that halves of surrogate pairs come as JSON may tell them.
    answered = await door.sends(json.dumps(told).encode())
    if answered.status_code != 400:
        assert answered.status_code == 200
        strictly(answered.content)


def _put(told: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for name in path[:-1]:
        if not isinstance(told.get(name), dict):
            return
        told = told[name]
    told[path[-1]] = value
