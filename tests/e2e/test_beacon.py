"""The beacon on a shop's own page, of another origin than the assistant: what it tells, and what it keeps to itself."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, expect

import webhooks.web
from rerank.events.event import Actor
from webhooks.events.bodies import BatchBody
from webhooks.events.reading import Hearing, batch_of, read
from webhooks.web.assets import assets_in

pytestmark = pytest.mark.browser

BEACON = assets_in(Path(webhooks.web.__file__).parent / "static")["beacon.js"].content
PAGE = """<!doctype html><title>Kettles</title>
<main data-aisle-page="kettle">
  <ul data-aisle-list="alike" data-aisle-model="m7"><li data-aisle-product="mug" data-aisle-position="2">
    <button type="button">Mug</button></li></ul>
  <a href="/away">Away</a>
</main>
<script defer src="{shop}/beacon.js" {attributes}></script>"""
ASKED, GIVEN = "", 'data-consent="given"'
SOON_MS = 70_000


@dataclass
class Recorder:
    """Plays the assistant's side: hands out the beacon, and hears what it tells. `statuses` are answered first."""

    batches: list[BatchBody] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    address: str = ""
    page: str = ""

    async def hand_out(self, _: web.Request) -> web.Response:
        return web.Response(body=BEACON, content_type="text/javascript")

    async def hear(self, request: web.Request) -> web.Response:
        self.kinds.append(request.content_type)
        self.batches.append(batch_of(await request.read()))
        status = self.statuses.pop(0) if self.statuses else 202
        return web.Response(status=status, headers={"Access-Control-Allow-Origin": request.headers["Origin"]})

    async def show(self, request: web.Request) -> web.Response:
        attributes = request.query.get("attributes", GIVEN)
        return web.Response(text=PAGE.format(shop=self.address, attributes=attributes), content_type="text/html")

    async def away(self, _: web.Request) -> web.Response:
        return web.Response(text="<!doctype html><title>Away</title><h1>Away</h1>", content_type="text/html")

    @property
    def told(self) -> list[dict[str, Any]]:
        """All but what was merely in sight."""
        return [event for batch in self.batches for event in batch.events if event["type"] != "impression"]

    @property
    def seen(self) -> list[dict[str, Any]]:
        return [event for batch in self.batches for event in batch.events if event["type"] == "impression"]

    def types(self) -> list[str]:
        return [event["type"] for event in self.told]


