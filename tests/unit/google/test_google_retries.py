"""What is said again is done once, what takes too long is told later, and who says too much has to wait."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.unit.fakes import FOUND
from tests.unit.google import oracle
from tests.unit.google.answers import ENVELOPES, spoken
from tests.unit.google.open_door import Door, actions, cx, es
from webhooks.google.door import ACTIONS_PATH, CX_PATH, ES_PATH


async def test_an_answer_that_hangs_is_an_apology_in_time_and_the_retry_finds_it(door: Door) -> None:
    door.assistant.hangs = asyncio.Event()
    seconds = iter([0.0, 4.39])
    late = Door(monotonic=lambda: next(seconds))
    late.assistant.hangs = asyncio.Event()
    first = await late.told(CX_PATH, cx("add milk"))
    assert "took me too long" in spoken(first)["text"]
    late.assistant.hangs.set()
    seconds = iter([0.0, 0.0])
    again = await late.told(CX_PATH, cx("add milk"))
    assert spoken(again)["text"] == FOUND.speech
    assert len(late.assistant.effects) == 1


@pytest.mark.parametrize(("path", "body"), ENVELOPES.values(), ids=ENVELOPES)
async def test_g3_a_retry_of_the_same_turn_is_one_effect_and_the_same_answer(
    door: Door, path: str, body: Mapping[str, Any]
) -> None:
    first, again = await asyncio.gather(door.send(path, body), door.send(path, body))
    assert first.content == again.content
    assert len(door.assistant.effects) == 1


async def test_g3_the_same_words_in_the_next_turn_are_another_effect(door: Door) -> None:
    await door.told(CX_PATH, cx("add one more"))
    await door.told(CX_PATH, cx("add one more", detectIntentResponseId="response-2"))
    await door.told(ES_PATH, es("add one more"))
    await door.told(ES_PATH, es("add one more", responseId="response-2"))
    first = await door.told(ACTIONS_PATH, actions("add one more"))
    await door.told(ACTIONS_PATH, actions("add one more", session=first["session"]))
    assert len(door.assistant.effects) == 6


async def test_g3_other_words_under_the_same_id_are_a_turn_of_their_own(door: Door) -> None:
    for words in ("add milk", "no, tea", "add milk"):
        await door.told(CX_PATH, cx(words))
    assert len(door.assistant.effects) == 2


@pytest.mark.parametrize(("path", "body"), ENVELOPES.values(), ids=ENVELOPES)
async def test_who_says_too_much_at_once_is_asked_to_wait(path: str, body: Mapping[str, Any]) -> None:
    door = Door(burst=2)
    for number in range(3):
        response = await door.send(path, {**body, "detectIntentResponseId": f"r-{number}", "responseId": f"r-{number}"})
        assert response.status_code == 200
        oracle.parse(path, response.content)
    assert "a lot at once" in response.text
    assert len(door.said) == 2


async def test_g3_without_an_id_each_request_is_a_turn(door: Door) -> None:
    for _ in range(2):
        await door.told(CX_PATH, cx("yes", detectIntentResponseId=None))
    assert len(door.assistant.effects) == 2


async def test_g3_one_session_cannot_take_the_answer_of_another(door: Door) -> None:
    await door.told(ES_PATH, es())
    await door.told(ES_PATH, es(session="projects/shop/agent/sessions/s-2"))
    assert len(door.assistant.effects) == 2


async def test_an_action_counts_its_turns_and_keeps_what_others_put_into_the_session(door: Door) -> None:
    params = {"aisle_turn": 3.0, "theirs": "kept", "list": [1]}
    told = await door.told(ACTIONS_PATH, actions(session={"id": "s", "params": params}))
    assert told["session"] == {"id": "s", "params": {"aisle_turn": 4, "theirs": "kept"}}


@pytest.mark.parametrize("strange", ["1e999", "-1e999", "9" * 4000, "null", '"' + "x" * 5000 + '"', "{}"])
async def test_an_action_gives_back_nothing_strange(door: Door, strange: str) -> None:
    body = json.dumps(actions()).replace('"params": {}', '"params": {"strange": ' + strange + "}")
    response = await door.send(ACTIONS_PATH, body.encode())
    assert response.status_code == 200
    assert response.json()["session"]["params"] == {"aisle_turn": 1}
