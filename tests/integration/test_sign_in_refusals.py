"""Assertions that open nothing, and sign-ins that have to wait, through the public server."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

import jwt
import pytest

from tests.integration.conftest import Gateway, until
from tests.integration.rasa_stand_in import RasaStandIn
from tests.integration.test_signing_in import assertion, cart_status, sign_in, signed_in
from tests.logs import captured_logs

REFUSED: Sequence[tuple[str, dict[str, Any], str]] = [
    ("another key", {"key": "somebody-else-0123456789abcdef0123456789"}, "not_signed_by_the_shop"),
    ("expired", {"exp": int(time.time()) - 60}, "expired"),
    ("an hour long", {"exp": int(time.time()) + 3600}, "lives_too_long"),
    ("another audience", {"aud": "somebody-else"}, "for_somebody_else"),
    ("no id of its own", {"jti": None}, "malformed"),
    ("nobody", {"customer": ""}, "malformed"),
    ("no end", {"exp": None}, "malformed"),
    ("an e-mail that is none", {"email": "canary"}, "malformed"),
]


@pytest.mark.parametrize(("claims", "reason"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
async def test_bad_assertion_opens_nothing_and_the_log_says_why(
    gateway: Gateway, claims: dict[str, Any], reason: str
) -> None:
    session = await gateway.open_session()
    with captured_logs() as logs:
        answered = await sign_in(gateway, session, assertion(**claims))
    assert (answered.status_code, answered.json()["type"]) == (403, "urn:aisle:problem:assertion_refused")
    assert [line["reason"] for line in logs.named("sign_in_refused")] == [reason]
    assert "canary" not in logs.text + answered.text
    assert await cart_status(gateway, session) == 200


async def test_unsigned_assertion_opens_nothing(gateway: Gateway) -> None:
    claims = {"sub": "cust-1", "aud": "aisle", "exp": int(time.time()) + 60, "jti": "j"}
    unsigned = jwt.encode(claims, "", algorithm="none")
    assert (await sign_in(gateway, await gateway.open_session(), unsigned)).status_code == 403


async def test_assertion_opens_one_session_only(gateway: Gateway) -> None:
    said = assertion()
    answered = await asyncio.gather(*[sign_in(gateway, await gateway.open_session(), said) for _ in range(4)])
    assert sorted(each.status_code for each in answered) == [200, 403, 403, 403]


async def test_refused_sign_in_leaves_the_assertion_unused(gateway: Gateway, rasa: RasaStandIn) -> None:
    """While a turn is running the session stays whose it is, or what the turn adds would be nobody's."""
    rasa.hang = asyncio.Event()
    session, said = await gateway.open_session(), assertion()
    saying = asyncio.create_task(gateway.say(session))
    await until(lambda: rasa.calls)
    refused = await sign_in(gateway, session, said)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:aisle:problem:turn_in_progress")
    rasa.hang.set()
    assert (await saying).status_code == 200
    assert (await sign_in(gateway, session, said)).status_code == 200


async def test_stranger_to_the_shop_becomes_a_customer_only_with_name_and_email(gateway: Gateway) -> None:
    session = await gateway.open_session()
    refused = await sign_in(gateway, session, assertion("cust-9", email=None))
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:aisle:problem:customer_unknown")
    assert (await sign_in(gateway, session, assertion("cust-9"))).status_code == 200
    again = await sign_in(gateway, await gateway.open_session(), assertion("cust-9", name=None, email=None))
    assert again.json()["customer"] == {"name": "Name of cust-9"}


async def test_email_of_another_customer_makes_no_second_one(gateway: Gateway) -> None:
    await signed_in(gateway, "cust-1")
    refused = await sign_in(gateway, await gateway.open_session(), assertion("cust-2", email="cust-1@example.com"))
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:aisle:problem:email_taken")
    assert gateway.sql("select count(*) from customers where customer_id = 'cust-2'") == [(0,)]
