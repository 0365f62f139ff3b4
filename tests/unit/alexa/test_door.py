"""What a shopper gets by each kind of request, with an assistant and callers that are canned."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from shop.turn import Buying, Channel
from tests.logs import Written, captured_logs
from tests.unit.alexa.authority import headers_for
from tests.unit.alexa.envelopes import (
    APL,
    SESSION,
    SILENT,
    SKILL,
    USER,
    can_fulfill,
    encoded,
    ended,
    envelope,
    intent,
    launch,
    touched,
)
from tests.unit.alexa.open_door import TELLING, WAITING, Door, is_open
from tests.unit.alexa.oracle import directives, said, strictly
from webhooks.alexa import built_ins
from webhooks.alexa.answers import ELICITING
from webhooks.alexa.carriers import CARRIERS
from webhooks.alexa.envelope import Envelope
from webhooks.alexa.wishes import wish_of
from webhooks.callers import Visit
from webhooks.errors import AccessTokenRefused

PROTOCOL = Path(__file__).parents[4] / "shared" / "bench" / "protocol" / "alexa"


@pytest.fixture(autouse=True)
def logs() -> Iterator[Written]:
    with captured_logs() as written:
        yield written


async def test_launch_greets_and_listens_whatever_the_greeting_asks(door: Door) -> None:
    door.answers(TELLING)
    told = await door.asks(launch())
    assert is_open(told)
    assert door.assistant.heard[0].text == "hello"


@pytest.mark.parametrize("kind", ["Connections.Response", "SessionResumedRequest"])
async def test_coming_back_from_elsewhere_is_like_a_launch(door: Door, kind: str) -> None:
    assert is_open(await door.asks({"type": kind, "status": {"code": "200"}}))


@pytest.mark.parametrize("sent", [launch(), intent("FindIntent", query="tea")])
async def test_an_open_microphone_hears_a_whole_sentence_next(door: Door, sent: dict[str, Any]) -> None:
    assert directives(await door.asks(sent), "Dialog.ElicitSlot") == [ELICITING]
    door.answers(TELLING)
    if sent["type"] == "IntentRequest":
        assert "directives" not in (await door.asks(sent))["response"]


@pytest.mark.parametrize("sent", SILENT)
async def test_a9_what_nobody_listens_to_is_answered_without_a_word(door: Door, sent: dict[str, Any]) -> None:
    told = await door.asks(sent)
    assert told == {"version": "1.0", "response": {}}
    assert door.assistant.heard == []
    assert door.callers.seen == []


async def test_a9_why_a_session_ended_is_logged_and_nothing_said_in_it(door: Door, logs: Written) -> None:
    await door.asks(ended("ERROR", type="ENDPOINT_TIMEOUT", message="canary"))
    (line,) = logs.named("alexa_event")
    assert (line["reason"], line["problem"]) == ("ERROR", "ENDPOINT_TIMEOUT")
    assert "canary" not in logs.text


async def test_a9_tokens_and_words_are_in_no_log(door: Door, logs: Written) -> None:
    for sent in SILENT:
        await door.asks(sent)
    await door.asks(intent("FindIntent", query="words-canary"), access_token="access-canary")
    door.callers.error = AccessTokenRefused(reason="expired")
    await door.asks(intent("FindIntent", query="words-canary"), access_token="access-canary")
    await door.sends(encoded(envelope(intent("FindIntent", query="words-canary"))), {})
    assert "canary" not in logs.text


async def test_the_turn_tells_who_where_and_in_which_language(door: Door) -> None:
    await door.asks(intent("AddIntent", query="the second one") | {"locale": "en-GB"}, access_token="token")
    (turn,), (caller,) = door.assistant.heard, door.callers.seen
    assert (turn.channel, turn.shopper_id, turn.conversation_id) == (Channel.ALEXA, "ann", "talk")
    assert (turn.text, turn.locale, turn.buying) == ("add the second one", "en-GB", Buying.WHEN_LINKED)
    assert turn.request_id == "amzn1.echo-api.request.1"
    assert (caller.application, caller.user, caller.session) == (SKILL, USER, SESSION)
    assert caller.access_token == "token"


async def test_a_recognised_voice_is_no_account(door: Door) -> None:
    told = envelope(intent("ViewCartIntent"))
    told["context"]["System"]["person"] = {"personId": "amzn1.ask.person.1", "accessToken": "of-the-person"}
    assert (await door.sends(encoded(told))).status_code == 200
    assert door.callers.seen[0].access_token is None
    assert door.callers.seen[0].user == USER


def test_every_intent_of_ours_is_said_in_words() -> None:
    for name, carrier in CARRIERS.items():
        sent = intent(name, **dict.fromkeys(carrier.slots, "12"))
        said_ = wish_of(Envelope.model_validate(envelope(sent))).text
        assert said_ not in {"", built_ins.NOT_HEARD}, name


@pytest.mark.parametrize(
    "name", ["GetZodiacHoroscopeIntent", "AMAZON.AddAction<object@Book,targetCollection@ReadingList>", "", "Käse"]
)
async def test_an_intent_of_another_model_is_one_that_was_not_heard(door: Door, name: str) -> None:
    await door.asks(intent(name, ZodiacSign="virgo"))
    assert door.assistant.heard[0].text == built_ins.NOT_HEARD


async def test_a_slot_is_read_by_what_the_model_knows_it_as(door: Door) -> None:
    sent = intent("FindIntent", query="spags")
    sent["intent"]["slots"]["query"]["resolutions"] = {
        "resolutionsPerAuthority": [
            {"authority": "a", "status": {"code": "ER_SUCCESS_NO_MATCH"}, "values": []},
            {"authority": "b", "status": {"code": "ER_SUCCESS_MATCH"}, "values": [{"value": {"name": "spaghetti"}}]},
        ]
    }
    await door.asks(sent)
    assert door.assistant.heard[0].text == "find spaghetti"


async def test_an_empty_slot_leaves_the_words_in_front_of_it(door: Door) -> None:
    await door.asks(intent("AddIntent"))
    assert door.assistant.heard[0].text == "add"


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (touched("choose", 'Tom & "J"'), 'tell me more about the Tom & "J"'),
        (touched("add"), "add it to my cart"),
        ({"type": "Display.ElementSelected", "token": "item-3"}, "number 3"),
    ],
)
async def test_touching_chooses(door: Door, sent: dict[str, Any], text: str) -> None:
    told = await door.asks(sent, interfaces=APL)
    assert door.assistant.heard[0].text == text
    assert directives(told, "Alexa.Presentation.APL.RenderDocument")
    assert directives(told, "Dialog.ElicitSlot") == []


@pytest.mark.parametrize(
    "arguments", [(), (7,), ("buy", "x"), ("choose",), ("choose", "a", "b"), ([],), ({},), (None,)]
)
async def test_other_touches_do_nothing(door: Door, arguments: Any) -> None:
    assert (await door.asks(touched(*arguments)))["response"] == {}
    assert door.assistant.heard == []


async def test_a12_only_who_has_a_screen_gets_one(door: Door) -> None:
    assert directives(await door.asks(launch(), interfaces=APL), "Alexa.Presentation.APL.RenderDocument")
    for interfaces in ({}, {"AudioPlayer": {}}, {"Display": {}}):
        assert "APL" not in str(await door.asks(launch(), interfaces=interfaces))


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (can_fulfill("FindIntent", query="oat milk"), "YES"),
        (can_fulfill("ViewCartIntent"), "YES"),
        (can_fulfill("GetZodiacHoroscopeIntent", ZodiacSign="virgo"), "NO"),
        (can_fulfill("FindIntent", query=""), "MAYBE"),
    ],
)
async def test_what_can_be_done_is_told_without_doing_it(door: Door, sent: dict[str, Any], answer: str) -> None:
    told = await door.asks(sent)
    assert told["response"]["canFulfillIntent"]["canFulfill"] == answer
    assert door.assistant.heard == []


async def test_what_did_not_fit_when_carts_were_merged_is_told(door: Door) -> None:
    notice = "Two of the jackets were too many."
    door.callers.visit_with = Visit(shopper_id="ann", conversation_id="talk", name="Ann", notice=notice)
    assert said(await door.asks(launch())).startswith(notice)


async def test_foreign_attributes_of_a_session_are_not_kept(door: Door) -> None:
    told = await door.asks(intent("FindIntent", query="tea"), attributes={"big": "x" * 5000, "waiting": "yes"})
    assert told["sessionAttributes"] == WAITING


async def test_a11_a_question_about_a_thousand_slots_gets_a_small_answer(door: Door) -> None:
    told = await door.asks(
        can_fulfill("FindIntent", **{f"slot{'x' * (number // 8)}{number}": "" for number in range(900)})
    )
    assert len(told["response"]["canFulfillIntent"]["slots"]) <= 20


@pytest.mark.skipif(not PROTOCOL.is_dir(), reason="needs the recorded envelopes of shared/bench/protocol")
@pytest.mark.parametrize("name", ["LaunchRequest", "IntentRequest", "BuiltInIntentRequest", "SessionEndedRequest"])
async def test_recorded_envelopes_are_answered(http: aiohttp.ClientSession, name: str) -> None:
    """As they stand, byte-order mark and all: only the skill's id and the time are today's."""
    recorded = (PROTOCOL / f"{name}.json").read_bytes()
    skill = json.loads(recorded.decode("utf-8-sig"))["session"]["application"]["applicationId"]
    body = recorded.replace(skill.encode(), SKILL.encode()).replace(b"2015-05-13T12:34:56Z", b"2026-01-02T12:00:00Z")
    door = Door(http)
    async with door.client:
        answered = await door.sends(body, headers_for(body))
    assert answered.status_code == 200
    told = strictly(answered.content)
    assert ("outputSpeech" in told["response"]) is (name != "SessionEndedRequest")
    assert len(door.assistant.heard) == (0 if name == "SessionEndedRequest" else 1)
