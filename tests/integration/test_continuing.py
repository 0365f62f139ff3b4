"""Links by which a guest's cart goes on in the web shop."""

import asyncio

import httpx
import pytest

from tests.integration.conftest import Gateway
from tests.integration.doors import CART_PAGE
from tests.integration.test_signing_in import VARIANTS, bearer, cart, product_of, shop, signed_in
from tests.logs import captured_logs
from webhooks.web.continuing import StoredContinuing

__all__ = ["shop"]


def links(gateway: Gateway) -> StoredContinuing:
    return StoredContinuing(gateway.shop_pool, page=CART_PAGE, keeping=gateway.keeping)


async def go_on(gateway: Gateway, token: str) -> httpx.Response:
    return await gateway.client.post("/chat/continue", json={"token": token})


async def guest_with_cart(gateway: Gateway) -> str:
    gateway.sql("insert into shoppers (shopper_id) values ('agent-guest')")
    await gateway.carts.add("agent-guest", VARIANTS[0], quantity=2, turn_id="t1")
    return "agent-guest"


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
    token = (await links(shop).link_for(await guest_with_cart(shop))).partition("#")[2]
    statuses = sorted(
        answered.status_code for answered in await asyncio.gather(*(go_on(shop, token) for _ in range(5)))
    )
    assert statuses == [201, 404, 404, 404, 404]
    assert shop.sql("select count(*) from chat_sessions") == [(1,)]


async def test_a_link_is_good_for_minutes_only(shop: Gateway) -> None:
    token = (await links(shop).link_for(await guest_with_cart(shop))).partition("#")[2]
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
    token = (await links(shop).link_for(await guest_with_cart(shop))).partition("#")[2]
    first = await go_on(shop, token)
    later = (await links(shop).link_for("agent-guest")).partition("#")[2]
    await signed_in(shop, "maya", bearer(first))
    assert (await go_on(shop, later)).status_code == 404


async def test_the_token_is_kept_as_a_hash_and_logged_nowhere(shop: Gateway) -> None:
    with captured_logs() as lines:
        token = (await links(shop).link_for(await guest_with_cart(shop))).partition("#")[2]
        assert token not in str(shop.sql("select continue_links::text from continue_links"))
        await go_on(shop, token)
    assert token not in str(lines)


@pytest.mark.parametrize("body", ["{}", '{"token": ""}', '{"token": 7}', "[]", "{", '{"token": "' + "x" * 200 + '"}'])
async def test_what_is_no_token_is_refused(gateway: Gateway, body: str) -> None:
    refused = await gateway.client.post("/chat/continue", content=body, headers={"Content-Type": "application/json"})
    assert refused.status_code == 422
    assert "xxx" not in refused.text
