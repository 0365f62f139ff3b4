"""The page of the open shop in Chromium: real shelves, a real answer, a real cart."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.conftest import DESKTOP
from tests.open_shop import OpenShop

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.timeout(600)]


@pytest.fixture
async def shop_page(chromium: Browser, open_shop: OpenShop) -> AsyncIterator[Page]:
    faults: list[str] = []
    context = await chromium.new_context(viewport=DESKTOP, base_url=open_shop.address)
    context.set_default_timeout(20_000)
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    yield page
    await context.close()
    assert faults == []


async def test_shelves_show_real_products_with_pictures(shop_page: Page) -> None:
    await shop_page.goto("/")
    pictures = shop_page.locator("main img[src*='/pictures/']")
    await expect(pictures.first).to_be_visible()
    await expect(pictures.first).to_have_js_property("complete", True)
    assert await pictures.first.evaluate("image => image.naturalWidth") > 0


async def test_asking_shows_cards_within_the_price_and_the_cart_follows(shop_page: Page) -> None:
    chat = await ChatPage(shop_page).open()
    await chat.ask("a rain jacket under eighty dollars")
    await expect(chat.cards.first).to_contain_text("Rain Jacket")
    prices = [float(price) for price in re.findall(r"\$(\d+\.\d\d)", " ".join(await chat.cards.all_inner_texts()))]
    assert prices
    assert max(prices) <= 80

    await chat.ask("a kettle")
    await chat.ask("add the first one")
    if "Which" in await chat.assistant.last.inner_text():
        await chat.widget.get_by_role("group", name="Suggestions").get_by_role("button").first.click()
    await expect(chat.assistant.last).to_contain_text("Added")
    await expect(shop_page.locator("#cart-button")).to_contain_text("1")


async def test_a_reload_keeps_the_conversation(shop_page: Page) -> None:
    chat = await ChatPage(shop_page).open()
    await chat.ask("gluten free pasta")
    said = await chat.assistant.last.inner_text()
    await shop_page.reload()
    await expect(chat.assistant.last).to_have_text(said)


async def test_a_demo_customer_orders_and_pays_by_the_link(shop_page: Page) -> None:
    """The till is a page of its own, whose form the shop has to know for its own."""
    chat = await ChatPage(shop_page).open()
    await chat.ask("black pepper")
    await chat.ask("add the first one")
    await shop_page.get_by_text("Sign in as…").click()
    await shop_page.get_by_role("button", name=re.compile("Maya Okafor")).click()
    await expect(chat.widget.locator(".who")).to_contain_text("Maya Okafor", timeout=20_000)
    await expect(shop_page.locator("#cart-button")).to_contain_text("1")
    for said in ("checkout", "I'll pay by link", "yes"):
        await chat.ask(said)
    await expect(shop_page.locator("#cart-button")).to_contain_text("0")
    pay = chat.log.get_by_role("link", name=re.compile("Pay now")).last
    async with shop_page.context.expect_page() as opened:
        await pay.click()
    till = await opened.value
    await till.get_by_role("button", name=re.compile("^Pay")).click()
    await expect(till.get_by_role("status")).to_contain_text("Paid")
    await chat.ask("where is my order")
    await expect(chat.log.locator(".order").last).to_contain_text("Paid")
