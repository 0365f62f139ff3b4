"""Who is let in at the agents' door, and what guests' agents may do there."""

from collections.abc import AsyncIterator

import pytest

from tests.integration.agents import ISSUER, URL, Agents, agents_of, refused, told
from tests.integration.conftest import Gateway
from tests.integration.doors import CART_PAGE
from tests.integration.test_signing_in import VARIANTS, shop

__all__ = ["shop"]


@pytest.fixture
async def agents(shop: Gateway) -> AsyncIterator[Agents]:
    async with agents_of(shop) as agents:
        yield agents


@pytest.fixture
async def open_agents(shop: Gateway) -> AsyncIterator[Agents]:
    """Of a shop that lets guests' agents in."""
    async with agents_of(shop, guests=True) as agents:
        yield agents


@pytest.mark.parametrize("token", [None, "nobody", "nobody/shopping", ""])
async def test_without_a_token_nothing_is_told_but_where_to_get_one(agents: Agents, token: str | None) -> None:
    answered = await agents.post(token=token)
    assert answered.status_code == 401
    challenge = answered.headers["www-authenticate"]
    assert challenge.startswith("Bearer ")
    assert 'resource_metadata="http://shop.test/.well-known/oauth-protected-resource/mcp"' in challenge
    metadata = (await agents.http.get("/.well-known/oauth-protected-resource/mcp")).json()
    assert metadata["resource"] == URL
    assert metadata["authorization_servers"] == [ISSUER]
    assert metadata["scopes_supported"] == ["shopping"]


async def test_a_token_for_something_else_is_not_enough(agents: Agents) -> None:
    answered = await agents.post(token="maya/profile")
    assert answered.status_code == 403
    assert 'error="insufficient_scope"' in answered.headers["www-authenticate"]


async def test_a_page_that_made_its_own_name_lead_here_is_refused(agents: Agents) -> None:
    assert (await agents.post()).status_code == 200
    assert (await agents.post(Host="evil.example", Origin="http://evil.example")).status_code == 421
    assert (await agents.post(Origin="http://evil.example")).status_code == 403
    assert (await agents.post(**{"Content-Type": "text/plain"})).status_code in {400, 415}


async def test_no_stream_is_held_open_and_nothing_is_kept(agents: Agents) -> None:
    answered = await agents.post()
    assert answered.headers["content-type"].startswith("application/json")
    assert answered.headers["cache-control"] == "no-store"
    assert "mcp-session-id" not in answered.headers
    for method in ("GET", "DELETE"):
        assert (await agents.http.request(method, "/mcp", headers={"Accept": "text/event-stream"})).status_code == 405


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"7", b'{"jsonrpc": "2.0"}', b'{"jsonrpc":"2.0","id":1,"method":"x"}']
)
async def test_what_is_no_call_is_refused_without_an_error_of_ours(agents: Agents, body: bytes) -> None:
    headers = {
        "Authorization": "Bearer maya/shopping",
        "Accept": "application/json, text/event-stream",
        "Content-Type": "application/json",
    }
    assert (await agents.http.post("/mcp", content=body, headers=headers)).status_code < 500


async def test_guests_are_let_in_only_where_the_shop_says_so(agents: Agents, open_agents: Agents) -> None:
    assert (await agents.post(token=None)).status_code == 401
    assert (await open_agents.post(token=None)).status_code == 200
    assert (await open_agents.post(token="nobody")).status_code == 401


async def test_each_guest_has_a_cart_by_its_handle(open_agents: Agents) -> None:
    async with open_agents.client(None) as one, open_agents.client(None) as other:
        mine = await told(one, "add_to_cart", variant_id=VARIANTS[0], idempotency_key="k")
        handle = mine["guest_cart"]
        assert handle
        again = await told(one, "add_to_cart", variant_id=VARIANTS[1], idempotency_key="l", guest_cart=handle)
        assert (len(again["lines"]), again["guest_cart"]) == (2, handle)
        theirs = await told(other, "add_to_cart", variant_id=VARIANTS[0], idempotency_key="k")
        assert theirs["guest_cart"] != handle
        assert len(theirs["lines"]) == 1
        assert (await told(other, "get_cart"))["lines"] == []
        for made_up in (f"{handle}0", handle.partition(".")[0], "x.y", "."):
            assert "opens no cart" in await refused(other, "get_cart", guest_cart=made_up)


async def test_a_guest_s_link_opens_this_cart_and_a_guest_has_no_orders(open_agents: Agents) -> None:
    async with open_agents.client(None) as client:
        cart = await told(client, "add_to_cart", variant_id=VARIANTS[0], idempotency_key="k")
        link = await told(client, "checkout_link", guest_cart=cart["guest_cart"])
        assert (link["good_for_minutes"], link["sign_in_needed"]) == (15, False)
        page, _, token = link["url"].partition("#")
        assert page == CART_PAGE
        opened = await open_agents.gateway.client.post("/chat/continue", json={"token": token})
        session = {"Authorization": f"Bearer {opened.json()['token']}"}
        lines = (await open_agents.gateway.client.get("/chat/cart", headers=session)).json()["lines"]
        assert [line["quantity"] for line in lines] == [1]
        for tool, given in (("get_orders", {}), ("get_order", {"number": "TL-010034"})):
            assert "signed-in customer" in await refused(client, tool, **given)


async def test_a_customer_s_cart_is_not_a_guest_s_any_more(open_agents: Agents) -> None:
    """Once the guest has signed in, their agent's handle opens nothing of the customer's."""
    async with open_agents.client(None) as client:
        cart = await told(client, "add_to_cart", variant_id=VARIANTS[0], idempotency_key="k")
        open_agents.gateway.sql(
            "insert into customers (customer_id, name, email) values ('zoe', 'Zoe', 'zoe@x.example')"
        )
        shopper_id = cart["guest_cart"].partition(".")[0]
        open_agents.gateway.sql(f"update shoppers set customer_id = 'zoe' where shopper_id = '{shopper_id}'")
        assert "opens no cart" in await refused(client, "get_cart", guest_cart=cart["guest_cart"])
        assert "opens no cart" in await refused(client, "checkout_link", guest_cart=cart["guest_cart"])
