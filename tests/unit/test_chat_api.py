"""The chat API at its edge, with fakes behind it."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from prometheus_client import CollectorRegistry

from assistant.edge import Edge
from assistant.metrics import Metrics
from tests.logs import Written, captured_logs
from tests.unit.fakes import CART, FOUND, NOON, reply, turn
from tests.unit.public_shop import Shop, is_problem
from webhooks.errors import AssistantUnavailable, RequestIdReused, TurnInProgress
from webhooks.web.sessions import Said
from webhooks.web.stream import TurnStream

STREAM = {"Accept": "text/event-stream"}
WIRE_REPLY = {
    "turn_id": "turn-1",
    "speech": FOUND.speech,
    "text": FOUND.text,
    "products": [
        {
            "id": "jacket",
            "title": "Stormcoat Rain Jacket",
            "brand": "Fellmoor",
            "category": "Rain jackets",
            "attributes": {"color": "navy", "size": "M"},
            "price": {"amount_minor": 7499, "currency": "USD"},
            "in_stock": True,
            "rating": 4.4,
            "image_url": "/pictures/jacket.svg",
            "url": "/products/jacket",
            "why": None,
        }
    ],
    "cart": None,
    "order": None,
    "suggestions": ["Show me something cheaper"],
    "expects_reply": True,
    "handoff": None,
    "understood": {
        "intent": "product_search",
        "confidence": 0.97,
        "query": {
            "text": "rain jacket",
            "max_price_minor": 8000,
            **dict.fromkeys(("min_price_minor", "quantity", "unit", "currency", "store")),
            "brands": [],
            "not_brands": [],
            "colors": [],
            "sizes": [],
            "attributes": {},
            "exclude": [],
            "min_rating": 4.0,
        },
    },
    "pace": None,
    "link": None,
    "comparison": None,
}


@pytest.fixture(autouse=True)
def logs() -> Iterator[Written]:
    with captured_logs() as written:
        yield written


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    shop = Shop()
    async with shop.client:
        yield shop


def events(response: httpx.Response) -> list[tuple[str, Any]]:
    blocks = [block for block in response.text.split("\n\n") if block and not block.startswith(":")]
    lines = [block.split("\n") for block in blocks]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in lines]


async def test_reply_has_the_fields_of_the_contract_and_no_other(shop: Shop) -> None:
    said = await shop.say(headers=await shop.open_session())
    assert said.status_code == 200
    assert said.json() == WIRE_REPLY


async def test_stream_tells_the_same_as_json(shop: Shop) -> None:
    session = await shop.open_session()
    whole = (await shop.say(headers=session)).json()
    streamed = await shop.say(headers={**session, **STREAM})
    assert streamed.headers["content-type"].startswith("text/event-stream")
    told = events(streamed)
    assert [name for name, _ in told] == ["accepted", "text", "reply"]
    assert told[0][1] == {"turn_id": whole["turn_id"]}
    assert "".join(data["delta"] for name, data in told if name == "text") == whole["text"]
    assert told[-1][1] == whole


async def test_error_after_acceptance_ends_the_stream_with_a_problem(shop: Shop) -> None:
    shop.assistant.error = AssistantUnavailable(reason="database")
    told = events(await shop.say(headers={**await shop.open_session(), **STREAM}))
    assert [name for name, _ in told] == ["accepted", "problem"]
    assert (told[1][1]["status"], told[1][1]["type"]) == (503, "urn:aisle:problem:unavailable")


@pytest.mark.parametrize("accept", [{}, STREAM])
@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (RequestIdReused(request_id="r1"), 422, "request_id_reused"),
        (TurnInProgress(conversation_id="talk"), 409, "turn_in_progress"),
        (AssistantUnavailable(reason="database"), 503, "unavailable"),
        (ValueError("canary"), 500, "unexpected"),
    ],
)
async def test_refused_turn_has_its_own_status(
    shop: Shop, error: Exception, status: int, code: str, accept: dict[str, str]
) -> None:
    shop.assistant.refusal = error
    answered = await shop.say(headers={**await shop.open_session(), **accept})
    assert is_problem(answered, status, code)
    assert "canary" not in answered.text
    if status in {409, 503}:
        assert int(answered.headers["retry-after"]) > 0


async def test_silent_stream_is_kept_alive(shop: Shop) -> None:
    answer_now = asyncio.Event()
    shop.assistant.wait = answer_now.wait  # type: ignore[assignment] # what it returns is not looked at

    stream = await TurnStream(keep_alive_s=0.01).open(shop.assistant, turn())
    assert (await anext(stream)).startswith(b"event: accepted")
    assert await anext(stream) == b": still here\n\n"
    answer_now.set()
    rest = [event async for event in stream]
    assert [event.split(b"\n")[0] for event in rest if not event.startswith(b":")] == [b"event: text", b"event: reply"]


@pytest.mark.parametrize("path", ["/chat/cart", "/chat/history"])
@pytest.mark.parametrize(
    "credentials", [{}, {"Authorization": "Bearer nobody"}, {"Authorization": "Basic dG9rZW4tMQ=="}]
)
async def test_without_a_session_nothing_is_told(shop: Shop, path: str, credentials: dict[str, str]) -> None:
    answered = await shop.client.get(path, headers=credentials)
    assert is_problem(answered, 401, "unauthenticated")
    assert answered.headers["www-authenticate"] == "Bearer"


async def test_token_in_the_address_opens_nothing(shop: Shop) -> None:
    token = (await shop.open_session())["Authorization"].removeprefix("Bearer ")
    assert is_problem(await shop.client.get(f"/chat/cart?token={token}"), 401, "unauthenticated")


async def test_ended_session_is_dead(shop: Shop) -> None:
    session = await shop.open_session()
    assert (await shop.client.delete("/chat/sessions/current", headers=session)).status_code == 204
    assert is_problem(await shop.say(headers=session), 401, "unauthenticated")


async def test_cart_is_shown_as_in_a_reply(shop: Shop) -> None:
    cart = (await shop.client.get("/chat/cart", headers=await shop.open_session())).json()
    assert cart["total"] == {"amount_minor": 2 * 7499, "currency": "USD"}
    known = {"line_id", "product_id", "title", "attributes", "quantity", "unit_price", "line_total", "image_url"}
    assert cart["lines"][0].keys() == known
    assert cart["lines"][0]["quantity"] == CART.lines[0].quantity


async def test_history_tells_who_said_what_when(shop: Shop) -> None:
    shop.sessions.said = [
        Said(turn_id="t1", who="shopper", text="a rain jacket", at=NOON, reply=None),
        Said(turn_id="t1", who="assistant", text=FOUND.text, at=NOON, reply=reply("t1")),
    ]
    history = (await shop.client.get("/chat/history", headers=await shop.open_session())).json()
    first, second = history["messages"]
    assert first == {
        "turn_id": "t1",
        "who": "shopper",
        "text": "a rain jacket",
        "at": "2026-01-02T12:00:00Z",
        "reply": None,
    }
    assert (second["who"], second["reply"]["turn_id"], second["reply"]["speech"]) == ("assistant", "t1", FOUND.speech)


@pytest.mark.parametrize(
    "body",
    [
        {"text": ""},
        {"text": " \x00\n "},
        {"text": "x" * 2001},
        {"text": "\ud800"},
        {"text": None},
        {"text": ["a"]},
        {"request_id": ""},
        {"request_id": "x" * 129},
        {"request_id": "a b"},
        {"request_id": "é"},
        {"request_id": "a\n"},
        {"request_id": 7},
    ],
)
async def test_message_outside_the_contract_is_refused_without_repeating_it(shop: Shop, body: dict[str, Any]) -> None:
    message = json.dumps({"request_id": "r1", "text": "canary", **body})
    headers = {**await shop.open_session(), "Content-Type": "application/json"}
    answered = await shop.client.post("/chat/messages", content=message, headers=headers)
    assert is_problem(answered, 422, "invalid_request")
    assert answered.json()["errors"][0]["pointer"].startswith("/body/")
    assert "canary" not in answered.text
    assert shop.assistant.heard == []


async def test_text_loses_control_characters_and_keeps_every_script(shop: Shop) -> None:
    await shop.say(headers=await shop.open_session(), text=" \x07 una chaqueta 👩‍👧 für\x00Regen\r\n")
    assert shop.assistant.heard[0].text == "una chaqueta 👩‍👧 für Regen"


async def test_longest_text_is_heard(shop: Shop) -> None:
    assert (await shop.say(headers=await shop.open_session(), text="😀" * 2000)).status_code == 200


async def test_json_that_is_none_is_refused(shop: Shop) -> None:
    headers = {**await shop.open_session(), "Content-Type": "application/json"}
    for content in (b"{", b"[" * 50_000, b"\xff"):
        answered = await shop.client.post("/chat/messages", content=content, headers=headers)
        assert answered.status_code in {400, 422}
        assert answered.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_w2_only_json_is_read(shop: Shop, media_type: str) -> None:
    headers = {**await shop.open_session(), "Content-Type": media_type}
    content = b'{"request_id": "r1", "text": "hi"}'
    answered = await shop.client.post("/chat/messages", content=content, headers=headers)
    assert is_problem(answered, 415, "not_json")


async def test_unknown_address_and_wrong_method_are_problems(shop: Shop) -> None:
    assert is_problem(await shop.client.get("/nowhere"), 404, "not_found")
    wrong = await shop.client.get("/chat/messages")
    assert is_problem(wrong, 405, "method_not_allowed")
    assert wrong.headers["allow"] == "POST"


async def test_overdue_request_is_answered_for() -> None:
    async def hanging(*_: object) -> None:
        await asyncio.Event().wait()

    edge = Edge(hanging, metrics=Metrics(CollectorRegistry()), deadline_s=0.05)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(edge), base_url="http://shop.test") as client:
        assert is_problem(await client.get("/"), 503, "overdue")


async def test_request_is_logged_without_its_words(shop: Shop, logs: Written) -> None:
    session = await shop.open_session()
    shop.assistant.refusal = ValueError("canary in the error")
    await shop.say(headers=session, text="canary in the text", request_id="canary-id")
    await shop.client.get("/canary?canary=1", headers={"X-Canary": "canary"})
    assert "canary" not in logs.text
    assert session["Authorization"].removeprefix("Bearer ") not in logs.text
    assert [(line["route"], line["status"]) for line in logs.named("request")] == [
        ("/chat/sessions", 201),
        ("/chat/messages", 500),
        ("unknown", 404),
    ]
    (broke,) = logs.named("request_broke")
    assert broke["error"] == "ValueError"
    assert "answer" in broke["raised_at"][-1]


async def test_readiness_says_what_is_missing(shop: Shop) -> None:
    assert (await shop.client.get("/healthz")).json() == {"status": "ok"}
    assert (await shop.client.get("/readyz")).json() == {"ready": True, "checks": {"database": True}}
    late = Shop()
    late.is_ready = False
    async with late.client:
        answered = await late.client.get("/readyz")
    assert (answered.status_code, answered.json()) == (503, {"ready": False, "checks": {"database": False}})


async def test_requests_are_counted_by_route_and_not_by_address(shop: Shop) -> None:
    await shop.client.get("/storefront/products/jacket")
    await shop.client.get("/canary")
    await shop.client.request("CANARY", "/healthz")
    figures = (await shop.client.get("/metrics")).text
    counted = (
        'aisle_http_request_seconds_count{method="GET",route="/storefront/products/{product_id}",status="200"} 1.0'
    )
    assert counted in figures
    assert "canary" not in figures.lower()
