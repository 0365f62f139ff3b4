"""Saying "one moment" while a turn runs long, over a stand-in for Amazon's API."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

import aiohttp
import pytest

from tests.unit.alexa.envelopes import API_TOKEN, envelope, intent, launch
from webhooks.alexa.envelope import Envelope
from webhooks.alexa.progress import Progress

REQUEST_ID = "amzn1.echo-api.request.1"


class Api:
    """Takes the place of the HTTP session; `answers` is what becomes of a call."""

    def __init__(self, answers: Callable[[], Awaitable[None]] | None = None) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.called = asyncio.Event()
        self._answers = answers

    def post(self, url: str, **options: Any) -> "Api":
        self.calls.append((url, options))
        return self

    async def __aenter__(self) -> Any:
        self.called.set()
        if self._answers:
            await self._answers()
        return type("Answered", (), {"status": 204})

    async def __aexit__(self, *_: object) -> None:
        return None


def watching(api: Api, *, after_s: float = 0.0) -> Progress:
    return Progress(cast("aiohttp.ClientSession", api), after_s=after_s)


def told(request: dict[str, Any], **of_system: Any) -> Envelope:
    written = envelope(request)
    written["context"]["System"].update(of_system)
    return Envelope.model_validate(written)


async def some_rounds() -> None:
    """Enough for whatever could begin at once to have begun."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_long_turn_says_that_it_goes_on() -> None:
    api = Api()
    with watching(api).watching(told(launch()), within_s=5.0):
        await asyncio.wait_for(api.called.wait(), 1)
    ((url, options),) = api.calls
    assert url == "https://api.eu.amazonalexa.com/v1/directives"
    assert options["headers"]["Authorization"] == f"Bearer {API_TOKEN}"
    assert options["allow_redirects"] is False
    assert f'"requestId": "{REQUEST_ID}"'.encode() in options["data"]
    assert b"VoicePlayer.Speak" in options["data"]


async def test_a_short_turn_says_nothing_in_between() -> None:
    api = Api()
    with watching(api, after_s=60).watching(told(launch()), within_s=5.0):
        await some_rounds()
    await some_rounds()
    assert api.calls == []


async def hang() -> None:
    await asyncio.Event().wait()


async def fail() -> None:
    raise aiohttp.ClientConnectionError


@pytest.mark.parametrize("answers", [hang, fail])
async def test_an_api_that_hangs_or_fails_delays_no_answer(answers: Callable[[], Awaitable[None]]) -> None:
    api = Api(answers)
    async with asyncio.timeout(1):
        with watching(api).watching(told(launch()), within_s=5.0):
            await api.called.wait()


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://evil.example",
        "http://api.eu.amazonalexa.com",
        "https://api.eu.amazonalexa.com.evil.example",
        "https://api.eu.amazonalexa.com@evil.example",
        "https://evil.example/api.eu.amazonalexa.com",
        "https://api.eu.amazonalexa.com:8443",
        "https://api.eu.amazonalexa.com/../x",
        "https://[api",
        "",
        None,
        7,
    ],
)
async def test_the_token_is_sent_nowhere_else(endpoint: Any) -> None:
    api = Api()
    with watching(api).watching(told(launch(), apiEndpoint=endpoint), within_s=5.0):
        await some_rounds()
    assert api.calls == []


@pytest.mark.parametrize(
    ("request_", "of_system"),
    [
        (intent("FindIntent", query="tea"), {"apiAccessToken": None}),
        ({"type": "Alexa.Presentation.APL.UserEvent"}, {}),
        (launch() | {"requestId": None}, {}),
    ],
)
async def test_nobody_is_spoken_to_who_cannot_be(request_: dict[str, Any], of_system: dict[str, Any]) -> None:
    api = Api()
    with watching(api).watching(told(request_, **of_system), within_s=5.0):
        await some_rounds()
    assert api.calls == []
