"""Whatever is posted to Siri's door and to the chat API is answered as their contracts say, or told what is wrong."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings

from tests.unit.protocol.hostile import UNREADABLE, documents, nested, written
from tests.unit.protocol.test_alexa_envelopes import JSON
from tests.unit.public_shop import Shop
from tests.unit.siri.test_webhook import TOKEN, Siri

SIRI, CHAT = "/webhooks/siri", "/chat/messages"
VALID = {
    SIRI: {"text": "a rain jacket", "locale": "en_US", "conversation_id": "phone-1", "request_id": "r1"},
    CHAT: {"text": "a rain jacket", "request_id": "r1"},
}
REFUSALS = {400, 404, 409, 413, 422, 429}
Client = tuple[httpx.AsyncClient, dict[str, str]]


@pytest.fixture(params=[SIRI, CHAT])
async def path(request: pytest.FixtureRequest) -> str:
    told: str = request.param
    return told


@pytest.fixture
async def client(path: str) -> AsyncIterator[Client]:
    if path == SIRI:
        async with Siri().client as siri:
            yield siri, {"Authorization": f"Bearer {TOKEN}"}
        return
    shop = Shop()
    async with shop.client:
        yield shop.client, await shop.open_session()


async def test_a_body_with_any_one_part_missing_or_odd(client: Client, path: str) -> None:
    for named, document in documents(VALID[path]):
        await _is_answered_or_refused(client, path, written(document), named)


async def test_what_is_no_message_at_all(client: Client, path: str) -> None:
    for body in UNREADABLE:
        assert await _is_answered_or_refused(client, path, body, repr(body[:20])) in REFUSALS


async def test_what_is_nested_far_too_deep(client: Client, path: str) -> None:
    for depth in (50, 400):
        await _is_answered_or_refused(client, path, written({**VALID[path], "more": nested(depth)}), f"{depth} deep")
        await _is_answered_or_refused(client, path, written({**VALID[path], "text": nested(depth)}), f"{depth} deep")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=JSON)
async def test_anything_that_is_json(client: Client, path: str, told: Any) -> None:
    for document in (told, {**VALID[path], "text": told}, {**VALID[path], "request_id": told}):
        await _is_answered_or_refused(client, path, written(document), "anything")


async def _is_answered_or_refused(client: Client, path: str, body: bytes, named: str) -> int:
    http, headers = client
    answered = await http.post(path, content=body, headers={**headers, "Content-Type": "application/json"})
    assert answered.status_code in REFUSALS | {200}, (path, named, answered.status_code, answered.text[:200])
    told = answered.json()
    if answered.status_code == 200:
        assert told["speech"], named
    else:
        assert told["status"] == answered.status_code, named
        assert answered.headers["content-type"] == "application/problem+json"
    return answered.status_code
