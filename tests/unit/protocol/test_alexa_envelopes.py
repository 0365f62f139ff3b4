"""Whatever is sent to Alexa's door with a good signature is answered in Alexa's own form, or refused with 400."""

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.alexa.authority import NOW
from tests.unit.alexa.envelopes import APL, SKILL, ended, envelope, intent, launch, touched
from tests.unit.alexa.open_door import Door
from tests.unit.alexa.oracle import strictly
from tests.unit.protocol.hostile import UNREADABLE, documents, nested, written

RECORDED = Path(__file__).resolve().parents[4] / "shared" / "bench" / "protocol"
REQUESTS: Mapping[str, Mapping[str, Any]] = {
    "said": envelope(intent("FindIntent", query="oat milk"), interfaces=APL, attributes={"waiting": True}),
    "answered": envelope(intent("AnswerIntent", answer="27 heron court"), access_token="token"),
    "launched": envelope(launch()),
    "ended": envelope(ended("ERROR", type="ENDPOINT_TIMEOUT")),
    "touched": envelope(touched("choose", "Oat Milk"), interfaces=APL),
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with aiohttp.ClientSession() as http:
        opened = Door(http)
        async with opened.client:
            yield opened


@pytest.mark.parametrize("kind", REQUESTS)
async def test_a_request_with_any_one_part_missing_or_odd(door: Door, kind: str) -> None:
    for named, document in documents(REQUESTS[kind]):
        await _is_answered_or_refused(door, written(document), named)


@pytest.mark.parametrize("number", range(len(UNREADABLE)))
async def test_what_is_no_request_at_all(door: Door, number: int) -> None:
    assert await _is_answered_or_refused(door, UNREADABLE[number], "unreadable") == 400
    assert door.assistant.heard == []


async def test_names_that_come_twice_are_no_way_around_the_check_of_the_skill(door: Door) -> None:
    body = written(REQUESTS["said"]).decode()
    application = f'"application": {{"applicationId": "{SKILL}"}}'
    for twice in (
        body.replace(application, f'{application}, "application": {{"applicationId": "another"}}'),
        body.replace(application, f'"application": {{"applicationId": "another"}}, {application}'),
    ):
        assert await _is_answered_or_refused(door, twice.encode(), "twice") == 400
    assert door.assistant.heard == []


@pytest.mark.parametrize("part", ["session", "context", "request"])
async def test_what_is_nested_far_too_deep(door: Door, part: str) -> None:
    for depth in (50, 400):
        body = written({**REQUESTS["said"], part: {**REQUESTS["said"][part], "more": nested(depth)}})
        await _is_answered_or_refused(door, body, f"{depth} deep")


async def test_types_that_nobody_knows_yet_are_taken_quietly(door: Door) -> None:
    for unknown in ("Something.New", "", "launchrequest", "a" * 5000):
        await _is_answered_or_refused(door, written(envelope({"type": unknown})), unknown)
    assert door.assistant.heard == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(request=JSON, session=JSON, context=JSON)
async def test_anything_that_is_json(door: Door, request: Any, session: Any, context: Any) -> None:
    own = envelope(launch())
    for document in (
        {"request": request, "session": session, "context": context},
        {**own, "session": session},
        {**own, "request": {**own["request"], "type": "IntentRequest", "intent": request}},
    ):
        await _is_answered_or_refused(door, written(document), "anything")


@pytest.mark.skipif(not RECORDED.is_dir(), reason="needs the recorded envelopes of shared/bench/protocol")
async def test_every_recorded_document_as_it_is_and_as_if_it_were_for_us(door: Door) -> None:
    files = sorted(RECORDED.rglob("*.json"))
    assert len(files) > 20
    for file in files:
        assert await _is_answered_or_refused(door, file.read_bytes(), file.name) == 400, "for another skill, long ago"
        told = json.loads(file.read_text(encoding="utf-8-sig"))
        for_us = {**told, "request": {**told.get("request", {}), "timestamp": f"{NOW:%Y-%m-%dT%H:%M:%SZ}"}}
        for_us["session"] = {**_object(told.get("session")), "application": {"applicationId": SKILL}}
        for_us["context"] = {}
        status = await _is_answered_or_refused(door, written(for_us), file.name)
        assert status == 200, file.name


def _object(told: Any) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}


async def _is_answered_or_refused(door: Door, body: bytes, named: str) -> int:
    answered = await door.sends(body)
    assert answered.status_code in {200, 400}, (named, answered.status_code, answered.text[:200])
    if answered.status_code == 200:
        strictly(answered.content)
    else:
        assert answered.json()["status"] == 400, named
    return answered.status_code
