"""A server that speaks Rasa's side of the wire: it checks each call as the real channel does and answers as told."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer

from shop.reply import Answer
from tests.unit.fakes import FOUND

DIALOGUE_SECRET = "dialogue-0123456789abcdef0123456789"


def message_of(answer: Answer) -> dict[str, Any]:
    shown = asdict(replace(answer, query=None))
    shown["query"] = answer.query.as_dict() if answer.query else None
    return {"text": answer.text, "custom": {"answer": shown, "stages": {"action": 2.0, "parse": 1.0}}}


class RasaStandIn:
    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = [message_of(FOUND)]
        self.status = 200
        self.hang: asyncio.Event | None = None
        self.at_most_at_once = 0
        self._at_once: dict[str, int] = {}
        self.before_answer: Callable[[dict[str, Any]], Awaitable[None]] | None = None
        self.url = ""

    async def turn(self, request: web.Request) -> web.Response:
        body = await request.read()
        claims = jwt.decode(
            request.headers["Authorization"].removeprefix("Bearer "),
            DIALOGUE_SECRET,
            algorithms=["HS256"],
            audience="aisle-dialogue",
            options={"require": ["exp", "iat", "aud"]},
        )
        assert claims["exp"] - claims["iat"] <= 30
        assert claims["body_sha256"] == hashlib.sha256(body).hexdigest()
        call = json.loads(body)
        self.calls.append(call)
        async with self._counted(call["sender"]):
            if self.hang:
                await self.hang.wait()
            if self.before_answer:
                await self.before_answer(call)
        if self.status != 200:
            return web.Response(status=self.status, text="canary tracker")
        return web.json_response(
            {
                "messages": self.messages,
                "intent": {"name": "product_search", "confidence": 0.93},
                "timing": {"nlu_ms": 4.0, "total_ms": 9.0},
            }
        )

    async def health(self, _: web.Request) -> web.Response:
        return web.Response(status=self.status)

    @asynccontextmanager
    async def _counted(self, sender: str) -> AsyncIterator[None]:
        self._at_once[sender] = self._at_once.get(sender, 0) + 1
        self.at_most_at_once = max(self.at_most_at_once, self._at_once[sender])
        try:
            yield
        finally:
            self._at_once[sender] -= 1


@asynccontextmanager
async def running_rasa() -> AsyncIterator[RasaStandIn]:
    rasa = RasaStandIn()
    app = web.Application()
    app.router.add_post("/webhooks/aisle/turn", rasa.turn)
    app.router.add_get("/webhooks/aisle/health", rasa.health)
    async with TestServer(app) as server:
        rasa.url = str(server.make_url("")).rstrip("/")
        yield rasa
