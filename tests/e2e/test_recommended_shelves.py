"""What the demo shop recommends on its pages: to a guest, to a customer, beside a product and below the cart."""

import pytest
from playwright.async_api import Page, expect

from tests.e2e.barriers import fits, violations
from tests.e2e.chat_page import ChatPage
from tests.e2e.fake_shop import FakeShop

pytestmark = pytest.mark.browser


async def test_a_guest_sees_what_is_popular_and_no_session_is_opened_for_it(page: Page, fake_shop: FakeShop) -> None:
    await page.goto("/")
    shelf = page.get_by_role("region", name="Popular now")
    await expect(shelf.locator(".good")).to_have_count(8)
    await expect(shelf.locator(".good").first).to_contain_text("popular right now")
    assert not fake_shop.sessions


async def test_what_is_shown_is_marked_for_whoever_tells_of_it(page: Page) -> None:
    await page.goto("/")
    shelf = page.get_by_role("region", name="Popular now")
    goods = shelf.locator(".goods")
    await expect(goods).to_have_attribute("data-aisle-list", "list-home")
    await expect(goods).to_have_attribute("data-aisle-model", "baseline")
    second = shelf.locator(".good").nth(1)
    await expect(second).to_have_attribute("data-aisle-position", "2")
    await expect(second).to_have_attribute("data-aisle-product", "p-drizzle")


async def test_signing_in_makes_the_shelf_the_customers_own(page: Page) -> None:
    await page.goto("/")
    await expect(page.get_by_role("region", name="Popular now")).to_be_visible()
    await page.get_by_text("Sign in as…").click()
    await page.get_by_role("button", name="Maya Okafor").click()
    shelf = page.get_by_role("region", name="For you")
    await expect(shelf.locator(".good").first).to_contain_text("Longwatch Vacuum Flask")
    await expect(page.get_by_role("region", name="Popular now")).to_have_count(0)


async def test_a_department_and_a_search_show_what_was_asked_for_only(page: Page) -> None:
    await page.goto("/?department=Home")
    await expect(page.locator("#shelf .good")).to_have_count(2)
    await expect(page.locator("#for-you .good")).to_have_count(0)
    await page.get_by_role("link", name="Alder & Quay").click()
    await expect(page.locator("#for-you .good")).to_have_count(8)


async def test_what_goes_with_a_product_stands_before_what_is_like_it(page: Page) -> None:
    await page.goto("/products/p-tidemark")
    await expect(page.locator("#product h2")).to_have_text(["Goes with it", "Much like it"])
    shelf = page.get_by_role("region", name="Goes with it")
    await expect(shelf.locator(".good")).to_have_count(4)
    await expect(shelf).not_to_contain_text("Saltmarsh Tidemark")


async def test_a_small_thing_is_added_from_below_the_cart_and_not_offered_again(
    page: Page, fake_shop: FakeShop
) -> None:
    await page.goto("/")
    chat = ChatPage(page)
    await page.evaluate("document.querySelector('aisle-chat').ask('rain jackets')")
    await expect(chat.cards).to_have_count(4)
    await chat.cards.first.get_by_role("button", name="Add to cart").click()
    await page.get_by_role("button", name="Cart").first.click()
    below = page.get_by_role("region", name="Before you go")
    await expect(below.get_by_role("listitem")).to_have_count(3)
    first = below.get_by_role("listitem").first
    title = await first.locator(".title").inner_text()
    await first.get_by_role("button", name=f"Add to cart: {title}").click()
    await expect(below).not_to_contain_text(title)
    assert fake_shop.received[-1][1].startswith(f"Add the {title}")


async def test_the_page_is_whole_where_nothing_is_recommended(page: Page) -> None:
    await page.route("**/storefront/recommended**", lambda route: route.fulfill(status=503))
    await page.goto("/")
    await expect(page.locator("#shelf .good")).to_have_count(12)
    await expect(page.locator("#for-you")).to_be_empty()
    await page.goto("/products/p-tidemark")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Tidemark Rain Jacket")
    await expect(page.locator(".recommended")).to_have_count(0)


@pytest.mark.parametrize("path", ["/", "/products/p-tidemark"])
async def test_the_shelves_put_no_barrier_in_anyones_way(page: Page, path: str) -> None:
    await page.goto(path)
    await expect(page.locator(".recommended .good").first).to_be_visible()
    assert await violations(page) == []
    assert await fits(page)


async def test_banners_lead_on_from_the_home_page_and_run_nothing(page: Page) -> None:
    await page.goto("/")
    banners = page.locator("#banners li")
    await expect(banners).to_have_count(1)
    await expect(banners.get_by_role("link")).to_have_text("For springAll at Riverside")
    assert not await violations(page)
    await banners.get_by_role("link").click()
    await expect(page.locator("#shelf-title")).to_have_text("Outdoor")
    await expect(page.locator("#banners li")).to_have_count(0)
