"""Whatever a proven caller sends to Google's doors is answered in the format of the door, or refused with 400."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.google.open_door import Door, actions, cx, es, on_assistant
from tests.unit.google.oracle import parse
from tests.unit.protocol.hostile import UNREADABLE, documents, nested, written
from tests.unit.protocol.test_alexa_envelopes import JSON
from webhooks.google.door import ACTIONS_PATH, CX_PATH, ES_PATH

RECORDED = Path(__file__).resolve().parents[4] / "shared" / "bench" / "protocol"
PATHS = (CX_PATH, ES_PATH, ACTIONS_PATH)
REQUESTS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "cx": (CX_PATH, cx(payload={"telephony": {"callerId": "+1 555"}, "user": {"accessToken": "token"}})),
    "es": (ES_PATH, es()),
    "assistant": (ES_PATH, on_assistant("TEXT", "a rain jacket")),
    "actions": (ACTIONS_PATH, actions()),
}


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    opened = Door()
    async with opened.client:
        yield opened


@pytest.mark.parametrize("kind", REQUESTS)
async def test_a_request_with_any_one_part_missing_or_odd(door: Door, kind: str) -> None:
    path, valid = REQUESTS[kind]
    for named, document in documents(valid):
        await _is_answered_or_refused(door, path, written(document), named)


@pytest.mark.parametrize("path", PATHS)
async def test_what_is_no_request_at_all(door: Door, path: str) -> None:
    for body in UNREADABLE:
        assert await _is_answered_or_refused(door, path, body, repr(body[:20])) == 400
    assert door.assistant.heard == []


@pytest.mark.parametrize("kind", REQUESTS)
async def test_what_is_nested_far_too_deep(door: Door, kind: str) -> None:
    path, valid = REQUESTS[kind]
    for depth in (50, 400):
        await _is_answered_or_refused(door, path, written({**valid, "more": nested(depth)}), f"{depth} deep")


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=JSON, part=JSON, kind=st.sampled_from(sorted(REQUESTS)), name=st.text(max_size=10))
async def test_anything_that_is_json(door: Door, told: Any, part: Any, kind: str, name: str) -> None:
    path, valid = REQUESTS[kind]
    changed = next(iter(valid))
    for document in (told, {**valid, changed: part}, {**valid, name: part}):
        await _is_answered_or_refused(door, path, written(document), "anything")


@pytest.mark.skipif(not RECORDED.is_dir(), reason="needs the recorded envelopes of shared/bench/protocol")
@pytest.mark.parametrize("path", PATHS)
async def test_every_recorded_document(door: Door, path: str) -> None:
    files = sorted(RECORDED.rglob("*.json"))
    assert len(files) > 20
    for file in files:
        status = await _is_answered_or_refused(door, path, file.read_bytes(), file.name)
        if path == ES_PATH and "dialogflow_v2/requests" in file.as_posix():
            assert status == 200, file.name


async def _is_answered_or_refused(door: Door, path: str, body: bytes, named: str) -> int:
    answered = await door.send(path, body)
    assert answered.status_code in {200, 400}, (path, named, answered.status_code, answered.text[:200])
    if answered.status_code == 200:
        parse(path, answered.content)
    else:
        assert answered.json()["status"] == 400, named
    return answered.status_code
