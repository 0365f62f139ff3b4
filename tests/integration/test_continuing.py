"""Links by which a guest's cart goes on in the web shop."""

import asyncio
import uuid

import httpx
import pytest

from tests.integration.conftest import Gateway
from tests.integration.doors import CART_PAGE
from tests.integration.test_signing_in import (
    VARIANTS,
    Headers,
    bearer,
    cart,
    product_of,
    put,
    shop,
    signed_in,
    stock_of,
)
from tests.logs import captured_logs
from webhooks.web.continuing import StoredContinuing

__all__ = ["shop"]


def links(gateway: Gateway) -> StoredContinuing:
    return StoredContinuing(gateway.shop_pool, page=CART_PAGE, keeping=gateway.keeping)


async def go_on(gateway: Gateway, token: str, session: Headers | None = None) -> httpx.Response:
    return await gateway.client.post("/chat/continue", json={"token": token}, headers=session or {})


async def guest_with_cart(gateway: Gateway) -> str:
    gateway.sql("insert into shoppers (shopper_id) values ('agent-guest')")
    await gateway.carts.add("agent-guest", VARIANTS[0], quantity=2, turn_id=uuid.uuid4().hex)
    return "agent-guest"


async def token_of(gateway: Gateway, shopper_id: str) -> str:
    return (await links(gateway).link_for(shopper_id)).partition("#")[2]


def shopper_of(gateway: Gateway, session_id: str) -> str:
    [(shopper_id,)] = gateway.sql(f"select shopper_id from chat_sessions where session_id = '{session_id}'")
    return str(shopper_id)


async def test_a_guest_s_link_opens_the_shop_with_this_cart(shop: Gateway) -> None:
    link = await links(shop).link_for(await guest_with_cart(shop))
    page, _, token = link.partition("#")
    assert page == CART_PAGE
    assert len(token) >= 43
    opened = await go_on(shop, token)
    assert opened.status_code == 201
    assert opened.headers["cache-control"] == "no-store"
    assert await cart(shop, bearer(opened)) == {product_of(VARIANTS[0]): 2}
    [(stored,)] = shop.sql("select count(*) from continue_links")
    assert stored == 0


async def test_a_link_is_good_once_however_many_open_it_together(shop: Gateway) -> None:
    token = await token_of(shop, await guest_with_cart(shop))
    statuses = sorted(
        answered.status_code for answered in await asyncio.gather(*(go_on(shop, token) for _ in range(5)))
    )
    assert statuses == [201, 404, 404, 404, 404]
    assert shop.sql("select count(*) from chat_sessions") == [(1,)]


async def test_a_link_is_good_for_minutes_only(shop: Gateway) -> None:
    token = await token_of(shop, await guest_with_cart(shop))
    [(minutes,)] = shop.sql("select extract(epoch from expires_at - now()) / 60 from continue_links")
    assert 14 < float(str(minutes)) <= 15
    shop.sql("update continue_links set expires_at = now() - interval '1 second'")
    refused = await go_on(shop, token)
    assert (refused.status_code, refused.json()["type"]) == (404, "urn:aisle:problem:not_found")


async def test_a_customer_s_link_signs_nobody_in(shop: Gateway) -> None:
    await signed_in(shop, "maya")
    [(shopper_id,)] = shop.sql("select shopper_id from shoppers where customer_id = 'maya'")
    assert await links(shop).link_for(str(shopper_id)) == CART_PAGE
    assert shop.sql("select count(*) from continue_links") == [(0,)]


async def test_a_link_of_a_guest_who_is_a_customer_by_now_opens_nothing(shop: Gateway) -> None:
    session = await shop.client.post("/chat/sessions")
    link = await token_of(shop, shopper_of(shop, session.json()["session_id"]))
    await signed_in(shop, "maya", bearer(session))
    assert (await go_on(shop, link)).status_code == 404


