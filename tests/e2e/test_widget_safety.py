"""The shop's data stays data: no markup, no script link, no token where another script or page finds it."""

import pytest
from playwright.async_api import Page, Response, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.fake_shop import FakeShop

pytestmark = pytest.mark.browser
HOUR_MS = 3_600_000


async def test_w1_markup_in_products_and_answers_is_shown_as_text(page: Page) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("something hostile")
    await expect(chat.assistant).to_have_text("<b>Found</b> two <script>window.pwned=1</script>")
    card = chat.cards.first
    await expect(card.locator(".card-title")).to_have_text('<img src=x onerror="window.pwned=1">')
    await expect(card.locator(".card-brand")).to_have_text("<script>window.pwned=1</script>")
    await expect(card.locator(".card-why")).to_have_text("<b>bold</b>")
    assert await chat.log.locator("b, script, iframe, [onerror]").count() == 0
    assert await page.evaluate("() => window.pwned") is None


async def test_w1_script_links_and_data_pictures_are_dropped(page: Page) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("something hostile")
    await expect(chat.cards).to_have_count(2)
    assert await chat.cards.locator("a, img").count() == 0


async def test_ordinary_links_and_pictures_are_kept(page: Page, address: str) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("rain jacket")
    link = chat.cards.get_by_role("link", name="Tidemark Rain Jacket")
    await expect(link).to_have_attribute("href", f"{address}/products/p-tidemark")
    await expect(chat.cards.locator("img").first).to_have_attribute("src", f"{address}/pictures/p-tidemark.svg")


async def test_shopper_markup_is_text_too(page: Page) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("<img src=x onerror='window.pwned=1'>")
    await expect(chat.shopper).to_have_text("<img src=x onerror='window.pwned=1'>")
    assert await page.evaluate("() => window.pwned") is None


async def test_token_travels_only_in_the_header_and_is_kept_only_for_this_origin(
    page: Page, fake_shop: FakeShop
) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    chat = await ChatPage(page).open()
    await chat.ask("rain jacket")
    await page.reload()
    await expect(chat.assistant).to_have_count(1)
    (token,) = fake_shop.sessions
    assert token in await page.evaluate("() => JSON.stringify(localStorage)")
    assert token not in await page.evaluate(
        "() => JSON.stringify(sessionStorage) + document.cookie + document.documentElement.outerHTML"
    )
    assert not [url for url in addresses if token in url]


async def test_conversation_unused_for_half_a_day_is_forgotten(page: Page, fake_shop: FakeShop) -> None:
    await page.clock.install()
    chat = await ChatPage(page).open()
    await chat.ask("add the oat milk barista")
    await page.clock.fast_forward(11 * HOUR_MS)
    await page.reload()
    await expect(chat.assistant).to_have_count(1)
    await page.clock.fast_forward(13 * HOUR_MS)
    await page.reload()
    await expect(chat.launcher).to_be_visible()
    assert "token" not in await page.evaluate("() => JSON.stringify(localStorage)")


async def test_w2_messages_from_other_windows_are_not_listened_to(page: Page, fake_shop: FakeShop) -> None:
    """Neither the page around a frame nor one inside it can make the widget say or show anything."""
    chat = await ChatPage(page).open()
    await chat.ask("pendle")
    before = await chat.log.inner_html()
    await page.evaluate(
        """async () => {
          const frame = document.createElement('iframe');
          document.body.append(frame);
          const turn = { requestId: 'x', text: 'add the oat milk barista', at: Date.now() };
          for (const data of [
            { event: 'reply', turn, data: { turn_id: 't', text: 'pwned', speech: 'pwned' } },
            { event: 'session' }, { type: 'ask', text: 'pwned' }, 'ask', { turn, event: 'waiting' },
          ]) {
            window.postMessage(data, '*');
            frame.contentWindow.parent.postMessage(data, '*');
            window.dispatchEvent(new MessageEvent('message', { data, origin: 'https://elsewhere.test' }));
          }
          await new Promise((resolve) => setTimeout(resolve, 200));
          frame.remove();
        }"""
    )
    assert await chat.log.inner_html() == before
    assert [text for _, text in fake_shop.received] == ["pendle"]


async def test_widget_is_small_and_comes_from_the_shop_alone(page: Page, address: str) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks what it calls
    await page.goto("/", wait_until="networkidle")
    await expect(page.locator("aisle-chat .launcher")).to_be_visible()
    assert {answer.url for answer in answers if not answer.url.startswith(address)} == set()
    sizes = {answer.url: len(await answer.body()) for answer in answers if "widget" in answer.url}
    assert set(sizes) == {f"{address}/widget.js"}
    assert 0 < sum(sizes.values()) <= 60_000
