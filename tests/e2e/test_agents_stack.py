"""Another assistant shops at the whole shop by the protocol's own client, and hands the cart over to the browser."""

import asyncio
from typing import Any

import pytest
from mcp import Client

from tests.open_shop import OpenShop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]


async def told(client: Client, tool: str, **given: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, given)
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


async def test_plain_words_and_bounds_are_understood_as_in_conversation(open_shop: OpenShop) -> None:
    async with Client(f"{open_shop.address}/mcp") as client:
        spoken = await told(client, "search_catalog", query="a rain jacket under eighty dollars")
        bound = await told(client, "search_catalog", query="a rain jacket", max_price_minor=8000)
        for found in (spoken, bound):
            assert found["products"]
            for product in found["products"]:
                assert "Rain Jacket" in product["title"]
                assert product["price"]["amount_minor"] <= 8000
                assert product["price"]["text"].startswith("$")


async def test_a_guest_s_cart_is_filled_at_once_and_goes_on_in_the_browser_once(open_shop: OpenShop) -> None:
    async with Client(f"{open_shop.address}/mcp") as client:
        milk, bread = await asyncio.gather(
            told(client, "search_catalog", query="oat milk", limit=1),
            told(client, "search_catalog", query="bread", limit=1),
        )
        first = await told(
            client, "add_to_cart", variant_id=milk["products"][0]["variant_id"], quantity=2, idempotency_key="milk"
        )
        cart = await told(
            client,
            "add_to_cart",
            variant_id=bread["products"][0]["variant_id"],
            idempotency_key="bread",
            guest_cart=first["guest_cart"],
        )
        link = await told(client, "checkout_link", guest_cart=cart["guest_cart"])
    token = {"token": link["url"].partition("#")[2]}
    opened = open_shop.ask("POST", "/chat/continue", body=token, expected=201)[1]
    lines = open_shop.ask("GET", "/chat/cart", token=opened["token"])[1]["lines"]
    assert {line["product_id"]: line["quantity"] for line in lines} == {
        line["product_id"]: line["quantity"] for line in cart["lines"]
    }
    assert open_shop.ask("POST", "/chat/continue", body=token, expected=None)[0] == 404
    message = {"request_id": "r1", "text": "check out"}
    going_on = open_shop.ask("POST", "/chat/messages", body=message, token=opened["token"])[1]
    assert going_on["understood"]["intent"] == "checkout"
    assert going_on["expects_reply"]


async def test_a_made_up_token_and_a_foreign_page_are_kept_out(open_shop: OpenShop) -> None:
    status, _ = open_shop.ask("POST", "/mcp", body={}, token="made.up.token", expected=None)
    assert status == 401
    status, metadata = open_shop.ask("GET", "/.well-known/oauth-protected-resource/mcp")
    assert metadata["resource"] == f"{open_shop.address}/mcp"
