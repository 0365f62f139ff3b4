"""Several tabs of one shopper, and several widgets on one page, are one conversation: in step, and nothing twice."""

import re

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.fake_shop import FakeShop
from tests.e2e.fake_stream import Refusal

pytestmark = pytest.mark.browser
ADDED = "I put the Oat Milk Barista into your cart."
# Hears neither the other tabs nor what they keep, and so never sends for them; what it says itself is heard.
DEAF = """
  window.BroadcastChannel = class extends BroadcastChannel { set onmessage(_) {} };
  window.addEventListener("storage", (event) => event.stopImmediatePropagation());
"""


@pytest.fixture
async def tabs(page: Page, context: BrowserContext) -> tuple[ChatPage, ChatPage]:
    """Two tabs of a conversation that has begun, with the panel open in both."""
    one = await ChatPage(page).open()
    await one.ask("pendle")
    other = ChatPage(await context.new_page())
    await other.page.goto("/")
    await expect(other.panel).to_be_visible()
    await expect(other.assistant).to_have_count(1)
    return one, other


async def test_new_tab_goes_on_with_the_conversation(tabs: tuple[ChatPage, ChatPage], fake_shop: FakeShop) -> None:
    one, other = tabs
    await other.ask("add the oat milk barista")
    await expect(one.assistant.last).to_have_text(ADDED)
    await expect(one.shopper).to_have_text(["pendle", "add the oat milk barista"])
    for tab in tabs:
        await expect(tab.button("Cart, 1 item")).to_be_visible()
        await expect(tab.page.locator("#cart-count")).to_have_text("1")
    assert len(fake_shop.sessions) == 1
    assert len(fake_shop.received) == 2


async def test_answer_is_seen_arriving_in_the_other_tab_too(
    tabs: tuple[ChatPage, ChatPage], fake_shop: FakeShop
) -> None:
    one, other = tabs
    fake_shop.pause_s = 0.1
    await one.say("rain jacket")
    await expect(other.draft).to_contain_text("I found four")
    await expect(other.cards).to_have_count(5)
    await expect(other.draft).to_be_hidden()


async def test_what_two_tabs_say_at_once_is_answered_in_one_order(
    tabs: tuple[ChatPage, ChatPage], fake_shop: FakeShop
) -> None:
    one, other = tabs
    fake_shop.pause_s = 0.02
    for sentence in ("rain jacket", "where is my order"):
        await one.say(sentence)
        await other.say(f"{sentence}, please")
    for tab in tabs:
        await expect(tab.assistant).to_have_count(5)
        await expect(tab.waiting).to_have_count(0)
    said = [text for _, text in fake_shop.received]
    assert len(said) == len(set(fake_shop.received)) == 5
    for tab in tabs:
        assert await tab.shopper.all_text_contents() == said
    await one.page.reload()
    await expect(one.shopper).to_have_text(said)


async def test_message_of_a_closed_tab_is_finished_by_the_other(
    tabs: tuple[ChatPage, ChatPage], fake_shop: FakeShop
) -> None:
    one, other = tabs
    fake_shop.pause_s = 0.2
    await one.say("add the oat milk barista")
    await expect(other.draft).to_contain_text("I put")
    await one.page.close()
    fake_shop.pause_s = 0.0
    await expect(other.assistant.last).to_have_text(ADDED)
    await expect(other.shopper).to_have_text(["pendle", "add the oat milk barista"])
    await expect(other.button("Cart, 1 item")).to_be_visible()
    assert len(set(fake_shop.received)) == 2


async def test_failed_message_can_be_retried_from_any_tab(tabs: tuple[ChatPage, ChatPage], fake_shop: FakeShop) -> None:
    one, other = tabs
    fake_shop.faults.append(Refusal(503))
    await one.say("add the oat milk barista")
    await expect(one.failure).to_be_visible()
    await other.retry.click()
    for tab in tabs:
        await expect(tab.assistant.last).to_have_text(ADDED)
        await expect(tab.failure).to_have_count(0)
    assert len(set(fake_shop.received)) == 2


