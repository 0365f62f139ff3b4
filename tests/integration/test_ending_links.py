"""Customers see which clients act for them, and end that; nobody ends what is somebody else's."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from tests.integration.conftest import Gateway
from tests.integration.linking import ALEXA, Provided
from tests.integration.test_signing_in import Headers, assertion, signed_in
from webhooks import problems
from webhooks.accounts.provider.links import Links
from webhooks.accounts.provider.links_router import links_router


@pytest.fixture
async def provided(gateway: Gateway) -> AsyncIterator[Provided]:
    yield Provided(gateway)
    gateway.sql("truncate provider_keys")


@pytest.fixture
async def page(gateway: Gateway, provided: Provided) -> httpx.AsyncClient:
    app = FastAPI()
    problems.install(app)
    links = Links(connections=gateway.shop_pool, clients=provided.provider.clients)
    app.include_router(links_router(links=links, sessions=gateway.sessions))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop.test")


async def names(page: httpx.AsyncClient, session: Headers) -> list[str]:
    answered = await page.get("/chat/links", headers=session)
    assert answered.status_code == 200, answered.text
    return [link["name"] for link in answered.json()["links"]]


async def test_a_link_is_seen_and_ended_with_all_that_it_opened(
    gateway: Gateway, provided: Provided, page: httpx.AsyncClient
) -> None:
    session = await signed_in(gateway)
    assert await names(page, session) == []
    first, again = await provided.linked(assertion()), await provided.linked(assertion())
    assert await names(page, session) == [ALEXA.name], "linked twice, it is one client"

    assert (await page.delete("/chat/links/alexa", headers=session)).status_code == 204
    assert await names(page, session) == []
    for linked in (first, again):
        assert (await provided.refresh(linked["refresh_token"])).status_code == 400
    assert (await page.delete("/chat/links/alexa", headers=session)).status_code == 404


async def test_nobody_sees_or_ends_what_is_somebody_elses(
    gateway: Gateway, provided: Provided, page: httpx.AsyncClient
) -> None:
    linked = await provided.linked(assertion())
    other = await signed_in(gateway, "cust-2")
    assert await names(page, other) == []
    assert (await page.delete("/chat/links/alexa", headers=other)).status_code == 404
    assert (await page.get("/chat/links")).status_code == 401
    assert (await provided.refresh(linked["refresh_token"])).status_code == 200


async def test_a_link_of_a_client_that_the_operator_names_no_more_can_still_be_ended(
    gateway: Gateway, provided: Provided, page: httpx.AsyncClient
) -> None:
    await provided.linked(assertion())
    gateway.sql("update provider_grants set client_id = 'gone'")
    session = await signed_in(gateway)
    assert await names(page, session) == ["gone"]
    assert (await page.delete("/chat/links/gone", headers=session)).status_code == 204
