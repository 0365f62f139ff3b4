"""What is said while an answer is made, how the answer then goes on, and what happens where neither can be."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import cast

import aiohttp
import pytest

from tests.unit.alexa.envelopes import envelope, intent
from tests.unit.alexa.open_door import WAITING, Door, is_open
from tests.unit.alexa.oracle import said
from tests.unit.alexa.test_progress import Api, fail, hang, some_rounds
from tests.unit.fakes import FOUND
from webhooks.alexa.meanwhile import LONGEST_SENTENCE, ONE_MOMENT
from webhooks.alexa.progress import Progress

FIRST, REST = "The Stormcoat & Co. keeps out rain for hours.", "It costs seventy-five dollars. Shall I add it?"
SPOKEN = replace(FOUND, speech=f"{FIRST} {REST}", text=f"{FIRST} {REST}", expects_reply=True)
ASKED = intent("FindIntent", query="which one for rain")


@asynccontextmanager
async def door(
    http: aiohttp.ClientSession, api: Api, *, within_s: float = 5.0, soon_s: float = 0.0
) -> AsyncIterator[Door]:
    progress = Progress(cast("aiohttp.ClientSession", api), after_s=60, soon_s=soon_s)
    opened = Door(http, within_s=within_s, progress=progress)
    opened.answers(SPOKEN)
    opened.assistant.ahead = (FIRST, REST)
    opened.assistant.wait = api.called.wait
    async with opened.client, asyncio.timeout(3):
        yield opened


def spoken_ahead(api: Api) -> list[str]:
    return [json.loads(options["data"])["directive"]["speech"] for _, options in api.calls]


async def test_the_first_sentence_is_said_while_the_rest_is_made_and_not_again(http: aiohttp.ClientSession) -> None:
    api = Api()
    async with door(http, api) as opened:
        told = await opened.asks(ASKED)
    assert spoken_ahead(api) == ["<speak>The Stormcoat &amp; Co. keeps out rain for hours.</speak>"]
    assert said(told) == REST
    assert FIRST in told["response"]["card"]["content"]
    assert "Shall I add it?" in json.dumps(told["response"]["reprompt"])


async def test_an_answer_that_is_all_said_listens_on_without_another_word(http: aiohttp.ClientSession) -> None:
    api = Api()
    async with door(http, api) as opened:
        opened.answers(replace(SPOKEN, speech=FIRST, text=FIRST))
        told = await opened.asks(ASKED)
    assert "outputSpeech" not in told["response"]
    assert is_open(told)


async def test_amid_a_session_only_the_going_on_is_left(http: aiohttp.ClientSession) -> None:
    api = Api()
    async with door(http, api) as opened:
        opened.answers(replace(SPOKEN, speech=FIRST, text=FIRST, expects_reply=False))
        told = await opened.asks(ASKED, attributes=WAITING)
    assert said(told) == "Anything else?"


async def test_an_answer_that_begins_otherwise_is_said_whole(http: aiohttp.ClientSession) -> None:
    api = Api()
    async with door(http, api) as opened:
        opened.answers(FOUND)
        told = await opened.asks(ASKED)
    assert len(api.calls) == 1
    assert said(told) == FOUND.speech


@pytest.mark.parametrize("answers", [hang, fail])
async def test_what_amazon_did_not_take_is_said_in_the_answer(
    http: aiohttp.ClientSession, answers: Callable[[], Awaitable[None]]
) -> None:
    api = Api(answers)
    async with door(http, api, within_s=1.6) as opened:
        told = await opened.asks(ASKED)
    assert said(told) == f"{FIRST} {REST}"


async def test_an_answer_that_comes_soon_is_said_in_one(http: aiohttp.ClientSession) -> None:
    api = Api()
    async with door(http, api, soon_s=60) as opened:
        opened.assistant.wait = some_rounds
        told = await opened.asks(ASKED)
    assert api.calls == []
    assert said(told) == f"{FIRST} {REST}"


@pytest.mark.parametrize(("first", "within_s"), [("x" * (LONGEST_SENTENCE + 1), 5.0), (FIRST, 1.0)])
async def test_nothing_is_said_ahead_that_is_too_long_or_too_late(
    http: aiohttp.ClientSession, first: str, within_s: float
) -> None:
    api = Api()
    async with door(http, api, within_s=within_s) as opened:
        opened.assistant.ahead = (first,)
        opened.assistant.wait = some_rounds
        await opened.asks(ASKED)
    assert api.calls == []


async def test_who_cannot_be_spoken_to_meanwhile_hears_it_all_at_the_end(http: aiohttp.ClientSession) -> None:
    api = Api()
    async with door(http, api) as opened:
        opened.assistant.wait = some_rounds
        request = envelope(ASKED)
        request["context"]["System"]["apiAccessToken"] = None
        answered = await opened.sends(json.dumps(request).encode())
    assert api.calls == []
    assert said(answered.json()) == f"{FIRST} {REST}"


async def test_who_has_heard_the_first_sentence_is_not_asked_for_a_moment(http: aiohttp.ClientSession) -> None:
    """Nor would a clock help that is over at once: the sentence is there before it."""
    api = Api()
    opened = Door(http, progress=Progress(cast("aiohttp.ClientSession", api), after_s=0.01, soon_s=0.0))
    opened.answers(SPOKEN)
    opened.assistant.ahead = (FIRST,)
    opened.assistant.wait = api.called.wait
    async with opened.client, asyncio.timeout(3):
        await opened.asks(ASKED)
    assert not any(ONE_MOMENT in speech for speech in spoken_ahead(api))


async def test_a_moment_is_asked_for_where_the_first_sentence_takes_long(http: aiohttp.ClientSession) -> None:
    api = Api()
    opened = Door(http, progress=Progress(cast("aiohttp.ClientSession", api), after_s=0.0, soon_s=0.0))
    opened.answers(SPOKEN)
    opened.assistant.wait = api.called.wait
    async with opened.client, asyncio.timeout(3):
        told = await opened.asks(ASKED)
    assert spoken_ahead(api) == [f"<speak>{ONE_MOMENT}</speak>"]
    assert said(told) == f"{FIRST} {REST}"