async def test_signing_in_reaches_the_other_tab_and_its_token_goes_on(
    tabs: tuple[ChatPage, ChatPage], fake_shop: FakeShop
) -> None:
    one, other = tabs
    await one.page.evaluate("() => document.querySelector('aisle-chat').signIn('good')")
    await expect(other.widget.locator(".who")).to_contain_text("Maya Okafor")
    await other.ask("add the oat milk barista")
    await expect(one.assistant.last).to_have_text(ADDED)
    await expect(other.log).not_to_contain_text("has ended")
    assert len(fake_shop.sessions) == 1


async def test_message_caught_by_a_sign_in_elsewhere_is_not_lost(
    tabs: tuple[ChatPage, ChatPage], fake_shop: FakeShop
) -> None:
    """The token that this tab still holds died a moment ago."""
    one, other = tabs
    await one.page.evaluate(
        "() => Promise.all(['good', 'good'].map((word) => document.querySelector('aisle-chat').signIn(word)))"
    )
    await other.say("add the oat milk barista")
    await expect(other.assistant.last).to_have_text(ADDED)
    assert len(fake_shop.sessions) == 1
    assert [text for _, text in fake_shop.received].count("add the oat milk barista") == 1


async def test_leaving_in_one_tab_empties_the_other(tabs: tuple[ChatPage, ChatPage]) -> None:
    one, other = tabs
    await one.ask("add the oat milk barista")
    await expect(other.button("Cart, 1 item")).to_be_visible()
    await one.page.evaluate("() => document.querySelector('aisle-chat').signOut()")
    await expect(other.shopper).to_have_count(0)
    await expect(other.button("Cart, 0 items")).to_be_visible()


async def test_tab_that_heard_nothing_catches_up_when_it_is_looked_at(page: Page, context: BrowserContext) -> None:
    deaf = await context.new_page()
    await deaf.clock.install()
    await deaf.add_init_script(DEAF)
    one, other = await ChatPage(page).open(), ChatPage(deaf)
    await one.ask("pendle")
    await deaf.goto("/")
    await expect(other.shopper).to_have_text(["pendle"])
    await one.ask("add the oat milk barista")
    await deaf.clock.fast_forward(60_000)
    await deaf.evaluate("() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
    await expect(other.assistant.last).to_have_text(ADDED)
    await expect(other.button("Cart, 1 item")).to_be_visible()


async def test_two_widgets_on_a_page_are_one_conversation(page: Page, fake_shop: FakeShop) -> None:
    await page.goto("/")
    await page.evaluate("() => document.body.prepend(document.createElement('aisle-chat'))")
    first, second = page.locator("aisle-chat").first, page.locator("aisle-chat").last
    await page.evaluate("() => document.querySelector('aisle-chat').ask('add the oat milk barista')")
    for widget in (first, second):
        await expect(widget.get_by_role("log", include_hidden=True).locator(".bubble")).to_have_text(
            ["add the oat milk barista", ADDED]
        )
    assert len(fake_shop.received) == len(fake_shop.sessions) == 1


async def test_element_moved_about_the_page_goes_on(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.pause_s = 0.05
    chat = await ChatPage(page).open()
    await chat.say("rain jacket")
    await expect(chat.draft).to_contain_text("I found")
    await page.evaluate(
        """() => {
          const chat = document.querySelector('aisle-chat');
          chat.remove();
          document.querySelector('footer').append(chat);
        }"""
    )
    await expect(chat.panel).to_be_visible()
    await expect(chat.cards).to_have_count(4)
    await expect(chat.assistant).to_have_text([re.compile("^I found four rain jackets")])
    await chat.ask("pendle")
    await expect(chat.shopper).to_have_text(["rain jacket", "pendle"])
