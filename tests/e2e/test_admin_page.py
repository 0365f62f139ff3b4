"""The operator's page in Chromium: what it tells of a shop with a past, to whom, and on which screens."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from rerank.learning.served_models import Serving
from tests.e2e.admin_shop import NEW_MODEL, TOKEN, AdminShop, database_beside, served, with_a_past
from tests.e2e.barriers import violations
from tests.e2e.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser
DATABASE, EMPTY = "operators_page", "operators_empty_page"


@pytest.fixture(scope="module")
async def shop(database_url: str) -> AsyncIterator[AdminShop]:
    async with database_beside(database_url, DATABASE) as pool:
        await with_a_past(pool)
        async with served(pool) as shop:
            yield shop


@pytest.fixture
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """Whatever the page's own content policy has to stop, and whatever breaks, fails the test."""
    faults: list[str] = []
    context = await chromium.new_context(viewport=DESKTOP)
    context.set_default_timeout(15_000)
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    await context.close()
    assert faults == []


async def open_page(page: Page, shop: AdminShop, token: str = TOKEN) -> None:
    await page.goto(f"{shop.address}/admin")
    await page.get_by_label("Operator's token").fill(token)
    await page.get_by_role("button", name="Open").click()


async def test_the_operator_sees_what_fell_why_and_by_which_model(page: Page, shop: AdminShop) -> None:
    await open_page(page, shop)
    alerts = page.get_by_role("region", name="Worth knowing").get_by_role("listitem")
    await expect(alerts.filter(has_text="Click-through fell")).to_contain_text("category Grocery / Snacks")
    await expect(alerts.filter(has_text="price_against_usual@1")).to_have_count(1)
    plots = page.get_by_role("img")
    for name in ("Click-through by channel", "From shown to bought", "nDCG@10 by model", "What shoppers wanted"):
        await expect(plots.and_(page.get_by_role("img", name=name, exact=True))).to_be_visible()
    models = page.get_by_role("region", name="Models", exact=True)
    await expect(models).to_contain_text("0.642 against 0.611 (better by +0.018 to +0.044)")
    await expect(models.get_by_role("heading", name="ranking-20260302-1f3a")).to_contain_text("in use")


async def test_of_a_model_that_cannot_be_opened_the_page_tells_why_and_what_orders_instead(
    page: Page, shop: AdminShop
) -> None:
    refused = Serving(version="baseline", refused={NEW_MODEL: f"Model {NEW_MODEL} cannot be used: it is torn."})
    async with served(shop.pool, order=refused) as other:
        await open_page(page, other)
        models = page.get_by_role("region", name="Models", exact=True)
        await expect(models).to_contain_text("cannot be used: it is torn. The built-in order is in use instead.")
        await expect(models.get_by_role("heading", name=NEW_MODEL)).to_contain_text("not opened")
        assert await violations(page) == []


async def test_a_wrong_token_opens_nothing(page: Page, shop: AdminShop) -> None:
    await open_page(page, shop, token="something else")
    await expect(page.get_by_role("alert")).to_have_text("That is not the token.")
    await expect(page.get_by_label("Operator's token")).to_be_visible()


async def test_each_plot_is_a_table_as_well(page: Page, shop: AdminShop) -> None:
    await open_page(page, shop)
    plot = page.get_by_role("figure").filter(has=page.get_by_role("heading", name="From shown to bought"))
    await plot.get_by_text("As a table").click()
    table = plot.get_by_role("table")
    await expect(table.get_by_role("rowheader")).to_have_text(["Shown", "Clicked", "Into the cart", "Bought"])
    shown = await table.get_by_role("row").nth(1).get_by_role("cell").first.inner_text()
    drawn = await page.get_by_role("img", name="From shown to bought").text_content()
    assert shown in (drawn or "")
    figures, tables = await page.get_by_role("figure").count(), await page.locator("figure details table").count()
    assert 0 < tables >= figures - 1


async def test_a_channel_of_a_handful_of_people_is_not_told(page: Page, shop: AdminShop) -> None:
    """On Siri there was one turn a day."""
    await open_page(page, shop)
    plot = page.get_by_role("figure").filter(has=page.get_by_role("heading", name="Turns by channel"))
    await expect(plot).to_contain_text("Alexa")
    await expect(plot).not_to_contain_text("Siri")


async def test_period_and_channel_change_what_is_told(page: Page, shop: AdminShop) -> None:
    await open_page(page, shop)
    funnel = page.get_by_role("img", name="From shown to bought")
    of_all = await funnel.text_content()
    await page.get_by_role("combobox").select_option("alexa")
    await expect(funnel).not_to_have_text(of_all or "")
    of_alexa = await funnel.text_content()
    await page.get_by_label("7 days").check()
    await expect(funnel).not_to_have_text(of_alexa or "")
    await expect(page.get_by_role("combobox")).to_have_value("alexa")
    await expect(page.locator(".legend li", has_text="Web")).to_have_count(0)


async def test_the_day_under_the_pointer_is_told(page: Page, shop: AdminShop) -> None:
    await open_page(page, shop)
    plot = page.get_by_role("img", name="Click-through by channel", exact=True)
    await plot.scroll_into_view_if_needed()
    await plot.hover(position={"x": 260, "y": 60})
    await expect(plot.locator(".told")).to_contain_text("Web: ")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_nothing_keeps_anybody_out_and_nothing_sticks_out(
    page: Page, shop: AdminShop, size: dict[str, int], scheme: str
) -> None:
    await page.set_viewport_size(size)
    await page.emulate_media(color_scheme=scheme)
    await page.goto(f"{shop.address}/admin")
    assert await violations(page) == []
    await open_page(page, shop)
    await expect(page.get_by_role("heading", name="Models", exact=True)).to_be_visible()
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


async def test_a_new_shop_is_told_what_is_missing_and_what_to_do(
    page: Page, chromium: Browser, database_url: str
) -> None:
    async with database_beside(database_url, EMPTY) as pool, served(pool, token=None) as shop:
        await page.goto(f"{shop.address}/admin")
        await expect(page.get_by_role("region", name="Worth knowing")).to_contain_text("aisle monitor")
        await expect(page.get_by_role("region", name="Models", exact=True)).to_contain_text("aisle train recommender")
        await expect(page.get_by_role("region", name="Conversations")).to_contain_text(
            "No conversation had been counted"
        )
        await expect(page.get_by_role("img")).to_have_count(0)
        assert await violations(page) == []


async def test_who_signs_out_sees_no_figure_any_more(page: Page, shop: AdminShop) -> None:
    await open_page(page, shop)
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_label("Operator's token")).to_be_visible()
    await asyncio.wait_for(page.go_back(), 10)
    await expect(page.get_by_role("heading", name="At a glance")).to_have_count(0)
