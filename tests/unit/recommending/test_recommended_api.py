"""What a page gets that asks for recommendations, and what a stranger learns who asks for more."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from assistant.settings import GatewaySettings
from rerank.ranking.stored_lists import ToldList
from rerank.recommending import Recommended, Visit, Wish
from shop.shown import ShownList, Surface
from tests.unit.fakes import JACKET, NOON, FakeCarts, FakeSessions
from tests.unit.public_shop import SECRETS, is_problem, turnstile_in_memory
from webhooks import problems
from webhooks.web.storefront_recommended import recommended_router
from webhooks.web.visitors import Visitors

ADDRESS = "/storefront/recommended"


class Clerk:
    """Recommends the jacket to everybody, and remembers who asked for what."""

    def __init__(self) -> None:
        self.asked: list[tuple[Visit, Wish, int]] = []

    async def recommended(self, visit: Visit, wish: Wish, *, limit: int) -> Recommended:
        self.asked.append((visit, wish, limit))
        shown = ShownList(list_id="list-1", surface=wish.surface, model="baseline", placements=())
        return Recommended(cards=(JACKET,), shown=shown, is_personal=visit.shopper_id is not None)


class Page:
    def __init__(self, **settings: Any) -> None:
        self.clerk, self.sessions = Clerk(), FakeSessions()
        self.listed: list[ToldList] = []
        app = FastAPI()
        problems.install(app)
        configured = GatewaySettings.model_validate({**SECRETS, **settings})
        app.include_router(
            recommended_router(
                recommending=self.clerk,
                visitors=Visitors(self.sessions, listed=self.listed.append, now=lambda: NOON),
                carts=FakeCarts(),
                turnstile=turnstile_in_memory(configured),
            )
        )
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop.test")


@pytest.fixture
def page() -> Page:
    return Page()


async def test_a_guest_gets_a_list_with_its_name_and_places(page: Page) -> None:
    answer = await page.client.get(ADDRESS)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["list_id"], told["model"], told["is_personal"]) == ("list-1", "baseline", False)
    assert [(each["id"], each["position"]) for each in told["products"]] == [("jacket", 1)]
    assert page.clerk.asked == [(Visit(), Wish(surface=Surface.HOME), 8)]


async def test_no_cache_keeps_what_was_recommended_to_a_person(page: Page) -> None:
    assert (await page.client.get(ADDRESS)).headers["cache-control"] == "no-store"


async def test_a_session_is_who_asks_and_its_cart_what_the_list_is_for(page: Page) -> None:
    token = (await page.sessions.open()).token
    answer = await page.client.get(ADDRESS, params={"for": "cart"}, headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["is_personal"]
    visit, wish, _ = page.clerk.asked[0]
    assert (visit.shopper_id, wish) == ("ann", Wish(surface=Surface.CART, beside=("jacket",)))


async def test_a_token_that_opens_nothing_is_refused(page: Page) -> None:
    answer = await page.client.get(ADDRESS, headers={"Authorization": "Bearer nonsense"})
    assert is_problem(answer, 401, "unauthenticated")
    assert not page.clerk.asked


@pytest.mark.parametrize(
    "asked",
    [
        {"for": "goes_with"},
        {"for": "alike"},
        {"for": "search"},
        {"for": "goes_with", "product": "a b"},
        {"limit": "0"},
        {"limit": "1000"},
        {"device": "x" * 129},
    ],
)
async def test_what_makes_no_list_is_a_problem(page: Page, asked: dict[str, str]) -> None:
    assert is_problem(await page.client.get(ADDRESS, params=asked), 422, "invalid_request")


@pytest.mark.parametrize("signal", ["Sec-GPC", "DNT"])
async def test_a_browser_that_says_no_is_not_recognised(page: Page, signal: str) -> None:
    await page.client.get(ADDRESS, params={"device": "browser-1"}, headers={signal: "1"})
    await page.client.get(ADDRESS, params={"device": "browser-1"})
    assert [visit.device_id for visit, _, _ in page.clerk.asked] == [None, "browser-1"]


async def test_who_asks_too_often_is_told_when_to_come_again() -> None:
    page = Page(limit_searches="1 0.1/s")
    assert (await page.client.get(ADDRESS)).status_code == 200
    refused = await page.client.get(ADDRESS)
    assert is_problem(refused, 429, "too_often")
    assert int(refused.headers["retry-after"]) > 0


async def test_a_list_is_told_with_whom_it_was_given_to(page: Page) -> None:
    token = (await page.sessions.open()).token
    await page.client.get(ADDRESS, params={"device": "d1"}, headers={"Authorization": f"Bearer {token}"})
    (told,) = page.listed
    assert (told.shown.list_id, told.actor.shopper_id, told.actor.device_id) == ("list-1", "ann", "d1")
    assert (told.channel, told.at) == ("web", NOON)


@pytest.mark.parametrize("header", ["Sec-GPC", "DNT"])
async def test_of_a_browser_that_says_no_to_all_pages_no_list_is_told(page: Page, header: str) -> None:
    assert (await page.client.get(ADDRESS, headers={header: "1"})).status_code == 200
    assert page.listed == []
