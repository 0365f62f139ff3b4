"""What a shopper hears when something keeps the door from answering, and of a request that comes again."""

import asyncio
from dataclasses import replace

import aiohttp
import pytest

from tests.unit.alexa.envelopes import APL, encoded, envelope, intent, launch
from tests.unit.alexa.open_door import TELLING, WAITING, Door, is_open
from tests.unit.alexa.oracle import said
from webhooks.errors import AccessTokenRefused, AssistantUnavailable, RequestIdReused, TurnInProgress


@pytest.mark.parametrize(
    ("error", "listens"),
    [
        (TurnInProgress(conversation_id="talk"), True),
        (AssistantUnavailable(reason="database"), False),
        (RequestIdReused(request_id="r"), False),
    ],
)
@pytest.mark.parametrize("who", ["assistant", "callers"])
async def test_a13_what_keeps_us_from_answering_is_a_spoken_apology(
    door: Door, error: Exception, listens: bool, who: str
) -> None:
    getattr(door, who).error = error
    told = await door.asks(intent("FindIntent", query="tea"))
    assert said(told).startswith("Sorry")
    assert is_open(told) is listens


@pytest.mark.parametrize("who", ["assistant", "callers"])
async def test_a13_whatever_hangs_is_apologised_for_in_time(http: aiohttp.ClientSession, who: str) -> None:
    door = Door(http, within_s=0.05)
    getattr(door, who).wait = asyncio.Event().wait
    async with door.client, asyncio.timeout(1):
        told = await door.asks(launch())
    assert said(told).startswith("Sorry, that took me too long")
    assert is_open(told)


async def test_who_says_too_much_at_once_is_asked_to_wait(door: Door) -> None:
    for _ in range(30):
        await door.asks(launch())
    door.callers.seen.clear()
    told = await door.asks(launch(), attributes=WAITING)
    assert said(told).startswith("One moment")
    assert is_open(told)
    assert told["sessionAttributes"] == WAITING
    assert door.callers.seen == []


async def test_a14_the_same_request_gets_the_same_bytes(door: Door) -> None:
    body = encoded(envelope(intent("FindIntent", query="tea"), interfaces=APL))
    first, second = await asyncio.gather(door.sends(body), door.sends(body))
    assert first.content == second.content
    assert len({turn.request_id for turn in door.assistant.heard}) == 1


async def test_a14_a_request_without_an_id_has_the_same_one_when_it_comes_again(door: Door) -> None:
    one = encoded(envelope(intent("FindIntent", query="tea") | {"requestId": None}))
    other = encoded(envelope(intent("FindIntent", query="jam") | {"requestId": "x" * 900}))
    for body in (one, one, other):
        assert (await door.sends(body)).status_code == 200
    ids = [turn.request_id for turn in door.assistant.heard]
    assert ids[0] == ids[1] != ids[2]
    assert all(0 < len(id_) <= 128 for id_ in ids)


async def test_who_has_to_link_again_is_told_so_with_a_card(door: Door) -> None:
    door.callers.error = AccessTokenRefused(reason="expired")
    told = await door.asks(intent("CheckoutIntent"), access_token="old")
    assert told["response"]["card"] == {"type": "LinkAccount"}
    assert "link it again" in said(told)
    assert door.assistant.heard == []


async def test_a_guest_who_needs_an_account_gets_the_card_that_links_one(door: Door) -> None:
    door.answers(replace(TELLING, needs_account=True))
    assert (await door.asks(intent("CheckoutIntent")))["response"]["card"] == {"type": "LinkAccount"}
