"""Alexa's own intents: what they say to the assistant, and whether the microphone is open afterwards."""

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.alexa.envelopes import intent, launch
from tests.unit.alexa.open_door import ASKING, TELLING, WAITING, Door, is_open
from tests.unit.alexa.oracle import said
from tests.unit.fakes import CART
from webhooks.alexa import built_ins

BUILT_INS = [
    ("AMAZON.HelpIntent", "help"),
    ("AMAZON.FallbackIntent", "…"),
    ("AMAZON.YesIntent", "yes"),
    ("AMAZON.NoIntent", "no"),
    ("AMAZON.RepeatIntent", "repeat that"),
    ("AMAZON.MoreIntent", "show me more"),
    ("AMAZON.NextIntent", "show me more"),
    ("AMAZON.PageDownIntent", "show me more"),
    ("AMAZON.ScrollDownIntent", "show me more"),
    ("AMAZON.ScrollRightIntent", "show me more"),
    ("AMAZON.PreviousIntent", "go back to the previous ones"),
    ("AMAZON.PageUpIntent", "go back to the previous ones"),
    ("AMAZON.ScrollUpIntent", "go back to the previous ones"),
    ("AMAZON.ScrollLeftIntent", "go back to the previous ones"),
    ("AMAZON.StartOverIntent", "let's look for something else"),
    ("AMAZON.ResumeIntent", "continue"),
    ("AMAZON.SelectIntent", "tell me about it"),
]


@pytest.mark.parametrize("cart", [None, CART])
@pytest.mark.parametrize(("name", "text"), BUILT_INS)
async def test_a8_built_ins_are_said_to_the_assistant_and_listen_as_it_asks(
    door: Door, name: str, text: str, cart: Any
) -> None:
    door.answers(replace(ASKING, cart=cart))
    assert is_open(await door.asks(intent(name), attributes={}))
    door.answers(replace(TELLING, cart=cart))
    assert not is_open(await door.asks(intent(name), attributes={}))
    assert [turn.text for turn in door.assistant.heard] == [text, text]


@pytest.mark.parametrize(
    "yes", [intent("AMAZON.YesIntent"), intent("Begins_yes", query="please"), intent("AnswerIntent", answer="okay")]
)
async def test_a8_a_yes_that_opens_a_session_agrees_to_nothing_asked_in_another(
    door: Door, yes: dict[str, Any]
) -> None:
    door.answers(ASKING)
    assert is_open(await door.asks(yes))
    assert [turn.text for turn in door.assistant.heard] == ["continue"]


def test_a8_every_built_in_is_tried() -> None:
    assert {name for name, _ in BUILT_INS} == {*built_ins.SENTENCES, built_ins.SELECTS}


@pytest.mark.parametrize("attributes", [{}, WAITING])
async def test_a8_stop_says_goodbye_and_ends_whatever_is_open(door: Door, attributes: dict[str, Any]) -> None:
    told = await door.asks(intent("AMAZON.StopIntent"), attributes=attributes)
    assert said(told).startswith("Bye")
    assert not is_open(told)
    assert door.assistant.heard == []


@pytest.mark.parametrize("name", ["AMAZON.NavigateHomeIntent", "AMAZON.PauseIntent"])
async def test_a8_going_home_ends_without_a_word(door: Door, name: str) -> None:
    told = await door.asks(intent(name), attributes=WAITING)
    assert told["response"] == {"shouldEndSession": True}
    assert door.assistant.heard == []


async def test_a8_cancel_leaves_what_is_open_first_and_ends_when_nothing_is(door: Door) -> None:
    asked = await door.asks(intent("CheckoutIntent"))
    assert asked["sessionAttributes"] == WAITING
    door.answers(replace(ASKING, speech="All right, nothing was ordered.", expects_reply=False))
    left = await door.asks(intent("AMAZON.CancelIntent"), attributes=asked["sessionAttributes"])
    assert door.assistant.heard[-1].text == "never mind"
    assert said(left) == "All right, nothing was ordered. Anything else?"
    assert is_open(left)
    heard = len(door.assistant.heard)
    over = await door.asks(intent("AMAZON.CancelIntent"), attributes=left.get("sessionAttributes"))
    assert not is_open(over)
    assert len(door.assistant.heard) == heard


async def test_a8_cancel_with_nothing_open_ends(door: Door) -> None:
    opened = await door.asks(launch())
    assert not is_open(await door.asks(intent("AMAZON.CancelIntent"), attributes=opened.get("sessionAttributes")))


@pytest.mark.parametrize("name", ["AMAZON.HelpIntent", "AMAZON.RepeatIntent", "AMAZON.FallbackIntent"])
@pytest.mark.parametrize("before", [None, WAITING])
async def test_a8_help_in_between_changes_nothing_of_what_is_open(door: Door, name: str, before: Any) -> None:
    told = await door.asks(intent(name), attributes=before)
    assert told.get("sessionAttributes") == before


@pytest.mark.parametrize(("said_", "opens"), [("stop", False), ("Cancel", False), ("stop the milk", True)])
async def test_a8_stop_and_cancel_count_as_a_whole_answer_too(door: Door, said_: str, opens: bool) -> None:
    assert is_open(await door.asks(intent("AnswerIntent", answer=said_))) is opens
