"""The demo shop asks whether a visit may be learned from: once, plainly, and with nothing told before the answer."""

import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.fake_shop import FakeShop
from webhooks.events.reading import batch_of

pytestmark = pytest.mark.browser

SOON_MS = 10_000
OPTS_OUT = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})"


class ListeningShop(FakeShop):
    """Hears what the page tells of its visitor."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[dict[str, Any]] = []
        self.decided: list[tuple[str, str, bool]] = []

    def application(self) -> web.Application:
        app = super().application()
        app.add_routes(
            [
                web.post("/events", self._hear),
                web.delete("/events", self._decide),
                web.post("/events/consent", self._decide),
            ]
        )
        return app

    async def _hear(self, request: web.Request) -> web.Response:
        batch = batch_of(await request.read())
        assert batch.consent
        self.told += batch.events
        return web.Response(status=202)

    async def _decide(self, request: web.Request) -> web.Response:
        body = await request.text()
        said = f"{request.method} {'device' if 'device' in request.query_string + body else ''}".strip()
        self.decided.append((said, body, "Authorization" in request.headers))
        return web.Response(status=204)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.told if event["type"] == kind]


@pytest.fixture
async def fake_shop() -> ListeningShop:
    return ListeningShop()


@pytest.fixture
async def context(chromium: Browser, address: str) -> AsyncIterator[BrowserContext]:
    """A browser that has never been here."""
    opened = await chromium.new_context(viewport=DESKTOP, base_url=address)
    opened.set_default_timeout(10_000)
    yield opened
    await opened.close()


def question(page: Page) -> Any:
    return page.get_by_role("region", name="May we learn from your visit?")


async def until(page: Page, is_so: Callable[[], bool]) -> None:
    for _ in range(100):
        if is_so():
            return
        await page.wait_for_timeout(100)
    pytest.fail("it was never told")


async def test_nothing_is_told_or_named_before_the_answer(page: Page, fake_shop: ListeningShop) -> None:
    await page.goto("/")
    await expect(question(page)).to_be_visible()
    await page.locator(".good a").first.click()
    await expect(page).to_have_url(re.compile("/products/"))
    await page.wait_for_timeout(4000)
    await page.goto("/search?q=jacket")
    await expect(question(page)).to_be_visible()
    assert fake_shop.told == []
    assert fake_shop.decided == []
    assert await page.evaluate("localStorage['aisle.device'] ?? sessionStorage['aisle.visit'] ?? null") is None


async def test_a_yes_is_remembered_and_tells_what_was_seen_with_its_list_and_place(
    page: Page, fake_shop: ListeningShop
) -> None:
    await page.goto("/search?q=jacket")
    await expect(page.locator(".good").first).to_be_visible()
    await page.get_by_role("button", name="Yes, learn from it").click()
    await expect(question(page)).to_be_hidden()
    await expect(page.get_by_text("We learn from what you look at here.")).to_be_visible()
    await page.locator(".good a").first.click()
    await until(page, lambda: bool(fake_shop.of("click")) and len(fake_shop.of("view")) >= 2)
    (click,) = fake_shop.of("click")
    seen = {(event["product_id"], event["position"]): event["list_id"] for event in fake_shop.of("impression")}
    assert seen[click["product_id"], 1] == click["list_id"]
    assert [event["list_id"] for event in fake_shop.of("search")] == [click["list_id"]]
    assert fake_shop.of("view")[-1]["product_id"] == click["product_id"]
    await page.reload()
    await expect(page.get_by_text("We learn from what you look at here.")).to_be_visible()
    await expect(question(page)).to_be_hidden()


async def test_a_no_is_kept_and_what_was_told_before_is_taken_back(page: Page, fake_shop: ListeningShop) -> None:
    await page.goto("/")
    await page.get_by_role("button", name="Yes, learn from it").click()
    await until(page, lambda: bool(fake_shop.told))
    await page.get_by_role("button", name="Change").click()
    await expect(question(page)).to_be_focused()
    await page.get_by_role("button", name="No, don\u2019t").click()
    await expect(page.get_by_text("We do not learn from your visit.")).to_be_visible()
    await expect(page.get_by_role("button", name="Change")).to_be_focused()
    await until(page, lambda: "DELETE device" in [said for said, _, _ in fake_shop.decided])
    fake_shop.told.clear()
    await page.locator(".good a").first.click()
    await page.wait_for_timeout(4000)
    await page.reload()
    await expect(question(page)).to_be_hidden()
    assert fake_shop.told == []
    assert await page.evaluate("localStorage['aisle.device'] ?? null") is None


async def test_after_a_no_the_assistant_is_told_not_to_learn_either(page: Page, fake_shop: ListeningShop) -> None:
    await page.goto("/")
    await page.get_by_role("button", name="No, don\u2019t").click()
    await page.get_by_role("button", name="A rain jacket under eighty dollars").click()
    await expect(ChatPage(page).cards).to_have_count(4)
    await until(page, lambda: ("POST", '{"consent":false}', True) in fake_shop.decided)


async def test_a_product_opened_in_the_chat_is_a_click_on_the_list_of_its_turn(
    page: Page, fake_shop: ListeningShop
) -> None:
    await page.goto("/")
    await page.get_by_role("button", name="Yes, learn from it").click()
    await page.get_by_role("button", name="A rain jacket under eighty dollars").click()
    chat = ChatPage(page)
    await expect(chat.cards).to_have_count(4)
    await chat.cards.nth(1).get_by_role("link").click()
    await until(page, lambda: bool(fake_shop.of("click")))
    (click,) = fake_shop.of("click")
    assert click["position"] == 2
    assert click["list_id"] == click["turn_id"]


async def test_who_says_no_to_all_pages_is_not_asked(
    context: BrowserContext, page: Page, fake_shop: ListeningShop
) -> None:
    await context.add_init_script(OPTS_OUT)
    await page.goto("/")
    await expect(page.get_by_text("Your browser asks not to be tracked")).to_be_visible()
    await expect(question(page)).to_be_hidden()
    await expect(page.get_by_role("button", name="Change")).to_be_hidden()
    await page.locator(".good a").first.click()
    await page.wait_for_timeout(4000)
    assert fake_shop.told == []


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_question_can_be_read_and_answered_by_everybody(
    page: Page, viewport: Any, scheme: Any, fake_shop: ListeningShop
) -> None:
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size(viewport)
    await page.goto("/")
    await expect(question(page)).to_be_visible()
    await expect(page.locator(".good").first).to_be_visible()
    found = await Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.response["violations"] == [], found.generate_report()
    yes, no = (page.get_by_role("button", name=name) for name in ("Yes, learn from it", "No, don\u2019t"))
    first, second = await yes.bounding_box(), await no.bounding_box()
    assert first is not None
    assert second is not None
    assert first["height"] == second["height"] >= 24
    assert first["x"] >= 0
    assert second["x"] + second["width"] <= viewport["width"]
    launcher = await ChatPage(page).launcher.bounding_box()
    box = await question(page).bounding_box()
    assert launcher is not None
    assert box is not None
    apart = box["x"] + box["width"] <= launcher["x"] or box["y"] + box["height"] <= launcher["y"]
    assert apart, "it lies over the way to the assistant"
