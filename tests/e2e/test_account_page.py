"""The shop's pages for what is done elsewhere: devices that speak for a customer, and carts that were handed over."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.barriers import fits, violations
from tests.e2e.conftest import PHONE

pytestmark = pytest.mark.browser

ISSUED = "2026-07-06T15:00:00Z"
NAME = "Maya's <b>phone</b> " + "x" * 40


@dataclass
class Devices:
    """The chat API's devices, as far as the page asks for them."""

    held: list[dict[str, Any]] = field(default_factory=list)
    refusal: int | None = None

    async def answer(self, route: Route) -> None:
        request = route.request
        assert (await request.header_value("authorization") or "").startswith("Bearer ")
        if self.refusal:
            await route.fulfill(status=self.refusal, content_type="application/problem+json", body="{}")
        elif request.method == "POST":
            name = json.loads(request.post_data or "{}")["name"]
            device = {"device_id": f"d{len(self.held)}", "name": name, "issued_at": ISSUED, "used_at": None}
            self.held.insert(0, device)
            await route.fulfill(status=201, json={**device, "token": "aisle-device-secret"})
        elif request.method == "DELETE":
            self.held = [device for device in self.held if not request.url.endswith(f"/{device['device_id']}")]
            await route.fulfill(status=204)
        else:
            await route.fulfill(json={"devices": self.held})


@pytest.fixture
async def devices(page: Page) -> Devices:
    devices = Devices()
    await page.route("**/chat/devices**", devices.answer)
    return devices


@dataclass
class Links:
    """The clients that the customer has linked, as the chat API tells them."""

    held: list[dict[str, Any]] = field(default_factory=list)

    async def answer(self, route: Route) -> None:
        if route.request.method == "DELETE":
            self.held = [link for link in self.held if not route.request.url.endswith(f"/{link['client_id']}")]
            await route.fulfill(status=204)
        else:
            await route.fulfill(json={"links": self.held})


@pytest.fixture
async def links(page: Page) -> Links:
    links = Links()
    await page.route("**/chat/links**", links.answer)
    return links


async def sign_in(page: Page) -> None:
    await page.locator("#account summary").click()
    await page.get_by_role("button", name="Maya Okafor").click()
    await expect(page.locator("#account-page")).to_contain_text("Signed in as Maya Okafor")


async def test_a_device_is_made_shown_once_and_revoked_after_a_second_click(page: Page, devices: Devices) -> None:
    await page.goto("/account")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    await expect(page.locator("#account-page")).to_contain_text("Nobody is signed in")
    await sign_in(page)
    await page.get_by_label("Name of the device").fill(NAME)
    await page.get_by_role("button", name="Make a token").click()
    await expect(page.locator(".device-token")).to_have_value("aisle-device-secret")
    await expect(page.locator(".device-list strong")).to_have_text(NAME)
    await page.reload()
    await expect(page.locator(".device-list strong")).to_have_text(NAME)
    await expect(page.locator(".device-token")).to_have_count(0)
    await page.get_by_role("button", name="Revoke").click()
    assert devices.held
    await page.get_by_role("button", name="for good").click()
    await expect(page.locator(".device-list li")).to_have_count(0)
    assert devices.held == []


async def test_what_cannot_be_done_is_said(page: Page, devices: Devices) -> None:
    await page.goto("/account")
    await sign_in(page)
    await page.get_by_label("Name of the device").fill("Phone")
    devices.refusal = 409
    await page.get_by_role("button", name="Make a token").click()
    await expect(page.locator(".device-told")).to_contain_text("as many devices as anybody may")


async def test_nobody_is_kept_out_of_the_account_page(page: Page, devices: Devices) -> None:
    devices.held = [{"device_id": "d1", "name": NAME, "issued_at": ISSUED, "used_at": ISSUED}]
    await page.goto("/account")
    await sign_in(page)
    await expect(page.locator(".device-list li")).to_have_count(1)
    assert await violations(page) == []
    await page.set_viewport_size(PHONE)
    assert await fits(page)


async def test_a_handed_over_cart_is_opened_once_and_its_token_leaves_the_address(page: Page) -> None:
    sent: list[str] = []

    async def go_on(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "{}")["token"])
        # The cart goes into this browser's own session, which is opened for that where there was none.
        assert (await route.request.header_value("authorization") or "").startswith("Bearer ")
        opened = await route.fetch(url=route.request.url.replace("/continue", "/sessions"), post_data="{}")
        await route.fulfill(response=opened)

    await page.route("**/chat/continue", go_on)
    await page.goto("/cart#handed-over")
    await expect(page.get_by_role("heading", name="Your cart")).to_be_visible()
    assert sent == ["handed-over"]
    assert page.url.endswith("/cart")
    assert await page.evaluate("document.referrer") == ""
    assert await violations(page) == []


async def test_a_link_that_was_used_says_so(page: Page) -> None:
    async def refuse(route: Route) -> None:
        await route.fulfill(status=404, content_type="application/problem+json", body="{}")

    await page.route("**/chat/continue", refuse)
    await page.goto("/cart#used")
    await expect(page.locator("#notice")).to_contain_text("used before")


async def test_a_customer_s_link_shows_the_cart_after_signing_in(page: Page) -> None:
    await page.goto("/cart")
    await expect(page.locator("#notice")).to_contain_text("Sign in")
    await page.locator("#account summary").click()
    await page.get_by_role("button", name="Maya Okafor").click()
    await expect(page.locator("#notice")).to_be_hidden()
    await expect(page.get_by_role("heading", name="Your cart")).to_be_visible()


async def test_what_is_linked_with_the_account_is_shown_and_ended(page: Page, devices: Devices, links: Links) -> None:
    devices.held = []
    links.held = [{"client_id": "alexa", "name": "Alexa & <b>friends</b>", "linked_at": ISSUED, "used_at": ISSUED}]
    await page.goto("/account")
    await sign_in(page)
    linked = page.get_by_role("region", name="Linked with your account")
    await expect(linked.locator("strong")).to_have_text("Alexa & <b>friends</b>")
    assert not await violations(page)
    await linked.get_by_role("button", name="Revoke").click()
    assert links.held, "only after a second click"
    await linked.get_by_role("button", name="for good").click()
    await expect(linked.locator("li")).to_have_count(0)
    assert not links.held
    await page.reload()
    await expect(page.locator("#devices-title")).to_be_visible()
    await expect(linked).to_have_count(0)
