"""What a browser gets: the page, the widget, pictures, shelves, and the headers that keep it safe."""

import gzip
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from tests.logs import Written, captured_logs
from tests.unit.fakes import JACKETS
from tests.unit.public_shop import SVG, Shop, is_problem
from webhooks.web.assets import Asset, assets_in
from webhooks.web.pages import DRAWN

STATIC = Path(__file__).resolve().parents[2] / "webhooks" / "web" / "static"
PARTNER = "https://partner.test"
FOREIGN = "https://elsewhere.test"
LISTS = ["/storefront/products?", "/storefront/search?q=jacket&"]


@pytest.fixture(autouse=True)
def logs() -> Iterator[Written]:
    with captured_logs() as written:
        yield written


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    shop = Shop(allowed_origins=PARTNER, public_url="https://shop.test")
    async with shop.client:
        yield shop


async def test_home_and_product_addresses_get_the_page(shop: Shop) -> None:
    home, product = await shop.client.get("/"), await shop.client.get("/products/jacket")
    assert {(await shop.client.get(path)).text for path in ("/cart", "/account", "/search")} == {home.text}
    assert home.text.startswith("<!doctype html>")
    assert home.text == product.text
    assert home.headers["content-type"].startswith("text/html")


async def test_browser_that_has_a_file_is_not_sent_it_again(shop: Shop) -> None:
    first = await shop.client.get("/", headers={"Accept-Encoding": "identity"})
    again = await shop.client.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "no-cache"


