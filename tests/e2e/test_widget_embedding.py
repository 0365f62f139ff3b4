"""The widget on a retailer's own page: another origin, a strict content policy, hostile style sheets."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import uvicorn
from playwright.async_api import Browser, Page, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.conftest import DESKTOP
from tests.e2e.fake_shop import STATIC
from tests.e2e.retailer import Retailer
from tests.unit.public_shop import Shop
from webhooks.web.assets import assets_in

pytestmark = pytest.mark.browser


class Server(uvicorn.Server):
    """Leaves the signals of the process to the tests."""

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        await self._serve(sockets)


@dataclass
class Sites:
    """The real public server, the one page that may carry its widget, and one that may not."""

    shop: Shop
    assistant: str
    partner: str
    stranger: str


@pytest.fixture(scope="module")
async def sites() -> AsyncIterator[Sites]:
    listening = socket.create_server(("127.0.0.1", 0))
    assistant = f"http://127.0.0.1:{listening.getsockname()[1]}"
    partner, stranger = Retailer(assistant), Retailer(assistant)
    await partner.open()
    await stranger.open()
    allowed = f"http://localhost:{partner.port}"
    shop = Shop(assets=assets_in(STATIC), allowed_origins=allowed)
    server = Server(uvicorn.Config(shop.app, ws="none", lifespan="off", log_config=None))
    serving = asyncio.create_task(server.serve([listening]))
    yield Sites(shop, assistant, allowed, f"http://localhost:{stranger.port}")
    server.should_exit = True
    await serving
    await partner.close()
    await stranger.close()
    await shop.client.aclose()


@pytest.fixture
async def page(chromium: Browser, sites: Sites) -> AsyncIterator[Page]:
    """Whatever the content policy of the retailer's page has to stop fails the test."""
    sites.shop.assistant.heard.clear()
    faults: list[str] = []
    context = await chromium.new_context(viewport=DESKTOP)
    context.set_default_timeout(10_000)
    opened = await context.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    yield opened
    await context.close()
    assert faults == []


@pytest.mark.parametrize("path", ["/element", "/module", "/tag"])
async def test_widget_works_from_another_origin_under_a_strict_policy(page: Page, sites: Sites, path: str) -> None:
    await page.goto(sites.partner + path)
    chat = ChatPage(page)
    await expect(page.locator("aisle-chat")).to_have_count(1)
    if path != "/tag":
        await chat.launcher.click()
    await expect(chat.panel.get_by_role("heading", name="Ask Alder")).to_be_visible()
    await chat.ask("a rain jacket")
    card = chat.cards.first
    await expect(card).to_contain_text("Stormcoat Rain Jacket")
    await expect(card.locator("img")).to_have_attribute("src", f"{sites.assistant}/pictures/jacket.svg")
    await expect(card.locator("img")).not_to_have_js_property("naturalWidth", 0)
    await expect(card.get_by_role("link")).to_have_attribute("href", f"{sites.assistant}/products/jacket")
    assert [turn.text for turn in sites.shop.assistant.heard] == ["a rain jacket"]


async def test_position_is_the_retailers_choice(page: Page, sites: Sites) -> None:
    await page.goto(f"{sites.partner}/tag")
    chat = ChatPage(page)
    await expect(chat.panel).to_be_visible()
    box = await chat.panel.bounding_box()
    assert box is not None
    assert box["x"] < 60


async def test_page_of_the_retailer_signs_its_customer_in_and_hears_of_it(page: Page, sites: Sites) -> None:
    await page.goto(f"{sites.partner}/element")
    heard = await page.evaluate(
        """async () => {
          await customElements.whenDefined('aisle-chat');
          const chat = document.querySelector('aisle-chat');
          const heard = [];
          chat.addEventListener('aisle-customer', ({ detail }) => detail && heard.push(detail.name));
          await chat.signIn('maya');
          return heard;
        }"""
    )
    assert heard == ["Maya"]


async def test_style_sheets_of_the_page_stay_outside(page: Page, sites: Sites) -> None:
    await page.goto(f"{sites.partner}/hostile")
    chat = ChatPage(page)
    await chat.launcher.click()
    await chat.ask("a rain jacket")
    bubble = chat.assistant.first
    await expect(bubble).to_be_visible()
    looks = await bubble.evaluate(
        """(bubble) => {
          const look = getComputedStyle(bubble);
          const told = ['fontSize', 'letterSpacing', 'wordSpacing', 'textTransform', 'textIndent', 'textAlign',
                        'textShadow', 'whiteSpace', 'cursor'];
          return [...told.map((name) => look[name]), look.color === 'rgb(255, 0, 0)'];
        }"""
    )
    assert looks == ["15px", "normal", "0px", "none", "0px", "start", "none", "pre-wrap", "auto", False]
    assert await chat.launcher.evaluate("(launcher) => getComputedStyle(launcher).cursor") == "pointer"


async def test_w2_page_that_is_not_allowed_gets_nothing_done(page: Page, sites: Sites) -> None:
    await page.goto(f"{sites.stranger}/element")
    chat = ChatPage(page)
    await chat.launcher.click()
    await chat.say("a rain jacket")
    await expect(chat.failure).to_be_visible()
    told = await page.evaluate(
        """async (assistant) => {
          const post = (body, type) =>
            fetch(`${assistant}/chat/messages`, { method: 'POST', body, headers: { 'Content-Type': type } });
          const opened = (call) => call.then(() => 'answered', () => 'refused');
          return Promise.all([
            opened(fetch(`${assistant}/chat/sessions`, { method: 'POST' })),
            opened(post('{"request_id": "x", "text": "hi"}', 'text/plain')),
            opened(post('{"request_id": "x", "text": "hi"}', 'application/json')),
            opened(fetch(`${assistant}/chat/history`, { headers: { Authorization: 'Bearer token-1' } })),
          ]);
        }""",
        sites.assistant,
    )
    assert told == ["refused"] * 4
    assert sites.shop.assistant.heard == []
