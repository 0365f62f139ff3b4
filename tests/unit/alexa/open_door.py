"""Alexa's door as the gateway opens it, with fakes behind it and our own authority in Amazon's place."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import aiohttp
import httpx
from fastapi import FastAPI

from assistant.settings import GatewaySettings
from shop.reply import Answer, Reply
from shop.turn import Turn
from tests.unit.alexa.authority import NOW, chain, headers_for, roots
from tests.unit.alexa.envelopes import SKILL, encoded, envelope
from tests.unit.alexa.oracle import strictly
from tests.unit.fakes import FOUND
from tests.unit.public_shop import SECRETS, turnstile_in_memory
from webhooks import problems
from webhooks.alexa.answers import Look
from webhooks.alexa.certificates import Certificates
from webhooks.alexa.conversation import Conversation
from webhooks.alexa.progress import Progress
from webhooks.alexa.router import alexa_router
from webhooks.alexa.verification import Verification
from webhooks.assistant import Listener
from webhooks.callers import Caller, Visit

PATH = "/webhooks/alexa"
ASKING = FOUND
TELLING = replace(FOUND, speech="Done.", expects_reply=False, farewell=True)
# What Alexa keeps of a session in which something was asked.
WAITING = {"waiting": True}


class CannedAssistant:
    """Answers what it was told to; `ahead` is told at once, `wait` comes before the answer, `error` instead."""

    def __init__(self) -> None:
        self.heard: list[Turn] = []
        self.answer_with = FOUND
        self.error: Exception | None = None
        self.wait: Callable[[], Awaitable[Any]] | None = None
        self.ahead: tuple[str, ...] = ()

    async def answer(self, turn: Turn, *, listener: Listener | None = None) -> Reply:
        self.heard.append(turn)
        if listener:
            for sentence in self.ahead:
                listener.text(sentence)
        if self.wait:
            await self.wait()
        if self.error:
            raise self.error
        return Reply.of(self.answer_with, turn_id="turn-1", intent="product_search", confidence=0.9)


class CannedCallers:
    def __init__(self) -> None:
        self.seen: list[Caller] = []
        self.visit_with = Visit(shopper_id="ann", conversation_id="talk")
        self.error: Exception | None = None
        self.wait: Callable[[], Awaitable[Any]] | None = None

    async def visit(self, caller: Caller) -> Visit:
        self.seen.append(caller)
        if self.wait:
            await self.wait()
        if self.error:
            raise self.error
        return self.visit_with


class Door:
    """Must be made where a loop runs. `fetched` are the addresses that certificates were asked of."""

    def __init__(self, http: aiohttp.ClientSession, *, within_s: float = 5.0, progress: Progress | None = None) -> None:
        self.assistant = CannedAssistant()
        self.callers = CannedCallers()
        self.now = NOW
        self.fetched: list[str] = []
        self.serving: bytes | Exception = chain()
        conversation = Conversation(
            assistant=self.assistant,
            callers=self.callers,
            progress=progress or Progress(http),
            look=self._look,
        )
        certificates = Certificates(fetch=self._fetch, roots=roots(), now=self._now)
        verification = Verification(certificates, skill_ids=[SKILL], now=self._now)
        app = FastAPI()
        problems.install(app)
        turnstile = turnstile_in_memory(GatewaySettings.model_validate(SECRETS))
        app.include_router(
            alexa_router(verification=verification, conversation=conversation, turnstile=turnstile, within_s=within_s)
        )
        transport = httpx.ASGITransport(app)
        self.client = httpx.AsyncClient(transport=transport, base_url="https://shop.example")

    async def sends(self, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
        return await self.client.post(PATH, content=body, headers=headers_for(body) if headers is None else headers)

    async def asks(self, request: dict[str, Any], **of_envelope: Any) -> dict[str, Any]:
        """A request with all in order; its answer, held against Amazon's model."""
        answered = await self.sends(encoded(envelope(request, **of_envelope)))
        assert answered.status_code == 200, answered.text
        assert answered.headers["content-type"] == "application/json"
        return strictly(answered.content)

    def answers(self, answer: Answer) -> None:
        self.assistant.answer_with = answer

    async def _look(self) -> Look:
        return Look(shop="Corner Shop", public_url="https://shop.example")

    def _now(self) -> datetime:
        return self.now

    async def _fetch(self, url: str) -> bytes:
        self.fetched.append(url)
        if isinstance(self.serving, Exception):
            raise self.serving
        return self.serving


def is_open(told: dict[str, Any]) -> bool:
    """As `strictly` has already seen, there is a reprompt exactly where the microphone is open."""
    return told["response"]["shouldEndSession"] is False