async def test_files_are_zipped_for_those_who_can_read_it(shop: Shop) -> None:
    async with shop.client.stream("GET", "/", headers={"Accept-Encoding": "gzip"}) as zipped:
        raw = b"".join([part async for part in zipped.aiter_raw()])
    assert gzip.decompress(raw).startswith(b"<!doctype html>")
    plain = await shop.client.get("/", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers


async def test_nothing_beside_the_files_can_be_reached(shop: Shop) -> None:
    for path in ("/../settings.py", "/%2e%2e/chat.py", "/static/../chat.py", "/chat.py"):
        assert (await shop.client.get(path)).status_code == 404


def test_page_and_widget_need_nothing_the_content_policy_forbids() -> None:
    assets = assets_in(STATIC)
    page = assets["index.html"].content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
    wanted = re.findall(r'(?:src|href|srcset)="/([^"]+)"', page)
    assert {path for path in wanted if path not in assets and f"/{path}" not in DRAWN} == set()
    assert assets["widget.js"].media_type == "text/javascript"


async def test_widget_may_be_loaded_by_pages_of_other_origins(shop: Shop) -> None:
    widget = await shop.client.get("/widget.js", headers={"Origin": FOREIGN})
    assert widget.headers["access-control-allow-origin"] == "*"
    assert widget.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "access-control-allow-origin" not in (await shop.client.get("/", headers={"Origin": FOREIGN})).headers


async def test_shelf_and_product_page_tell_what_is_in_stock(shop: Shop) -> None:
    shelf = (await shop.client.get("/storefront/products", params={"department": "outdoor", "limit": 5})).json()
    assert [card["variant_id"] for card in shelf["products"]] == ["jacket-navy-m"]
    assert shelf["departments"] == ["outdoor"]
    assert (await shop.client.get("/storefront/departments")).json() == {"departments": ["outdoor"]}
    page = (await shop.client.get("/storefront/products/jacket")).json()
    assert page["product"]["variant_id"] == "jacket-navy-m"
    assert page["product"]["price"] == {"amount_minor": 7499, "currency": "USD"}
    assert [(variant["id"], variant["in_stock"]) for variant in page["variants"]] == [
        ("jacket-red-s", False),
        ("jacket-navy-m", True),
    ]
    assert (page["description"], page["attributes"]) == ("Keeps the rain out.", {"material": "nylon"})


async def test_what_was_typed_is_looked_for(shop: Shop) -> None:
    found = (await shop.client.get("/storefront/search", params={"q": " a rain jacket "})).json()
    assert [card["variant_id"] for card in found["products"]] == ["jacket-navy-m"]
    assert (await shop.client.get("/storefront/search", params={"q": "a tent"})).json()["products"] == []
    assert (await shop.client.get("/search?q=jacket")).text == (await shop.client.get("/")).text


@pytest.mark.parametrize("words", ["", "   ", "\x00", "a" * 501])
async def test_nothing_typed_or_too_much_is_a_problem(shop: Shop, words: str) -> None:
    assert is_problem(await shop.client.get("/storefront/search", params={"q": words}), 422, "invalid_request")


@pytest.mark.parametrize("address", LISTS)
async def test_a_list_is_whoever_s_it_was_made_for_and_is_known_by_its_name(shop: Shop, address: str) -> None:
    session = await shop.open_session()
    own = await shop.client.get(f"{address}device=d1", headers=session)
    another = await shop.client.get(address)
    assert {own.headers["cache-control"], another.headers["cache-control"]} == {"no-store"}
    assert [(told["list_id"], told["model"]) for told in (own.json(), another.json())] == [
        ("list-1", "baseline"),
        ("list-2", "baseline"),
    ]
    assert [card["position"] for card in own.json()["products"]] == [1]
    assert [(told.shown.list_id, told.actor.shopper_id, told.actor.device_id) for told in shop.listed] == [
        ("list-1", "ann", "d1"),
        ("list-2", None, None),
    ]
    assert [visit.shopper_id for visit in shop.results.visits] == ["ann", None]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("signal", ["Sec-GPC", "DNT"])
async def test_of_a_browser_that_says_no_to_all_pages_no_list_is_told(shop: Shop, address: str, signal: str) -> None:
    assert (await shop.client.get(f"{address}device=d1", headers={signal: "1"})).status_code == 200
    assert shop.listed == []
    assert [visit.device_id for visit in shop.results.visits] == [None]


@pytest.mark.parametrize("address", LISTS)
async def test_a_token_that_opens_nothing_gets_no_list(shop: Shop, address: str) -> None:
    refused = await shop.client.get(address, headers={"Authorization": "Bearer nonsense"})
    assert is_problem(refused, 401, "unauthenticated")
    assert shop.results.visits == []


async def test_unknown_product_and_shelf_out_of_bounds_are_problems(shop: Shop) -> None:
    assert is_problem(await shop.client.get("/storefront/products/nothing"), 404, "not_found")
    assert is_problem(await shop.client.get("/pictures/nothing.svg"), 404, "not_found")
    assert is_problem(await shop.client.get("/storefront/products?limit=1000"), 422, "invalid_request")
    assert is_problem(await shop.client.get("/storefront/products?department=%00"), 422, "invalid_request")


async def test_picture_is_in_the_color_asked_for_if_the_product_comes_in_it(shop: Shop) -> None:
    color = JACKETS.variants[0].attributes["color"]
    assert (await shop.client.get(f"/pictures/jacket.svg?color={color}")).text.endswith(f"{color}</svg>")
    assert (
        await shop.client.get("/pictures/jacket.svg?color=plaid")
    ).text == f'<svg xmlns="{SVG}">Stormcoat Rain Jacket</svg>'


async def test_picture_is_drawn_once_and_kept_by_the_browser(shop: Shop) -> None:
    picture = await shop.client.get("/pictures/jacket.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert picture.text == f'<svg xmlns="{SVG}">Stormcoat Rain Jacket</svg>'
    again = await shop.client.get("/pictures/jacket.svg", headers={"If-None-Match": picture.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/", "/chat/cart", "/nowhere", "/healthz", "/pictures/jacket.svg", "/metrics"])
async def test_every_response_carries_the_security_headers(shop: Shop, path: str) -> None:
    headers = (await shop.client.get(path)).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["strict-transport-security"].startswith("max-age=31536000")


async def test_broken_requests_carry_the_security_headers_too(shop: Shop) -> None:
    shop.assistant.refusal = ValueError("boom")
    answered = await shop.say(headers=await shop.open_session())
    assert answered.status_code == 500
    assert answered.headers["x-content-type-options"] == "nosniff"
    too_large = await shop.say(headers=await shop.open_session(), text="x" * 100_000)
    assert is_problem(too_large, 413, "too_large")
    assert too_large.headers["x-content-type-options"] == "nosniff"


async def test_without_https_no_browser_is_held_to_it() -> None:
    shop = Shop()
    async with shop.client:
        assert "strict-transport-security" not in (await shop.client.get("/")).headers


async def _post(shop: Shop, origin: str) -> httpx.Response:
    return await shop.client.post("/chat/sessions", headers={"Origin": origin})


async def test_own_page_and_allowed_partners_may_open_sessions(shop: Shop) -> None:
    assert (await _post(shop, "http://shop.test")).status_code == 201
    partner = await _post(shop, PARTNER)
    assert partner.status_code == 201
    assert partner.headers["access-control-allow-origin"] == PARTNER
    assert "Origin" in partner.headers["vary"]


@pytest.mark.parametrize("origin", [FOREIGN, "null", "http://shop.test.evil.test", "https://partner.test.evil.test"])
async def test_w2_foreign_pages_are_refused_before_anything_happens(shop: Shop, origin: str) -> None:
    assert is_problem(await _post(shop, origin), 403, "foreign_origin")
    reading = await shop.client.get("/storefront/products", headers={"Origin": origin})
    assert "access-control-allow-origin" not in reading.headers


async def test_preflight_is_answered_for_partners_only(shop: Shop) -> None:
    asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    allowed = await shop.client.options("/chat/messages", headers={"Origin": PARTNER, **asking})
    assert allowed.status_code == 204
    assert "Authorization" in allowed.headers["access-control-allow-headers"]
    refused = await shop.client.options("/chat/messages", headers={"Origin": FOREIGN, **asking})
    assert refused.status_code == 403
    assert "access-control-allow-origin" not in refused.headers


async def test_body_sent_in_pieces_is_limited_too(shop: Shop) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"request_id": "r1", "text": "'
        for _ in range(200):
            yield b"x" * 1000

    headers = {**await shop.open_session(), "Content-Type": "application/json"}
    assert is_problem(await shop.client.post("/chat/messages", content=pieces(), headers=headers), 413, "too_large")


def test_zipped_and_plain_files_are_the_same_file() -> None:
    asset = Asset.of(b"a { color: red } " * 100, "text/css")
    assert asset.zipped is not None
    assert gzip.decompress(asset.zipped) == asset.content
    assert Asset.of(b"\x89PNG" * 1000, "image/png").zipped is None
