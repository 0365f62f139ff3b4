"""What every response carries, whoever asks for whatever, and who may see what is not for everybody."""

from collections.abc import AsyncIterator, Iterator, Sequence

import httpx
import pytest
from starlette.routing import BaseRoute, Route

from assistant.app import create_api
from tests.logs import captured_logs
from tests.unit.public_shop import SECRET, Shop, is_problem
from webhooks.errors import AssistantUnavailable, TurnInProgress
from webhooks.web.security import ALWAYS

FOREIGN = "https://evil.test"
PARTNER = "https://partner.test"
FIGURES_TOKEN = "figures-0123456789abcdef"
METHODS = ("GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH", "TRACE")
POLICY = ("default-src", "object-src 'none'", "base-uri 'none'", "frame-ancestors")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with captured_logs():
        yield


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    shop = Shop(
        public_url="https://shop.test", allowed_origins=PARTNER, limit_address_messages="9 0.01/s", turn_deadline_s=1
    )
    async with shop.client:
        yield shop


def routes(shop: Shop) -> list[str]:
    """All that the app has, with something in the place of each parameter."""
    app = create_api(shop.settings, shop.services)
    found = set(paths_in(app.routes))
    assert len(found) > 15
    return sorted(part.replace("{product_id}", "jacket").replace("{token}", "t" * 24) for part in found)


def paths_in(routes: Sequence[BaseRoute]) -> Iterator[str]:
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from paths_in(included.routes)
        elif isinstance(route, Route):
            yield route.path


def is_guarded(answered: httpx.Response) -> bool:
    headers = answered.headers
    return (
        all(headers.get(name, "").split("; ")[0] for name in ALWAYS)
        and all(part in headers["content-security-policy"] for part in POLICY)
        and headers["x-content-type-options"] == "nosniff"
        and headers["strict-transport-security"].startswith("max-age=31536000")
        and headers["referrer-policy"] in {ALWAYS["Referrer-Policy"], "same-origin", "no-referrer"}
        and "server" not in headers
        and "x-powered-by" not in headers
    )


@pytest.mark.parametrize("method", METHODS)
async def test_w3_every_route_answers_every_method_with_the_security_headers(shop: Shop, method: str) -> None:
    session = await shop.open_session()
    for path in routes(shop):
        for headers in ({}, session, {"Origin": PARTNER}, {"Origin": FOREIGN}):
            answered = await shop.client.request(method, path, headers=headers)
            assert is_guarded(answered), (method, path, headers, answered.status_code)
            assert answered.status_code < 500, (method, path, answered.text)


@pytest.mark.parametrize("status", [200, 304, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503], ids=str)
async def test_w3_every_status_has_the_security_headers(shop: Shop, status: int) -> None:
    answered = await _answered_with(shop, status)
    assert answered.status_code == status
    assert is_guarded(answered)


async def _answered_with(shop: Shop, status: int) -> httpx.Response:
    session = await shop.open_session()
    etag = (await shop.client.get("/")).headers["etag"]
    if status in {409, 500, 503}:
        errors = {409: TurnInProgress(conversation_id="c"), 500: ValueError(), 503: AssistantUnavailable(reason="x")}
        shop.assistant.refusal = errors[status]
        return await shop.say(headers=session)
    if status == 429:
        for _ in range(10):
            answered = await shop.say(headers=session)
        return answered
    asked = {
        200: ("GET", "/", {}, None),
        304: ("GET", "/", {"If-None-Match": etag}, None),
        400: ("POST", "/chat/messages", {**session, "Content-Type": "application/json"}, b'"\xff'),
        401: ("GET", "/chat/cart", {}, None),
        403: ("POST", "/chat/sessions", {"Origin": FOREIGN}, None),
        404: ("GET", "/nowhere", {}, None),
        405: ("DELETE", "/", {}, None),
        413: ("POST", "/chat/messages", session, b"x" * 1_000_000),
        415: ("POST", "/chat/messages", {**session, "Content-Type": "text/plain"}, b"{}"),
        422: ("POST", "/chat/messages", {**session, "Content-Type": "application/json"}, b"{}"),
    }
    method, path, headers, content = asked[status]
    return await shop.client.request(method, path, headers=headers, content=content)


async def test_w3_streams_have_the_security_headers_too(shop: Shop) -> None:
    streamed = await shop.say(headers={**await shop.open_session(), "Accept": "text/event-stream"})
    assert streamed.headers["content-type"].startswith("text/event-stream")
    assert is_guarded(streamed)


async def test_w3_without_https_browsers_are_not_told_to_stay_on_it() -> None:
    async with Shop().client as client:
        assert "strict-transport-security" not in (await client.get("/")).headers


async def test_head_is_get_without_the_body(shop: Shop) -> None:
    for path in ("/healthz", "/storefront/products", "/", "/nowhere"):
        whole, head = await shop.client.get(path), await shop.client.head(path)
        assert head.status_code == whole.status_code
        assert head.headers["content-type"] == whole.headers["content-type"]
        assert head.content == b""
    assert is_problem(await shop.client.get("/chat/messages"), 405, "method_not_allowed")
    assert (await shop.client.head("/chat/messages")).status_code == 405


async def test_options_tells_what_may_be_done_and_does_nothing(shop: Shop) -> None:
    asked = await shop.client.options("/chat/messages")
    assert is_problem(asked, 405, "method_not_allowed")
    assert asked.headers["allow"] == "POST"
    preflight = {"Origin": PARTNER, "Access-Control-Request-Method": "POST"}
    allowed = await shop.client.options("/chat/messages", headers=preflight)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (204, PARTNER)
    refused = await shop.client.options("/chat/messages", headers={**preflight, "Origin": FOREIGN})
    assert is_problem(refused, 403, "foreign_origin")


async def test_a_page_that_another_name_for_this_server_was_given_to_is_a_foreign_one(shop: Shop) -> None:
    """A name of the attacker's that leads here makes Origin and Host agree."""
    rebound = {"Host": "evil.test", "Origin": "http://evil.test"}
    assert is_problem(await shop.client.post("/chat/sessions", headers=rebound), 403, "foreign_origin")
    for own in ("shop.test", "127.0.0.1:8080", "[::1]:8080", "localhost:8080", "192.0.2.7"):
        headers = {"Host": own, "Origin": f"http://{own}"}
        assert (await shop.client.post("/chat/sessions", headers=headers)).status_code == 201, own


async def test_figures_are_for_this_machine_only() -> None:
    shop = Shop()
    for client, headers, status in (
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.9", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.9"}, 404),
    ):
        transport = httpx.ASGITransport(shop.app, client=(client, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as asking:
            answered = await asking.get("/metrics", headers=headers)
        assert answered.status_code == status, (client, headers)
        assert ("aisle_" in answered.text) == (status == 200)
    await shop.client.aclose()


async def test_figures_are_for_whoever_brings_the_token() -> None:
    shop = Shop(metrics_token=FIGURES_TOKEN)
    transport = httpx.ASGITransport(shop.app, client=("203.0.113.9", 1))
    async with shop.client, httpx.AsyncClient(transport=transport, base_url="http://shop.test") as asking:
        right, wrong = f"Bearer {FIGURES_TOKEN}", f"Bearer {SECRET}"
        assert (await asking.get("/metrics", headers={"Authorization": right})).status_code == 200
        assert is_problem(await asking.get("/metrics", headers={"Authorization": wrong}), 404, "not_found")
        assert (await shop.client.get("/metrics")).status_code == 404
