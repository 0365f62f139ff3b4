"""Rasa's side of the wire with the real actions behind it: each sentence means what the test says it means."""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from aiohttp import web
from aiohttp.test_utils import TestServer
from starlette.types import ASGIApp

from tests.integration.conftest import SECRET

OUT_OF_SCOPE = "out_of_scope"
ACTIONS = {
    "product_search": "action_search_products",
    "recommend": "action_recommend_products",
    "return_policy": "action_explain_policy",
    "product_details": "action_show_details",
}
SLOTS: Mapping[str, Any] = {"shown_products": [], "seen_products": [], "misses": 0}
Conversation = dict[str, Any]


@dataclass
class ThinRasa:
    """`meanings` tells the intent of a sentence, with certainty; of any other it knows nothing."""

    meanings: Mapping[str, str]
    actions: ASGIApp | None = None
    url: str = ""
    before_action: Callable[[], Awaitable[None]] | None = None
    _conversations: dict[str, Conversation] = field(default_factory=dict)

    async def turn(self, request: web.Request) -> web.Response:
        call = await request.json()
        started = time.perf_counter()
        intent = self.meanings.get(call["text"], OUT_OF_SCOPE)
        confidence = 0.2 if intent == OUT_OF_SCOPE else 0.97
        if self.before_action:
            await self.before_action()
        messages = await self._act(call, intent, confidence)
        return web.json_response(
            {
                "messages": messages,
                "intent": {"name": intent, "confidence": confidence},
                "timing": {"nlu_ms": 1.0, "total_ms": (time.perf_counter() - started) * 1000},
            }
        )

    async def _act(self, call: Mapping[str, Any], intent: str, confidence: float) -> list[dict[str, Any]]:
        slots = self._conversations.setdefault(call["sender"], dict(SLOTS))
        read = {"name": intent, "confidence": confidence}
        message = {"text": call["text"], "intent": read, "intent_ranking": [read], "metadata": call["metadata"]}
        tracker = {
            "sender_id": call["sender"],
            "slots": slots,
            "latest_message": {**message, "message_id": "m", "entities": []},
            "events": [],
            "paused": False,
            "active_loop": {},
            "latest_action_name": "action_listen",
        }
        action = ACTIONS.get(intent, f"action_{intent}")
        asked = {"next_action": action, "sender_id": call["sender"], "tracker": tracker, "domain": {"slots": {}}}
        assert self.actions is not None
        transport = httpx.ASGITransport(self.actions)
        async with httpx.AsyncClient(transport=transport, base_url="http://actions.test") as client:
            done = await client.post("/actions", json=asked, headers={"Authorization": f"Bearer {SECRET}"})
        assert done.status_code == 200, done.text
        told = json.loads(done.text)
        slots |= {event["name"]: event["value"] for event in told["events"] if event["event"] == "slot"}
        return [{"text": said.get("text") or "", "custom": said["custom"]} for said in told["responses"]]

    async def health(self, _: web.Request) -> web.Response:
        return web.Response()


@asynccontextmanager
async def running_thin_rasa(meanings: Mapping[str, str]) -> AsyncIterator[ThinRasa]:
    rasa = ThinRasa(meanings)
    app = web.Application()
    app.router.add_post("/webhooks/aisle/turn", rasa.turn)
    app.router.add_get("/webhooks/aisle/health", rasa.health)
    async with TestServer(app) as server:
        rasa.url = str(server.make_url("")).rstrip("/")
        yield rasa
