"""Everybody can use the widget: by keyboard, by ear, on a phone, in the dark, from right to left."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.e2e.barriers import fits, violations
from tests.e2e.chat_page import ChatPage
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.fake_shop import FakeShop
from tests.e2e.fake_stream import Refusal

pytestmark = pytest.mark.browser
SCHEMES = ["light", "dark"]


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
async def screen(request: pytest.FixtureRequest, chromium: Browser, address: str) -> AsyncIterator[Page]:
    is_phone = request.param is PHONE
    context = await chromium.new_context(
        viewport=request.param, base_url=address, reduced_motion="reduce", is_mobile=is_phone, has_touch=is_phone
    )
    context.set_default_timeout(10_000)
    yield await context.new_page()
    await context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_w6_no_barrier_anywhere_on_the_way(
    screen: Page, fake_shop: FakeShop, scheme: str, tmp_path: Path
) -> None:
    await screen.emulate_media(color_scheme=scheme)
    chat = ChatPage(screen)
    await screen.goto("/")
    await expect(screen.locator(".good h3").first).to_be_visible()

    async def check(moment: str) -> None:
        await screen.screenshot(path=tmp_path / f"{moment}.png")
        assert await violations(screen) == [], moment
        assert await fits(screen), moment

    await check("shop")
    await chat.launcher.click()
    await check("empty")
    await chat.ask("rain jacket")
    await check("cards")
    await chat.ask("add the tidemark rain jacket")
    await chat.button("Cart, 1 item").click()
    await check("cart")
    await chat.button("Remove: Tidemark Rain Jacket").click()
    await expect(chat.widget.get_by_text("Your cart is empty.")).to_be_visible()
    await check("empty cart")
    await screen.keyboard.press("Escape")
    await chat.ask("compare these")
    await check("table")
    await chat.ask("where is my order")
    await check("order")
    await chat.ask("a person please")
    await check("hand-over")
    await chat.ask("long words")
    await check("long words")
    fake_shop.faults.append(Refusal(503, retry_after_s=30))
    await chat.say("anything else")
    await expect(chat.failure).to_be_visible()
    await check("failure")
    await chat.button("Start over").click()
    await check("start over")


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_w6_no_barrier_on_the_product_page(screen: Page, scheme: str) -> None:
    await screen.emulate_media(color_scheme=scheme)
    await screen.goto("/products/p-tidemark")
    await expect(screen.get_by_role("heading", level=1)).to_have_text("Tidemark Rain Jacket")
    assert await violations(screen) == []
    assert await fits(screen)


async def test_w6_each_message_is_announced_once_and_without_its_cards(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.pause_s = 0.02
    chat = await ChatPage(page).open()
    await chat.listen()
    await chat.ask("rain jacket")
    fake_shop.faults.append(Refusal(503, retry_after_s=1))
    await chat.say("add the oat milk barista")
    await expect(chat.retry).not_to_have_attribute("aria-disabled", "true")
    await chat.retry.click()
    await expect(chat.assistant).to_have_count(2)
    heard = await chat.announced()
    assert [text[:34] for text in heard] == [
        "You: rain jacket",
        "Assistant: I found four rain jacke",
        "You: add the oat milk barista",
        "The shop could not answer just now",
        "Assistant: I put the Oat Milk Bari",
    ]
    assert "Tidemark Rain Jacket" not in " ".join(heard)


async def test_w6_restored_history_is_not_announced_again(page: Page) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("rain jacket")
    listening = asyncio.Event()

    async def answer_when_listening(route: Route) -> None:
        await listening.wait()
        await route.continue_()

    await page.route("**/chat/history", answer_when_listening)
    await page.reload()
    await expect(chat.panel).to_be_visible()
    await chat.listen()
    listening.set()
    await expect(chat.assistant).to_have_count(1)
    assert await chat.announced() == []
    await chat.ask("pendle")
    assert [text[:12] for text in await chat.announced()] == ["You: pendle", "Assistant: H"]


async def test_w6_whole_purchase_by_keyboard(page: Page, fake_shop: FakeShop) -> None:
    chat = ChatPage(page)
    await page.goto("/")
    await chat.launcher.focus()
    await page.keyboard.press("Enter")
    assert await chat.focused() == "Your message"
    await page.keyboard.type("rain jacket")
    await page.keyboard.press("Enter")
    await expect(chat.cards).to_have_count(4)
    assert await chat.focused() == "Your message"
    await tab_to(chat, "Add to cart: Tidemark Rain Jacket", back=True)
    await page.keyboard.press("Enter")
    await expect(chat.button("Cart, 1 item")).to_be_visible()
    assert await chat.focused() == "Add to cart: Tidemark Rain Jacket"
    await tab_to(chat, "Cart, 1 item", back=True)
    await page.keyboard.press("Space")
    assert await chat.focused() == "Your cart"
    await tab_to(chat, "Check out")
    async with page.expect_response(lambda told: "Check out" in (told.request.post_data or "")):
        await page.keyboard.press("Enter")
    await expect(chat.shopper.last).to_have_text("Check out")
    assert await chat.focused() == "Your message"
    await page.keyboard.press("Escape")
    await expect(chat.panel).to_be_hidden()
    assert await chat.focused() == "Ask Alder & Quay"
    assert fake_shop.received[-1][1] == "Check out"


async def tab_to(chat: ChatPage, name: str, *, back: bool = False) -> None:
    passed = []
    for _ in range(30):
        await chat.page.keyboard.press("Shift+Tab" if back else "Tab")
        passed.append(await chat.focused())
        if passed[-1] == name:
            return
    pytest.fail(f"{name!r} cannot be reached by Tab; passed {passed}")


async def test_escape_closes_the_nearest_thing_first(page: Page) -> None:
    chat = await ChatPage(page).open()
    await chat.button("Cart, 0 items").click()
    await page.keyboard.press("Escape")
    await expect(chat.panel).to_be_visible()
    assert await chat.focused() == "Cart, 0 items"
    await chat.button("Start over").click()
    assert await chat.focused() == "Keep it"
    await page.keyboard.press("Escape")
    assert await chat.focused() == "Start over"
    await page.keyboard.press("Escape")
    await expect(chat.panel).to_be_hidden()


async def test_phone_sheet_keeps_focus_inside(screen: Page) -> None:
    if screen.viewport_size != PHONE:
        return
    chat = await ChatPage(screen).open()
    for _ in range(12):
        await screen.keyboard.press("Tab")
        inside = await screen.evaluate(
            "() => [document.body, document.querySelector('aisle-chat')].includes(document.activeElement)"
        )
        assert inside, await chat.focused()


async def test_everything_to_press_is_large_enough(screen: Page) -> None:
    chat = await ChatPage(screen).open()
    await chat.ask("rain jacket")
    await chat.ask("add the tidemark rain jacket")
    small = await screen.evaluate(
        """() => [...document.querySelector('aisle-chat').shadowRoot.querySelectorAll('button, a, textarea')]
          .map((part) => [part.ariaLabel ?? part.textContent, part.getBoundingClientRect()])
          .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([name]) => name)"""
    )
    assert small == []


async def test_right_to_left_shop_has_the_panel_on_its_left(page: Page) -> None:
    await page.goto("/")
    await page.evaluate("() => document.documentElement.setAttribute('dir', 'rtl')")
    chat = ChatPage(page)
    await chat.launcher.click()
    await chat.ask("long words")
    box = await chat.panel.bounding_box()
    assert box is not None
    assert box["x"] < 40
    assert await fits(page)


async def test_enter_while_composing_a_character_does_not_send(page: Page, fake_shop: FakeShop) -> None:
    chat = await ChatPage(page).open()
    await chat.input.fill("にほ")
    await chat.input.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    await expect(chat.input).to_have_value("にほ")
    assert fake_shop.received == []


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_w6_no_barrier_on_the_way_in_and_out(screen: Page, scheme: str, tmp_path: Path) -> None:
    await screen.emulate_media(color_scheme=scheme)
    chat = ChatPage(screen)
    await screen.goto("/")

    async def check(moment: str) -> None:
        await screen.screenshot(path=tmp_path / f"{moment}.png")
        assert await violations(screen) == [], moment
        assert await fits(screen), moment

    await screen.get_by_text("Sign in as…").click()
    await check("who to be")
    await screen.get_by_role("button", name="Maya Okafor").click()
    await expect(screen.locator("#account-name")).to_have_text("Maya Okafor")
    await chat.launcher.click()
    await expect(chat.widget.locator(".who")).to_be_visible()
    await check("signed in")
    await chat.button("Sign out").click()
    await expect(chat.widget.locator(".who")).to_be_hidden()
    await check("signed out")
