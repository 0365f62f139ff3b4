"""A shopper talks in the widget: streamed answers, cards, the cart, suggestions, history and starting over."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.fake_shop import FakeShop

pytestmark = pytest.mark.browser
FOUND = re.compile("^I found four rain jackets under .* cheapest one in stock.$")


async def test_answer_is_shown_while_it_arrives_and_whole_at_the_end(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.pause_s = 0.05
    chat = await ChatPage(page).open()
    await chat.say("a rain jacket under eighty dollars")
    await expect(chat.draft).to_contain_text(re.compile(r"^I found four\b"))
    await expect(chat.assistant).to_have_count(0)
    await expect(chat.assistant).to_have_text(FOUND)
    await expect(chat.draft).to_be_hidden()
    await expect(chat.shopper).to_have_text("a rain jacket under eighty dollars")


async def test_stream_may_be_cut_anywhere_even_inside_a_letter(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.cuts_inside_letters = True
    fake_shop.pause_s = 0.03
    chat = await ChatPage(page).open()
    await chat.ask("rain jacket")
    await expect(chat.assistant).to_contain_text("Galewater — “packs into its own pocket” — is")


async def test_products_are_shown_with_what_decides(page: Page) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("rain jacket")
    await expect(chat.cards).to_have_count(4)
    card = chat.cards.filter(has_text="Galewater")
    for fact in ["Saltmarsh", "rust · M", "$72.50", "4.8", "In stock", "packs into its own pocket"]:
        await expect(card).to_contain_text(fact)
    await expect(card.locator("img")).not_to_have_js_property("naturalWidth", 0)
    sold_out = chat.cards.filter(has_text="Cloudburst")
    await expect(sold_out).to_contain_text("Out of stock")
    await expect(sold_out.get_by_role("button", name="Add to cart")).to_have_count(0)


async def test_card_button_says_a_plain_sentence_and_fills_the_cart(page: Page, fake_shop: FakeShop) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("rain jacket")
    await chat.button("Add to cart: Tidemark Rain Jacket").click()
    await expect(chat.assistant.last).to_have_text("I put the Tidemark Rain Jacket into your cart.")
    assert fake_shop.received[-1][1] == "Add the Tidemark Rain Jacket in navy, size M to my cart"
    await expect(chat.button("Cart, 1 item")).to_be_visible()
    await expect(page.locator("#cart-count")).to_have_text("1")


async def test_cart_drawer_shows_lines_and_total_and_removes(page: Page, fake_shop: FakeShop) -> None:
    chat = await ChatPage(page).open()
    for sentence in ["add the oat milk barista", "add the oat milk barista", "add the pendle reading lamp"]:
        await chat.ask(sentence)
    await chat.button("Cart, 3 items").click()
    drawer = chat.widget.locator(".drawer")
    for fact in ["32 fl oz · 2 \N{MULTIPLICATION SIGN} $3.49", "$6.98", "$89.00", "$95.98"]:
        await expect(drawer).to_contain_text(fact)
    await drawer.get_by_role("button", name="Remove: Pendle Reading Lamp").click()
    await expect(drawer).not_to_contain_text("Pendle")
    await expect(drawer).to_be_visible()
    await expect(chat.assistant.last).to_have_text("The Pendle Reading Lamp is out of your cart.")
    assert fake_shop.received[-1][1] == "Remove the Pendle Reading Lamp in brass from my cart"
    await expect(chat.button("Cart, 2 items")).to_be_visible()


async def test_suggestion_is_said_by_pressing_it_and_then_gone(page: Page, fake_shop: FakeShop) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("rain jacket")
    await chat.button("Only in navy").click()
    await expect(chat.shopper.last).to_have_text("Only in navy")
    await expect(chat.button("Something cheaper")).to_have_count(0)
    assert fake_shop.received[-1][1] == "Only in navy"


async def test_sentences_said_at_once_are_answered_one_after_another(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.pause_s = 0.02
    chat = await ChatPage(page).open()
    await chat.say("rain jacket")
    await chat.say("pendle")
    await expect(chat.assistant).to_have_count(2)
    messages = await chat.log.locator(".bubble").all_text_contents()
    assert [text[:15] for text in messages] == ["rain jacket", "I found four ra", "pendle", "Here is what I "]


async def test_reload_brings_the_conversation_back(page: Page, fake_shop: FakeShop) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("rain jacket")
    await chat.ask("add the oat milk barista")
    await page.reload()
    await expect(chat.panel).to_be_visible()
    await expect(chat.shopper).to_have_text(["rain jacket", "add the oat milk barista"])
    await expect(chat.assistant).to_have_count(2)
    await expect(chat.cards).to_have_count(4)
    await expect(chat.button("Cart, 1 item")).to_be_visible()
    await expect(chat.button("Check out")).to_be_visible()
    assert len(fake_shop.sessions) == 1


async def test_start_over_asks_first_and_then_forgets_everything(page: Page, fake_shop: FakeShop) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("add the oat milk barista")
    await chat.button("Start over").click()
    await chat.button("Keep it").click()
    await expect(chat.shopper).to_have_count(1)
    await chat.button("Start over").click()
    await chat.widget.locator(".confirm").get_by_role("button", name="Start over").click()
    await expect(chat.log).to_be_empty()
    await expect(chat.button("Cart, 0 items")).to_be_visible()
    assert fake_shop.sessions == {}
    await page.reload()
    await expect(chat.panel).to_be_visible()
    await chat.ask("pendle")
    await expect(chat.shopper).to_have_text(["pendle"])


async def test_page_that_is_only_looked_at_opens_no_session(page: Page, fake_shop: FakeShop) -> None:
    chat = await ChatPage(page).open()
    await chat.button("Close").click()
    await expect(chat.launcher).to_be_visible()
    assert fake_shop.sessions == {}
