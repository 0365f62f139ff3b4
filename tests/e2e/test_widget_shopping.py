"""What the widget shows beyond products: totals, orders, payment, hand-overs, tables, and who is signed in."""

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.fake_shop import FakeShop

pytestmark = pytest.mark.browser
LEFT = "(part) => Math.round(part.getBoundingClientRect().left)"


async def test_totals_are_told_part_by_part(page: Page) -> None:
    chat = await ChatPage(page).open()
    for _ in range(3):
        await chat.ask("add the tidemark rain jacket")
    await chat.ask("what is in my cart")
    totals = chat.log.locator(".totals").last
    await expect(totals.locator("dt")).to_have_text(["Items", "10% off over $100", "Shipping", "Tax", "Total"])
    await expect(totals.locator("dd").nth(1)).to_have_text(re.compile("^\u2212\\$"))
    await expect(totals.locator("dd").nth(2)).to_have_text("Free")


async def test_order_shows_where_it_is_and_how_to_pay(page: Page, address: str) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("where is my order")
    order = chat.log.get_by_role("group", name="Order TL-400017")
    await expect(order.locator(".badge")).to_have_text("Partly returned")
    await expect(order).to_contain_text("Arrives Tue, Nov 24")
    await expect(order).to_contain_text("Swallow Post, SW1234567890")
    pay = order.get_by_role("link", name="Pay now (opens in a new tab)")
    await expect(pay).to_have_attribute("href", f"{address}/pay/abcdefghijklmnopqrstuvwxyz123456")
    await expect(pay).to_have_attribute("rel", "noopener noreferrer")
    await expect(order.get_by_role("link", name=re.compile("label"))).to_have_attribute("href", f"{address}/labels/xyz")


async def test_window_is_told_by_the_clocks_of_the_shop(page: Page) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("placed order")
    await expect(chat.log.locator(".order")).to_contain_text(re.compile(r"Delivery Tue, Nov 24, 8:00.+10:00.AM"))


async def test_payment_that_is_no_web_address_is_no_link(page: Page) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("hostile order")
    order = chat.log.get_by_role("group", name="Order TL-400017")
    await expect(order).to_contain_text("Payment is still to come")
    await expect(order.get_by_role("link", name=re.compile("Pay"))).to_have_count(0)


async def test_comparison_is_a_table(page: Page) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("compare these")
    table = chat.log.get_by_role("table")
    columns = table.get_by_role("columnheader")
    await expect(columns).to_have_text(["Tidemark Rain Jacket", "Drizzle Shell", "Cloudburst Anorak"])
    await expect(columns.locator("img")).to_have_count(3)
    await expect(table.get_by_role("row", name=re.compile("^Price"))).to_have_text("Price$64.99$79.00$59.00")
    await expect(table.get_by_role("row", name=re.compile("^Waterproof"))).to_contain_text("not known")
    await expect(chat.assistant.last).to_have_text("Side by side:\nWhich one would you like?")
    await expect(chat.cards).to_have_count(0)


async def test_what_is_compared_can_be_bought_from_the_table_if_it_is_there(page: Page, fake_shop: FakeShop) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("compare these")
    await expect(chat.log.get_by_role("cell", name="Out of stock")).to_be_visible()
    await chat.button("Add to cart: Drizzle Shell").click()
    await expect(chat.button("Cart, 1 item")).to_be_visible()
    assert fake_shop.received[-1][1] == "Add the Drizzle Shell in moss, size M to my cart"


async def test_names_of_the_rows_stay_in_sight_where_the_table_is_scrolled(page: Page) -> None:
    await page.set_viewport_size({"width": 320, "height": 640})
    chat = await ChatPage(page).open()
    await chat.ask("compare these")
    label = chat.log.get_by_role("rowheader", name="Waterproof")
    before = await label.evaluate(LEFT)
    last = chat.log.get_by_role("columnheader", name="Cloudburst Anorak")
    await last.scroll_into_view_if_needed()
    await expect(last).to_be_in_viewport(ratio=0.9)
    assert await chat.log.locator(".table").evaluate("(table) => table.scrollLeft") > 0
    assert await label.evaluate(LEFT) == before


async def test_prices_of_a_table_are_written_as_the_page_writes_them(page: Page) -> None:
    await page.goto("/")
    await page.evaluate("() => document.documentElement.setAttribute('lang', 'de')")
    chat = ChatPage(page)
    await chat.launcher.click()
    await chat.ask("compare these")
    await expect(chat.log.get_by_role("row", name=re.compile("^Price"))).to_contain_text("64,99\u00a0$")


async def test_hand_over_tells_what_the_person_knows(page: Page) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("a person please")
    await expect(chat.log.get_by_role("group", name="Handed to a person")).to_contain_text("arrived late")


async def test_visitor_becomes_a_demo_customer_and_the_talk_goes_on(page: Page, fake_shop: FakeShop) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("add the tidemark rain jacket")
    before = set(fake_shop.sessions)
    await page.get_by_text("Sign in as…").click()
    await page.get_by_role("button", name=re.compile("Maya Okafor")).click()
    await expect(chat.widget.locator(".who")).to_contain_text("Maya Okafor")
    await expect(page.locator("#account-name")).to_have_text("Maya Okafor")
    assert not before & set(fake_shop.sessions)
    await expect(chat.log.locator(".note")).to_have_text("You are signed in as Maya Okafor.")
    await chat.ask("what is in my cart")
    await expect(chat.log.locator(".cart-title").last).to_contain_text("Tidemark")


async def test_sign_in_does_not_call_back_who_has_gone_on_to_write(page: Page) -> None:
    signing, signed = asyncio.Event(), asyncio.Event()

    async def hold_back(route: Route) -> None:
        signing.set()
        await signed.wait()
        await route.continue_()

    await page.route("**/chat/demo-sign-in", hold_back)
    chat = await ChatPage(page).open()
    await page.get_by_text("Sign in as…").click()
    await page.get_by_role("button", name=re.compile("Maya Okafor")).click()
    await signing.wait()
    await chat.input.fill("pendle")
    signed.set()
    await expect(page.locator("#account-name")).to_have_text("Maya Okafor")
    await expect(page.locator("details", has=page.locator("#account-name"))).not_to_have_attribute("open", "")
    await expect(chat.input).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(chat.assistant).to_have_count(1)
    await expect(chat.shopper).to_have_text(["pendle"])


async def test_who_is_signed_in_is_known_after_a_reload_and_forgotten_after_leaving(page: Page) -> None:
    chat = await ChatPage(page).open()
    await page.evaluate("() => document.querySelector('aisle-chat').signIn('good')")
    await page.reload()
    await expect(chat.widget.locator(".who")).to_contain_text("Maya Okafor")
    await chat.button("Sign out").click()
    await expect(chat.widget.locator(".who")).to_be_hidden()
    await expect(chat.log).to_have_text("You are signed out. This is a new conversation.")
    await expect(page.locator("#account-name")).to_have_text("Sign in as…")


async def test_refused_sign_in_is_told_to_the_page_and_changes_nothing(page: Page) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("rain jacket")
    status = await page.evaluate(
        "() => document.querySelector('aisle-chat').signIn('bad').catch((problem) => problem.status)"
    )
    assert status == 403
    await expect(chat.widget.locator(".who")).to_be_hidden()
    await chat.ask("what is in my cart")


async def test_nobody_is_offered_where_nobody_is_lent(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.lends_customers = False
    await page.goto("/")
    await expect(page.locator("#shelf .good").first).to_be_visible()
    await expect(page.get_by_text("Sign in as…")).to_be_hidden()