@pytest.fixture
async def recorder() -> AsyncIterator[Recorder]:
    recorder = Recorder()
    app = web.Application()
    app.add_routes([web.get("/beacon.js", recorder.hand_out), web.post("/events", recorder.hear)])
    app.add_routes([web.get("/", recorder.show), web.get("/away", recorder.away)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    recorder.address, recorder.page = f"http://127.0.0.1:{port}", f"http://localhost:{port}"
    yield recorder
    await runner.cleanup()


@pytest.fixture
async def visitor(chromium: Browser, recorder: Recorder) -> AsyncIterator[BrowserContext]:
    context = await chromium.new_context(base_url=recorder.page)
    await context.clock.install()
    yield context
    await context.close()


async def test_views_clicks_and_cart_are_told_as_the_door_reads_them(
    visitor: BrowserContext, recorder: Recorder
) -> None:
    page = await visitor.new_page()
    await page.goto("/")
    await page.get_by_role("button", name="Mug").click()
    await page.evaluate("aisleEvents.session('chat-token')")
    await page.evaluate("aisleEvents.tell('add_to_cart', {product_id: 'mug', quantity: 2})")
    await _told(page, lambda: len(recorder.told) == 3)

    (batch,) = recorder.batches
    assert recorder.kinds == ["text/plain"]
    assert batch.token is not None
    assert batch.token.get_secret_value() == "chat-token"
    hearing = Hearing(
        actor=Actor(device_id=batch.device), received_at=datetime.now(UTC), sent_at=batch.sent_at, keeps_words=False
    )
    heard = read(batch.events, hearing)
    assert not heard.refused
    view, click, cart = (event for event in heard.events if event.kind != "impression")
    assert (view.kind, view.product_id) == ("view", "kettle")
    assert (click.kind, click.product_id, click.position, click.list_id, click.model) == (
        "click",
        "mug",
        2,
        "alike",
        "m7",
    )
    assert (cart.kind, cart.product_id, cart.quantity) == ("add_to_cart", "mug", 2)


async def test_what_came_into_sight_is_told_once_with_its_list_and_place_and_what_is_drawn_later_too(
    visitor: BrowserContext, recorder: Recorder
) -> None:
    page = await visitor.new_page()
    await page.goto("/")
    await _told(page, lambda: len(recorder.seen) == 1)
    (seen,) = recorder.seen
    assert {name: seen[name] for name in ("product_id", "position", "list_id", "model")} == {
        "product_id": "mug",
        "position": 2,
        "list_id": "alike",
        "model": "m7",
    }
    below = "<li style='margin-top: 4000px' data-aisle-product='cup' data-aisle-position='3'>Cup</li>"
    await page.evaluate("html => document.querySelector('ul').insertAdjacentHTML('beforeend', html)", below)
    await page.clock.run_for(SOON_MS)
    assert len(recorder.seen) == 1
    await page.get_by_text("Cup").scroll_into_view_if_needed()
    await _told(page, lambda: len(recorder.seen) == 2)
    await page.evaluate("scrollTo(0, 0)")
    await page.clock.run_for(SOON_MS)
    assert [event["product_id"] for event in recorder.seen] == ["mug", "cup"]


async def test_without_consent_nothing_is_told_and_nothing_stored(visitor: BrowserContext, recorder: Recorder) -> None:
    page = await visitor.new_page()
    await page.goto(f"/?attributes={ASKED}")
    await page.get_by_role("button", name="Mug").click()
    await page.clock.run_for(SOON_MS)
    await page.get_by_role("link", name="Away").click()
    await expect(page.get_by_role("heading", name="Away")).to_be_visible()
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert recorder.batches == []


async def test_consent_brings_what_came_before_it_and_its_end_forgets_all(
    visitor: BrowserContext, recorder: Recorder
) -> None:
    page = await visitor.new_page()
    await page.goto(f"/?attributes={ASKED}")
    await page.evaluate("aisleEvents.consent(true)")
    await _told(page, lambda: recorder.types() == ["view"])
    first = recorder.batches[0].device
    await page.goto("/")
    await _told(page, lambda: recorder.types().count("view") == 2)
    assert {batch.device for batch in recorder.batches} == {first}

    await page.evaluate("aisleEvents.consent(false)")
    heard = len(recorder.batches)
    await page.get_by_role("button", name="Mug").click()
    await page.clock.run_for(SOON_MS)
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert len(recorder.batches) == heard


async def test_a_browser_that_says_no_to_all_pages_is_obeyed(visitor: BrowserContext, recorder: Recorder) -> None:
    await visitor.add_init_script("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {value: true})")
    page = await visitor.new_page()
    await page.goto("/")
    await page.evaluate("aisleEvents.tell('search')")
    await page.clock.run_for(SOON_MS)
    assert recorder.batches == []


async def test_what_waits_is_sent_as_the_page_is_left_and_how_long_it_was_looked_at(
    visitor: BrowserContext, recorder: Recorder
) -> None:
    page = await visitor.new_page()
    await page.goto("/")
    await page.clock.run_for(2000)
    assert recorder.batches == []
    await page.get_by_role("link", name="Away").click()
    await expect(page.get_by_role("heading", name="Away")).to_be_visible()
    await _told(page, lambda: recorder.types() == ["view", "dwell"])
    dwell = recorder.told[-1]
    assert (dwell["product_id"], dwell["dwell_ms"] >= 2000) == ("kettle", True)


async def test_what_did_not_arrive_is_told_again_under_the_same_ids(
    visitor: BrowserContext, recorder: Recorder
) -> None:
    recorder.statuses = [503, 429]
    page = await visitor.new_page()
    await page.goto("/")
    await _told(page, lambda: len(recorder.batches) == 3)
    assert len({event["id"] for event in recorder.told}) == 1
    await page.clock.run_for(SOON_MS)
    assert len(recorder.batches) == 3


async def test_a_dead_token_does_not_cost_the_events(visitor: BrowserContext, recorder: Recorder) -> None:
    recorder.statuses = [401]
    page = await visitor.new_page()
    await page.goto("/")
    await page.evaluate("aisleEvents.session('dead')")
    await _told(page, lambda: len(recorder.batches) == 2)
    assert [batch.token is None for batch in recorder.batches] == [False, True]


async def _told(page: Page, is_there: Callable[[], bool]) -> None:
    """Lets the page's clock run until it is; the network goes by the real one."""
    for _ in range(100):
        if is_there():
            return
        await page.clock.run_for(1000)
        await page.wait_for_timeout(20)
    pytest.fail("the beacon told nothing of it")
