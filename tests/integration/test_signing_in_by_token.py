"""Signing in on the web with the customer's access token: the same shopper as on every other door."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from catalog.writing import CatalogWriter
from shop.turn import Channel
from tests.integration.conftest import SECRET, Gateway, new_id, until
from tests.integration.known_tokens import KnownTokens
from tests.integration.rasa_stand_in import RasaStandIn
from tests.integration.small_shop import CONTENTS
from tests.integration.test_signing_in import VARIANTS, assertion, bearer, cart, product_of, put, signed_in
from tests.logs import captured_logs
from webhooks.accounts.stored_callers import CallerKeeping, StoredCallers
from webhooks.callers import Caller


async def sign_in(gateway: Gateway, session: dict[str, str], **body: Any) -> httpx.Response:
    return await gateway.client.post("/chat/sign-in", json=body, headers=session)


async def test_token_opens_the_same_account_as_an_assertion_and_a_voice_platform(gateway: Gateway) -> None:
    await CatalogWriter(gateway.shop_pool).write(CONTENTS)
    by_assertion = await signed_in(gateway)
    await put(gateway, by_assertion, VARIANTS[0])
    answered = await sign_in(gateway, await gateway.open_session(), access_token="maya")
    assert answered.json()["customer"] == {"name": "Name of cust-1"}
    assert await cart(gateway, bearer(answered)) == {product_of(VARIANTS[0]): 1}
    keeping = CallerKeeping(secret=SECRET, new_id=new_id, quiet=timedelta(minutes=30), lease=timedelta(seconds=5))
    callers = StoredCallers(single=gateway.records_pool, shop=gateway.shop_pool, tokens=KnownTokens(), keeping=keeping)
    visit = await callers.visit(
        Caller(channel=Channel.ALEXA, application="skill", session="s", user="u", access_token="maya")
    )
    lines = (await gateway.carts.cart_of(visit.shopper_id)).lines
    assert [line.product_id for line in lines] == [product_of(VARIANTS[0])]


async def test_token_may_be_used_again_until_it_expires(gateway: Gateway) -> None:
    for _ in range(2):
        assert (await sign_in(gateway, await gateway.open_session(), access_token="maya")).status_code == 200


async def test_refused_token_changes_nothing_and_the_log_says_why(gateway: Gateway) -> None:
    session = await gateway.open_session()
    with captured_logs() as logs:
        refused = await sign_in(gateway, session, access_token="canary")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:aisle:problem:access_token_refused")
    assert [line["reason"] for line in logs.named("access_token_refused")] == ["unknown"]
    assert "canary" not in logs.text + refused.text
    assert (await gateway.client.get("/chat/cart", headers=session)).status_code == 200


async def test_customer_nobody_knows_is_told_so(gateway: Gateway) -> None:
    refused = await sign_in(gateway, await gateway.open_session(), access_token="nobody")
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:aisle:problem:customer_unknown")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"assertion": None, "access_token": None},
        {"assertion": assertion(), "access_token": "maya"},
        {"access_token": ""},
        {"access_token": 7},
        {"access_token": "x" * 8193},
    ],
)
async def test_exactly_one_word_is_taken(gateway: Gateway, body: dict[str, Any]) -> None:
    refused = await sign_in(gateway, await gateway.open_session(), **body)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:aisle:problem:invalid_request")
    assert "maya" not in refused.text


async def test_session_does_not_change_hands_under_a_running_turn(gateway: Gateway, rasa: RasaStandIn) -> None:
    rasa.hang = asyncio.Event()
    session = await gateway.open_session()
    saying = asyncio.create_task(gateway.say(session))
    await until(lambda: rasa.calls)
    assert (await sign_in(gateway, session, access_token="maya")).status_code == 409
    rasa.hang.set()
    assert (await saying).status_code == 200
    assert (await sign_in(gateway, session, access_token="maya")).status_code == 200
