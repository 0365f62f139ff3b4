"""Whose session it was is told nothing any more: not by another gateway, and not on a stream that is still open."""

import asyncio
import json

import httpx
import pytest

from tests.integration.conftest import Gateway, until
from tests.integration.rasa_stand_in import RasaStandIn
from tests.integration.test_signing_in import assertion, bearer, sign_in, signed_in

STREAM = {"Accept": "text/event-stream"}
READING = ("/chat/cart", "/chat/history", "/chat/sessions/current")


async def is_dead(gateway: Gateway, session: dict[str, str]) -> bool:
    """For whatever it is shown at."""
    asked = [await gateway.client.get(path, headers=session) for path in READING]
    asked.append(await gateway.say(session, request_id="again"))
    asked.append(await sign_in(gateway, session, assertion()))
    asked += [
        await gateway.client.post("/chat/sign-out", headers=session),
        await gateway.client.delete("/chat/sessions/current", headers=session),
    ]
    return {answered.status_code for answered in asked} == {401}


async def streamed(gateway: Gateway, session: dict[str, str], request_id: str) -> httpx.Response:
    body = {"request_id": request_id, "text": "what's in my cart"}
    return await gateway.client.post("/chat/messages", json=body, headers={**session, **STREAM})


def events(answered: httpx.Response) -> dict[str, dict[str, object]]:
    blocks = [block.split("\n") for block in answered.text.strip().split("\n\n") if not block.startswith(":")]
    return {name.removeprefix("event: "): json.loads(data.removeprefix("data: ")) for name, data in blocks}


async def test_w5_after_login_the_old_token_is_dead_at_every_gateway(gateway: Gateway) -> None:
    other = gateway.also()
    session = await gateway.open_session()
    await other.say(session)
    new = bearer(await sign_in(gateway, session, assertion()))
    assert new != session
    for each in (gateway, other):
        assert await is_dead(each, session)
    assert (await other.client.get("/chat/cart", headers=new)).status_code == 200


@pytest.mark.parametrize("leaving", ["sign-out", "delete"])
async def test_w5_after_logout_the_token_is_dead_at_every_gateway(gateway: Gateway, leaving: str) -> None:
    other = gateway.also()
    session = await signed_in(gateway)
    if leaving == "delete":
        await other.client.delete("/chat/sessions/current", headers=session)
    else:
        new = bearer(await other.client.post("/chat/sign-out", headers=session))
        assert new != session
        assert (await gateway.client.get("/chat/history", headers=new)).json() == {"messages": []}
    for each in (gateway, other):
        assert await is_dead(each, session)


async def test_w5_a_stream_that_is_open_when_the_shopper_leaves_tells_no_answer(
    gateway: Gateway, rasa: RasaStandIn
) -> None:
    rasa.hang = asyncio.Event()
    session = await signed_in(gateway)
    open_stream = asyncio.create_task(streamed(gateway, session, "r1"))
    await until(lambda: rasa.calls)
    await gateway.also().client.post("/chat/sign-out", headers=session)
    rasa.hang.set()
    told = events(await open_stream)
    assert "reply" not in told
    assert "text" not in told
    assert told["problem"]["status"] == 409
    assert await is_dead(gateway, session)


async def test_w5_nobody_signs_in_under_a_stream_that_is_open(gateway: Gateway, rasa: RasaStandIn) -> None:
    """The turn would write for whoever it was begun by; afterwards the sign-in goes through, and the token changes."""
    rasa.hang = asyncio.Event()
    session = await gateway.open_session()
    open_stream = asyncio.create_task(streamed(gateway, session, "r1"))
    await until(lambda: rasa.calls)
    refused = await sign_in(gateway.also(), session, said := assertion())
    assert (refused.status_code, refused.headers["retry-after"]) == (409, "1")
    rasa.hang.set()
    assert "reply" in events(await open_stream)
    new = bearer(await sign_in(gateway, session, said))
    assert await is_dead(gateway, session)
    assert (await gateway.client.get("/chat/cart", headers=new)).status_code == 200
