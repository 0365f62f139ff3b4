"""The demo shop's page: its shelves, its products, and the ways it hands a question to the assistant."""

import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.fake_shop import FakeShop

pytestmark = pytest.mark.browser


async def test_example_in_the_hero_opens_the_assistant_and_is_said(page: Page, fake_shop: FakeShop) -> None:
    await page.goto("/")
    await page.get_by_role("button", name="A rain jacket under eighty dollars").click()
    chat = ChatPage(page)
    await expect(chat.panel).to_be_visible()
    await expect(chat.cards).to_have_count(4)
    assert [text for _, text in fake_shop.received] == ["I need a rain jacket under eighty dollars"]


async def test_own_words_in_the_hero_are_said(page: Page) -> None:
    await page.goto("/")
    await page.get_by_role("textbox", name="What do you need?").fill("pendle")
    await page.get_by_role("button", name="Ask", exact=True).click()
    chat = ChatPage(page)
    await expect(chat.shopper).to_have_text("pendle")
    await expect(chat.cards).to_have_count(1)


async def test_department_shows_its_goods_and_the_way_back(page: Page) -> None:
    await page.goto("/")
    goods = page.locator("#shelf .good")
    await expect(goods).to_have_count(12)
    await page.get_by_role("link", name="Home", exact=True).click()
    await expect(goods).to_have_count(2)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Home")
    await expect(page.get_by_role("link", name="Home", exact=True)).to_have_attribute("aria-current", "page")
    await page.go_back()
    await expect(goods).to_have_count(12)
    await expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Ask for what you"))


@pytest.mark.parametrize(("path", "name"), [("/", "list-shelf"), ("/search?q=jacket", "list-search")])
async def test_a_list_is_marked_with_the_name_that_the_shop_knows_it_by(page: Page, path: str, name: str) -> None:
    await page.goto(path)
    marked = page.locator("#shelf .goods")
    await expect(marked).to_have_attribute("data-aisle-list", name)
    await expect(marked).to_have_attribute("data-aisle-model", "baseline")
    places = await marked.locator("[data-aisle-product]").evaluate_all(
        "all => all.map(one => one.dataset.aislePosition)"
    )
    assert places == [str(place) for place in range(1, len(places) + 1)]
    assert places


async def test_words_in_the_search_field_have_an_address_of_their_own(page: Page, fake_shop: FakeShop) -> None:
    await page.goto("/")
    field = page.get_by_role("searchbox", name="Search the shop")
    await field.fill("rain jacket")
    await field.press("Enter")
    await expect(page).to_have_url(re.compile(r"/search\?q=rain\+jacket$"))
    await expect(page.get_by_role("heading", level=1)).to_have_text("Found for “rain jacket”")
    await expect(page.locator("#shelf .good").first).to_contain_text("Jacket")
    await page.reload()
    await expect(page.locator("#shelf .good").first).to_contain_text("Jacket")
    await expect(field).to_have_value("rain jacket")
    await page.get_by_role("link", name="Alder & Quay").click()
    await expect(field).to_have_value("")
    await expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Ask for what you"))
    assert fake_shop.received == []


async def test_search_that_finds_nothing_offers_the_assistant(page: Page, fake_shop: FakeShop) -> None:
    await page.goto("/search?q=<b>zeppelin</b>")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Found for “<b>zeppelin</b>”")
    await page.get_by_role("button", name="Ask the assistant").click()
    await expect(ChatPage(page).shopper).to_have_text("<b>zeppelin</b>")
    await expect(ChatPage(page).assistant).to_have_count(1)
    assert [text for _, text in fake_shop.received] == ["<b>zeppelin</b>"]


async def test_what_is_like_a_product_stands_below_it_and_leads_on(page: Page) -> None:
    await page.goto("/products/p-tidemark")
    alike = page.get_by_role("region", name="Much like it")
    await expect(alike.locator(".good")).not_to_have_count(0)
    await expect(alike).not_to_contain_text("Tidemark")
    link = alike.get_by_role("link").first
    title = await link.inner_text()
    await link.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(title)


@pytest.mark.parametrize("url", ["", "https://elsewhere.example/p/7"])
async def test_goods_whose_address_lies_elsewhere_have_a_page_here(page: Page, url: str) -> None:
    """As imported goods do; a picture that cannot be had leaves its place empty."""

    async def abroad(route: Route) -> None:
        response = await route.fetch()
        shelf = await response.json()
        for product in shelf["products"]:
            product.update(url=url, image_url="/pictures/nowhere.svg")
        await route.fulfill(response=response, json=shelf)

    await page.route("**/storefront/products?*", abroad)
    await page.goto("/")
    good = page.locator("#shelf .good").first
    title = await good.get_by_role("link").inner_text()
    await expect(good.locator("img")).to_have_count(0)
    await good.get_by_role("link").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(title)


async def test_chosen_variant_is_what_goes_into_the_cart(page: Page, fake_shop: FakeShop) -> None:
    await page.goto("/products/p-tidemark")
    offer = page.locator(".offer")
    await expect(offer).to_contain_text("$64.99")
    await page.get_by_role("radio", name="black").check()
    await expect(offer).to_contain_text("$69.99")
    await page.get_by_role("radio", name=re.compile("^XL")).check()
    await expect(offer).to_contain_text("Out of stock")
    await expect(offer.get_by_role("button", name="Add to cart")).to_have_count(0)
    await page.get_by_role("radio", name="L", exact=True).check()
    await offer.get_by_role("button", name="Add to cart").click()
    await expect(page.locator("#cart-count")).to_have_text("1")
    assert fake_shop.received[-1][1] == "Add the Tidemark Rain Jacket in black, size L to my cart"


async def test_combination_that_is_not_made_moves_to_one_that_is(page: Page) -> None:
    await page.goto("/products/p-tidemark")
    await page.get_by_role("radio", name="black").check()
    await page.get_by_role("radio", name="S", exact=True).check()
    await expect(page.get_by_role("radio", name="navy")).to_be_checked()
    await expect(page.get_by_role("radio", name="S", exact=True)).to_be_checked()


async def test_product_opened_from_the_conversation_keeps_the_conversation(page: Page) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("rain jacket")
    await chat.cards.get_by_role("link", name="Drizzle Shell").click()
    await expect(page).to_have_url(re.compile("/products/p-drizzle$"))
    await expect(page.get_by_role("heading", level=1)).to_have_text("Drizzle Shell")
    await expect(chat.panel).to_be_visible()
    await expect(chat.assistant).to_have_count(1)


async def test_unknown_product_is_said_to_be_unknown(page: Page) -> None:
    await page.goto("/products/p-nothing")
    await expect(page.get_by_role("alert")).to_contain_text("We do not carry that")


async def test_shelves_that_fail_can_be_asked_for_again(page: Page) -> None:
    async def refuse(route: Route) -> None:
        await route.fulfill(status=503)

    await page.route("**/storefront/products?*", refuse)
    await page.goto("/")
    await expect(page.get_by_role("alert")).to_contain_text("The shelves cannot be shown just now.")
    await page.unroute("**/storefront/products?*")
    await page.get_by_role("button", name="Try again").click()
    await expect(page.locator("#shelf .good")).to_have_count(12)
