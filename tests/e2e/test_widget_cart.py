"""The cart beside the conversation: in step with what is said, changed by buttons that say so, and never a trap."""

import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.fake_shop import FakeShop
from tests.e2e.fake_stream import Refusal

pytestmark = pytest.mark.browser
MORE, FEWER, OUT = (f"{what}: Tidemark Rain Jacket" for what in ("One more", "One fewer", "Remove"))


async def filled(page: Page) -> ChatPage:
    chat = await ChatPage(page).open()
    await chat.ask("add the tidemark rain jacket")
    return chat


async def test_what_was_added_is_pointed_out_in_the_conversation_and_in_the_cart(page: Page) -> None:
    chat = await filled(page)
    added = chat.log.get_by_role("group", name="Added to your cart")
    await expect(added).to_contain_text("Tidemark Rain Jacket")
    await expect(added).to_contain_text("Added 1")
    await expect(added.locator("img")).to_be_visible()
    await expect(chat.widget.locator(".count")).to_have_text("1")
    await chat.ask("add the drizzle shell")
    await expect(added.last).not_to_contain_text("Tidemark")
    await added.last.get_by_role("button", name="View cart").click()
    lines = chat.drawer.get_by_role("listitem")
    await expect(lines).to_have_count(2)
    await expect(lines.last).to_contain_text("Added 1")


async def test_asking_for_the_cart_shows_all_of_it(page: Page) -> None:
    chat = await filled(page)
    await chat.ask("add the drizzle shell")
    await chat.ask("what is in my cart")
    await expect(chat.log.get_by_role("group", name="Cart, 2 items").get_by_role("listitem")).to_have_count(2)


async def test_several_taps_are_one_sentence_and_the_cart_stays_open(page: Page, fake_shop: FakeShop) -> None:
    chat = await filled(page)
    await chat.button("Cart, 1 item").click()
    for _ in range(3):
        await chat.button(MORE).click()
    await expect(chat.drawer.locator(".how-many")).to_have_text("4")
    await expect(chat.button("Cart, 4 items")).to_have_count(1)
    await expect(chat.drawer).to_be_visible()
    assert await chat.focused() == MORE
    said = [text for _, text in fake_shop.received]
    assert said[1:] == ["Set the quantity of the Tidemark Rain Jacket in navy, size M in my cart to 4"]
    await expect(chat.drawer).to_contain_text("$240.37")
    await expect(chat.drawer).not_to_contain_text("Added 3")


async def test_one_fewer_than_one_takes_it_out_and_focus_stays_in_the_cart(page: Page, fake_shop: FakeShop) -> None:
    chat = await filled(page)
    await chat.button("Cart, 1 item").click()
    await chat.button(FEWER).click()
    await expect(chat.widget.get_by_text("Your cart is empty.")).to_be_visible()
    assert await chat.focused() == "Your cart"
    assert fake_shop.received[-1][1] == "Remove the Tidemark Rain Jacket in navy, size M from my cart"


async def test_w6_change_by_button_is_announced_once(page: Page) -> None:
    chat = await filled(page)
    await chat.button("Cart, 1 item").click()
    await chat.listen()
    await chat.button(MORE).click()
    await expect(chat.assistant).to_have_count(2)
    assert [text[:34] for text in await chat.announced()] == [
        "You: Set the quantity of the Tidem",
        "Assistant: Now there are 2 of the ",
    ]


async def test_change_that_could_not_be_made_shows_what_is_really_there(page: Page, fake_shop: FakeShop) -> None:
    chat = await filled(page)
    await chat.button("Cart, 1 item").click()
    fake_shop.faults.append(Refusal(422))
    await chat.button(MORE).click()
    await expect(chat.drawer.locator(".how-many")).to_have_text("2")
    await expect(chat.failure).to_have_count(1)
    await expect(chat.drawer.locator(".how-many")).to_have_text("1")


async def test_leaving_the_cart_at_once_loses_no_change(page: Page, fake_shop: FakeShop) -> None:
    chat = await filled(page)
    await chat.button("Cart, 1 item").click()
    await chat.button(MORE).click()
    await page.keyboard.press("Escape")
    await expect(chat.button("Cart, 2 items")).to_be_visible()
    assert fake_shop.received[-1][1].endswith("in my cart to 2")


async def test_w6_focus_goes_round_in_the_cart_and_escape_gives_it_back(page: Page) -> None:
    chat = await filled(page)
    await chat.button("Cart, 1 item").click()
    # The shop's page puts these between what is in the cart and the way out of it.
    below = page.get_by_role("region", name="Before you go").get_by_role("listitem")
    await expect(below).to_have_count(3)
    offered = [f"Add to cart: {title}" for title in await below.locator(".title").all_inner_texts()]
    round_trip = [FEWER, MORE, OUT, *offered, "Check out", "Back to the conversation"]
    passed = []
    for _ in range(2 * len(round_trip)):
        await page.keyboard.press("Tab")
        passed.append(await chat.focused())
    assert passed == round_trip * 2
    await page.keyboard.press("Shift+Tab")
    assert await chat.focused() == "Check out"
    await page.keyboard.press("Escape")
    assert await chat.focused() == "Cart, 1 item"


async def test_empty_cart_offers_a_way_on(page: Page, fake_shop: FakeShop) -> None:
    chat = await ChatPage(page).open()
    await chat.button("Cart, 0 items").click()
    await chat.button("Find something").click()
    await expect(chat.drawer).to_be_hidden()
    await expect(chat.assistant).to_have_count(1)
    assert [text for _, text in fake_shop.received] == ["What do you recommend?"]


async def test_picture_that_cannot_be_had_leaves_a_sign_in_its_place(page: Page) -> None:
    async def gone(route: Route) -> None:
        await route.fulfill(status=404)

    await page.route("**/pictures/**", gone)
    chat = await ChatPage(page).open()
    await chat.ask("rain jacket")
    await expect(chat.cards.first.locator(".picture img")).to_have_count(0)
    await expect(chat.cards.first.locator(".picture .icon")).to_be_visible()
    await expect(chat.cards.first).to_contain_text(re.compile("In stock"))
