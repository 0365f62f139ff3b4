"""What each of Google's requests is taken to say, and that none of them breaks the door."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.turn import Buying, Channel
from tests.logs import Written
from tests.unit.google import oracle
from tests.unit.google.open_door import CX_SESSION, Door, actions, cx, es, on_assistant
from webhooks.google.actions_requests import envelope_of as of_actions
from webhooks.google.cx_requests import envelope_of as of_cx
from webhooks.google.door import ACTIONS_PATH, CX_PATH, ES_PATH
from webhooks.google.errors import EnvelopeUnreadable
from webhooks.google.es_requests import envelope_of as of_es
from webhooks.google.said import Document, Envelope, Kind, locale_of
from webhooks.google.shown import Told, shown
from webhooks.google.words import WITHOUT_A_TURN

RECORDED = Path(__file__).resolve().parents[4] / "shared" / "bench" / "protocol" / "dialogflow_v2" / "requests"
ENVELOPES = {CX_PATH: cx, ES_PATH: es, ACTIONS_PATH: actions}
PHONE = "+15550123456"

Said = tuple[Kind, str]


def kind_and_words(envelope: Envelope) -> Said:
    return envelope.said.kind, envelope.said.words


def event(name: str, **changed: Any) -> Document:
    return cx(None, triggerEvent=name, fulfillmentInfo={"tag": "theirs"}, **changed)


@pytest.mark.parametrize(
    ("request_body", "said"),
    [
        (cx("oat milk"), (Kind.WORDS, "oat milk")),
        (cx(None, transcript="oat milk"), (Kind.WORDS, "oat milk")),
        (cx("  oat\u0000 milk "), (Kind.WORDS, "oat  milk")),
        (cx(None, dtmfDigits="2#"), (Kind.WORDS, "2")),
        (cx("", dtmfDigits="*1234#"), (Kind.WORDS, "1234")),
        (cx(None, fulfillmentInfo={"tag": "aisle.welcome"}), (Kind.WELCOME, "")),
        (cx(None, fulfillmentInfo={"tag": "aisle.no_input"}), (Kind.SILENCE, "")),
        (cx(None, fulfillmentInfo={"tag": "aisle.last_no_input"}), (Kind.LAST_SILENCE, "")),
        (cx(None, fulfillmentInfo={"tag": "aisle.goodbye"}), (Kind.FAREWELL, "")),
        (cx("hi", fulfillmentInfo={"tag": "their-own"}), (Kind.WORDS, "hi")),
        (event("WELCOME"), (Kind.WELCOME, "")),
        (event("sys.no-input-default"), (Kind.SILENCE, "")),
        (event("sys.no-input-1"), (Kind.SILENCE, "")),
        (event("sys.no-input-3"), (Kind.LAST_SILENCE, "")),
        (event("CART_REMINDER"), (Kind.SILENCE, "")),
        (cx("um", triggerEvent="sys.no-match-default"), (Kind.WORDS, "um")),
        (
            cx(None, triggerIntent="projects/p/i/1", intentInfo={"displayName": "Default Welcome Intent"}),
            (Kind.WELCOME, ""),
        ),
        (cx(None), (Kind.SILENCE, "")),
        (cx("x" * 5000), (Kind.WORDS, "x" * 2000)),
    ],
)
def test_what_cx_heard(request_body: Document, said: Said) -> None:
    assert kind_and_words(of_cx(request_body)) == said


@pytest.mark.parametrize(
    ("request_body", "said"),
    [
        (es("oat milk"), (Kind.WORDS, "oat milk")),
        (es("hello"), (Kind.WORDS, "hello")),
        (es("WELCOME"), (Kind.WELCOME, "")),
        (es("TELEPHONY_WELCOME"), (Kind.WELCOME, "")),
        (es("FACEBOOK_WELCOME"), (Kind.WELCOME, "")),
        (es("actions_intent_NO_INPUT"), (Kind.SILENCE, "")),
        (es("CART_REMINDER"), (Kind.SILENCE, "")),
        (es(""), (Kind.SILENCE, "")),
        (on_assistant("MAIN", "talk to aisle"), (Kind.WELCOME, "")),
        (on_assistant("MAIN", "x", name="is_health_check", boolValue=True), (Kind.HEALTH_CHECK, "")),
        (on_assistant("TEXT", "oat milk"), (Kind.WORDS, "oat milk")),
        (on_assistant("NO_INPUT", name="IS_FINAL_REPROMPT", boolValue=False), (Kind.SILENCE, "")),
        (on_assistant("NO_INPUT", name="IS_FINAL_REPROMPT", boolValue=True), (Kind.LAST_SILENCE, "")),
        (on_assistant("CANCEL", "cancel"), (Kind.FAREWELL, "")),
        (on_assistant("SIGN_IN", name="SIGN_IN", extension={"status": "OK"}), (Kind.LINKED, "")),
        (on_assistant("SIGN_IN", name="SIGN_IN", extension={"status": "CANCELLED"}), (Kind.NOT_LINKED, "")),
        (on_assistant("OPTION", "Jacket", name="OPTION", textValue="the second one"), (Kind.WORDS, "the second one")),
        (on_assistant("OPTION", "Jacket", name="OPTION", textValue="key-17"), (Kind.WORDS, "Jacket")),
        (on_assistant("CONFIRMATION", "yes", name="CONFIRMATION", boolValue=True), (Kind.WORDS, "yes")),
        (on_assistant("CONFIRMATION", name="CONFIRMATION", boolValue=False), (Kind.WORDS, "no")),
        (on_assistant("CONFIRMATION", name="CONFIRMATION"), (Kind.SILENCE, "")),
        (on_assistant("PERMISSION", name="PERMISSION", boolValue=True), (Kind.SILENCE, "")),
        (on_assistant("DATETIME", "tomorrow at three"), (Kind.WORDS, "tomorrow at three")),
        (on_assistant("DELIVERY_ADDRESS", "27 Heron Court"), (Kind.WORDS, "27 Heron Court")),
    ],
)
def test_what_es_heard(request_body: Document, said: Said) -> None:
    assert kind_and_words(of_es(request_body)) == said


@pytest.mark.parametrize(
    ("request_body", "said"),
    [
        (actions("oat milk"), (Kind.WORDS, "oat milk")),
        (actions("oat milk", intent="actions.intent.NO_MATCH_1"), (Kind.WORDS, "oat milk")),
        (actions("yes", intent="actions.intent.YES"), (Kind.WORDS, "yes")),
        (actions("talk to aisle", intent="actions.intent.MAIN"), (Kind.WELCOME, "")),
        (actions("", intent="actions.intent.NO_INPUT_1"), (Kind.SILENCE, "")),
        (actions("", intent="actions.intent.NO_INPUT_2"), (Kind.SILENCE, "")),
        (actions("", intent="actions.intent.NO_INPUT_FINAL"), (Kind.LAST_SILENCE, "")),
        (actions("stop", intent="actions.intent.CANCEL"), (Kind.FAREWELL, "")),
        (actions("", intent="actions.intent.HEALTH_CHECK"), (Kind.HEALTH_CHECK, "")),
        (actions("main", intent="MAIN"), (Kind.WORDS, "main")),
        (actions(""), (Kind.SILENCE, "")),
    ],
)
def test_what_an_action_heard(request_body: Document, said: Said) -> None:
    assert kind_and_words(of_actions(request_body, project="p")) == said


async def test_a_welcome_greets_by_a_real_turn(door: Door) -> None:
    await door.told(CX_PATH, cx(None, fulfillmentInfo={"tag": "aisle.welcome"}))
    await door.told(ES_PATH, es("WELCOME"))
    await door.told(ACTIONS_PATH, actions("", intent="actions.intent.MAIN"))
    assert door.said == ["hello"] * 3


async def test_silence_is_asked_about_without_a_turn_and_the_last_one_ends_the_talk(door: Door) -> None:
    first = await door.told(CX_PATH, cx(None, fulfillmentInfo={"tag": "aisle.no_input"}))
    last = await door.told(CX_PATH, cx(None, fulfillmentInfo={"tag": "aisle.last_no_input"}))
    assert first["sessionInfo"]["parameters"]["aisle_expects_reply"] is True
    assert {"endInteraction": {}} in last["fulfillmentResponse"]["messages"]
    assert {"endInteraction": {}} not in first["fulfillmentResponse"]["messages"]
    assert not door.said
    assert not door.callers.calls


async def test_the_turn_is_of_the_callers_shopper_and_cannot_order_for_a_guest(door: Door) -> None:
    await door.told(CX_PATH, cx("oat milk", languageCode="en-gb"))
    (turn,) = door.assistant.heard
    assert (turn.channel, turn.buying, turn.locale) == (Channel.GOOGLE, Buying.WHEN_LINKED, "en-GB")
    (caller,) = door.callers.calls
    assert (caller.channel, caller.session) == (Channel.GOOGLE, CX_SESSION)
    assert caller.application == "projects/shop/locations/global/agents/a-1"


@pytest.mark.parametrize(
    ("body", "token"),
    [
        (cx(payload={"user": {"accessToken": "t-1"}}), "t-1"),
        (cx(payload={"aisle_access_token": "t-1"}), "t-1"),
        (cx(sessionInfo={"session": CX_SESSION, "parameters": {"aisle_access_token": "t-1"}}), "t-1"),
        (cx(sessionInfo={"session": CX_SESSION, "parameters": {"aisle_access_token": ["t-1"]}}), None),
        (cx(payload={"user": {"accessToken": "x" * 9000}}), None),
    ],
)
def test_an_access_token_proves_itself_wherever_it_is_put(body: Document, token: str | None) -> None:
    assert of_cx(body).said.access_token == token


def test_the_assistants_user_and_token_are_known() -> None:
    said = of_es(on_assistant("TEXT", "milk", user={"userId": "u-1", "accessToken": "t-1"})).said
    assert (said.user, said.access_token) == ("u-1", "t-1")
    assert of_actions(actions(user={"params": {"bearerToken": "t-2"}}), project="p").said.access_token == "t-2"


def test_a_bare_user_id_of_another_integration_names_nobody() -> None:
    told = on_assistant("TEXT", "milk")
    elsewhere = {**told["originalDetectIntentRequest"], "source": "DIALOGFLOW_MESSENGER"}
    assert of_es({**told, "originalDetectIntentRequest": elsewhere}).said.user is None
    assert of_cx(cx(payload={"userId": "maya", "user": {"userId": "maya"}})).said.user is None


async def test_a_callers_number_goes_nowhere(door: Door, logs: Written) -> None:
    telephony = {"telephony": {"caller_id": PHONE}}
    await door.told(CX_PATH, cx("milk", payload=telephony))
    by_phone = {"source": "GOOGLE_TELEPHONY", "payload": telephony}
    await door.told(ES_PATH, es("milk", originalDetectIntentRequest=by_phone))
    seen = f"{door.callers.calls} {door.assistant.heard} {logs.text}"
    assert "5550123456" not in seen


@pytest.mark.parametrize("path", ENVELOPES)
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 5000, b"{}", b'{"a":NaN}'])
async def test_what_is_no_envelope_is_refused_without_a_turn(door: Door, path: str, body: bytes) -> None:
    response = await door.send(path, body)
    assert response.status_code == 400
    assert response.json()["type"] == "urn:aisle:problem:unreadable"
    assert not door.callers.calls


@pytest.mark.parametrize("session", ["", "   ", None, 5, {"a": 1}, "s" * 600])
def test_without_a_session_nobody_is_answered(session: Any) -> None:
    for read in (
        lambda: of_cx(cx(sessionInfo={"session": session})),
        lambda: of_es(es(session=session)),
        lambda: of_actions(actions(session={"id": session}), project="p"),
    ):
        with pytest.raises(EnvelopeUnreadable):
            read()


@pytest.mark.parametrize("path", ENVELOPES)
async def test_g4_unknown_fields_and_nulls_are_accepted(door: Door, path: str) -> None:
    known = ENVELOPES[path]()
    strange = {"brandNew": {"deep": [1, {"x": None}]}, "anotherOne": None, "thirdOne": "text"}
    deeper = {name: {**part, **strange} if isinstance(part, dict) else part for name, part in known.items()}
    response = await door.send(path, {**deeper, **strange})
    assert response.status_code == 200
    oracle.parse(path, response.content)
    assert door.said == ["a rain jacket"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
KNOWN = st.sampled_from(
    [cx(payload={"telephony": {}, "user": {}}), es(), on_assistant("TEXT", "milk", name="text"), actions()]
)


@given(known=KNOWN, junk=JSON, data=st.data())
def test_g4_any_part_may_be_of_any_type(known: dict[str, Any], junk: Any, data: st.DataObject) -> None:
    """One part anywhere in the envelope is replaced; it is then read, or refused as an envelope, and never breaks."""
    changed = json.loads(json.dumps(known))
    where = changed
    while True:
        name = data.draw(st.sampled_from(sorted(where) if isinstance(where, dict) else range(len(where))))
        inner = where[name]
        if not (isinstance(inner, dict | list) and inner and data.draw(st.booleans())):
            where[name] = junk
            break
        where = inner
    for path, read in ((CX_PATH, of_cx), (ES_PATH, of_es), (ACTIONS_PATH, lambda told: of_actions(told, project="p"))):
        try:
            envelope = read(changed)
        except EnvelopeUnreadable:
            continue
        answer = envelope.render(shown(Told(reply=WITHOUT_A_TURN[Kind.SILENCE].reply), at=None))
        oracle.parse(path, json.dumps(answer, allow_nan=False).encode())


@pytest.mark.parametrize(
    ("code", "locale"),
    [("en", "en-US"), ("en-us", "en-US"), ("en_GB", "en-GB"), ("de", "de"), ("", "en-US"), ("??", "en-US")],
)
def test_languages_are_told_one_way(code: str, locale: str) -> None:
    assert locale_of(code) == locale


def _recorded() -> list[Path]:
    return sorted(RECORDED.rglob("*.json")) if RECORDED.is_dir() else []


@pytest.mark.skipif(not _recorded(), reason="the recorded requests are not on this machine")
@pytest.mark.parametrize("recorded", [pytest.param(path.read_bytes(), id=path.stem) for path in _recorded()])
async def test_g2_each_recorded_request_is_answered_validly(door: Door, recorded: bytes) -> None:
    response = await door.send(ES_PATH, recorded)
    assert response.status_code == 200
    oracle.parse(ES_PATH, response.content)