async def test_the_cart_is_added_to_that_of_the_browser_s_own_session(shop: Gateway) -> None:
    own = await shop.open_session()
    await put(shop, own, VARIANTS[0])
    await put(shop, own, VARIANTS[1])
    opened = await go_on(shop, await token_of(shop, await guest_with_cart(shop)), own)
    assert bearer(opened) == own
    assert opened.json()["notice"] is None
    assert await cart(shop, own) == {product_of(VARIANTS[0]): 3, product_of(VARIANTS[1]): 1}


async def test_a_customer_s_cart_gets_the_lines_and_the_customer_stays_signed_in(shop: Gateway) -> None:
    own = await signed_in(shop, "maya")
    await put(shop, own, VARIANTS[1])
    assert bearer(await go_on(shop, await token_of(shop, await guest_with_cart(shop)), own)) == own
    assert await cart(shop, own) == {product_of(VARIANTS[0]): 2, product_of(VARIANTS[1]): 1}
    current = (await shop.client.get("/chat/sessions/current", headers=own)).json()
    assert current["customer"] == {"name": "Name of maya"}
    assert shop.sql("select merged_into from shoppers where shopper_id = 'agent-guest'") == [(None,)]


async def test_what_does_not_fit_is_told(shop: Gateway) -> None:
    own = await shop.open_session()
    await put(shop, own, VARIANTS[0], stock_of(VARIANTS[0]))
    opened = await go_on(shop, await token_of(shop, await guest_with_cart(shop)), own)
    assert "as many as I can put in" in opened.json()["notice"]
    assert await cart(shop, own) == {product_of(VARIANTS[0]): stock_of(VARIANTS[0])}


async def test_two_links_of_one_guest_open_two_shoppers_neither_of_them_the_guest(shop: Gateway) -> None:
    guest = await guest_with_cart(shop)
    tokens = [await token_of(shop, guest) for _ in range(2)]
    first, second = [await go_on(shop, token) for token in tokens]
    shoppers = {guest, *(shopper_of(shop, opened.json()["session_id"]) for opened in (first, second))}
    assert len(shoppers) == 3
    assert await cart(shop, bearer(first)) == {product_of(VARIANTS[0]): 2}
    assert await cart(shop, bearer(second)) == {}
    assert (await shop.carts.cart_of(guest)).lines == ()


async def test_a_link_to_one_s_own_cart_leaves_it_as_it_is(shop: Gateway) -> None:
    session = await shop.client.post("/chat/sessions")
    await put(shop, bearer(session), VARIANTS[0], 2)
    link = await token_of(shop, shopper_of(shop, session.json()["session_id"]))
    assert (await go_on(shop, link, bearer(session))).status_code == 201
    assert await cart(shop, bearer(session)) == {product_of(VARIANTS[0]): 2}


async def test_a_session_that_has_ended_leaves_the_link_good(shop: Gateway) -> None:
    token = await token_of(shop, await guest_with_cart(shop))
    refused = await go_on(shop, token, {"Authorization": "Bearer nobody-s"})
    assert (refused.status_code, refused.json()["type"]) == (401, "urn:aisle:problem:unauthenticated")
    assert (await go_on(shop, token)).status_code == 201


async def test_the_token_is_kept_as_a_hash_and_logged_nowhere(shop: Gateway) -> None:
    with captured_logs() as lines:
        token = await token_of(shop, await guest_with_cart(shop))
        assert token not in str(shop.sql("select continue_links::text from continue_links"))
        await go_on(shop, token)
    assert token not in str(lines)


@pytest.mark.parametrize("body", ["{}", '{"token": ""}', '{"token": 7}', "[]", "{", '{"token": "' + "x" * 200 + '"}'])
async def test_what_is_no_token_is_refused(gateway: Gateway, body: str) -> None:
    refused = await gateway.client.post("/chat/continue", content=body, headers={"Content-Type": "application/json"})
    assert refused.status_code == 422
    assert "xxx" not in refused.text
