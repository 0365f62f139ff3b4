"""Google's door over fakes, as Dialogflow and the Assistant reach it."""

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import httpx
from fastapi import FastAPI

from shop.reply import Answer, Reply
from shop.turn import Turn
from tests.unit.fakes import FOUND
from tests.unit.google.authority import AGENT, KEY_ID, PROJECT, Google, token
from webhooks import problems
from webhooks.assistant import Listener
from webhooks.callers import Caller, Visit
from webhooks.errors import NotFound
from webhooks.google import actions_requests, cx_requests, es_requests
from webhooks.google.admission import Locks, actions_proof, dialogflow_proof
from webhooks.google.certificates import KnownCertificates
from webhooks.google.conversation import Conversation
from webhooks.google.door import ACTIONS_PATH, CX_PATH, ES_PATH, Webhook, google_router
from webhooks.google.tokens import Expected
from webhooks.limits.limits import Kind, Rate
from webhooks.limits.local import LocalLimits
from webhooks.limits.operators import OperatorPasses
from webhooks.limits.turnstile import Turnstile
from webhooks.proxies import Proxies
from webhooks.web.session_rows import OpenedSession

PUBLIC_URL = "https://assistant.shop.test"
CX_SESSION = "projects/shop/locations/global/agents/a-1/sessions/s-1"
ES_SESSION = "projects/shop/agent/sessions/s-1"
TRUSTED, STRANGER = "10.0.0.1", "203.0.113.9"


class FakeCallers:
    def __init__(self) -> None:
        self.calls: list[Caller] = []
        self.error: Exception | None = None
        self.notice: str | None = None

    async def visit(self, caller: Caller) -> Visit:
        self.calls.append(caller)
        if self.error:
            raise self.error
        return Visit(shopper_id="ann", conversation_id="talk", notice=self.notice)


class FakeContinuing:
    def __init__(self) -> None:
        self.error: Exception | None = None

    async def link_for(self, shopper_id: str) -> str:
        if self.error:
            raise self.error
        return f"{PUBLIC_URL}/#cart-of-{shopper_id}"

    async def use(self, token: str) -> OpenedSession:
        raise NotFound(what="link")


class RememberingAssistant:
    """One effect for each request id, and the same reply again, as the real one does."""

    def __init__(self) -> None:
        self.heard: list[Turn] = []
        self.answer_next: Answer = FOUND
        self.error: Exception | None = None
        self.hangs: asyncio.Event | None = None
        self.effects: dict[str, Reply] = {}

    async def answer(self, turn: Turn, *, listener: Listener | None = None) -> Reply:
        self.heard.append(turn)
        if self.hangs:
            await self.hangs.wait()
        if self.error:
            raise self.error
        if turn.request_id not in self.effects:
            number = len(self.effects) + 1
            self.effects[turn.request_id] = Reply.of(
                self.answer_next, turn_id=f"turn-{number}", intent="product_search", confidence=0.9
            )
        return self.effects[turn.request_id]


class Door:
    def __init__(
        self,
        locks: Locks | None = None,
        *,
        google: Google | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        burst: int = 100,
    ) -> None:
        self.google = google or Google()
        self.assistant, self.callers, self.continuing = RememberingAssistant(), FakeCallers(), FakeContinuing()
        known = KnownCertificates(self.google.fetch)
        numbers = itertools.count(1)
        conversation = Conversation(
            self.assistant, self.callers, self.continuing, new_id=lambda: f"new-{next(numbers)}"
        )
        app = FastAPI()
        problems.install(app)
        webhooks = self._webhooks(locks, known)
        rates = dict.fromkeys(Kind, Rate(burst=burst, per_s=0.1))
        limits = LocalLimits(rates, clock=time.monotonic)
        turnstile = Turnstile(limits=limits, passes=OperatorPasses(secret="0123456789abcdef" * 2))
        app.include_router(
            google_router(webhooks, conversation, turnstile=turnstile, public_url=PUBLIC_URL, monotonic=monotonic)
        )
        self.app = Proxies(app, trusted=TRUSTED)
        self.client = self.client_at("198.51.100.7")

    def client_at(self, address: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, client=(address, 50000))
        return httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL)

    async def send(self, path: str, body: Any, **headers: str) -> httpx.Response:
        """As JSON with the right proof, unless other headers are given."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.client.post(path, content=content, headers=headers or proof_for(path))

    async def told(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        response = await self.send(path, body)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    @property
    def said(self) -> list[str]:
        return [turn.text for turn in self.assistant.heard]

    def _webhooks(self, locks: Locks | None, known: KnownCertificates) -> list[Webhook]:
        by_actions = actions_proof(Expected(audiences=(PROJECT,), emails=None), known)
        actions = partial(actions_requests.envelope_of, project=PROJECT)
        return [
            Webhook(
                path=path,
                prove=dialogflow_proof(locks or Locks(tokens=expected(path)), known),
                envelope_of=envelope_of,
            )
            for path, envelope_of in ((CX_PATH, cx_requests.envelope_of), (ES_PATH, es_requests.envelope_of))
        ] + [Webhook(path=ACTIONS_PATH, prove=by_actions, envelope_of=actions, refused_with=403)]


def expected(path: str) -> Expected:
    return Expected(audiences=(f"{PUBLIC_URL}{path}", PUBLIC_URL), emails=frozenset({AGENT}))


def proof_for(path: str) -> dict[str, str]:
    if path == ACTIONS_PATH:
        return {"google-assistant-signature": token(PROJECT, email=None, email_verified=None)}
    return {"Authorization": f"Bearer {token(f'{PUBLIC_URL}{path}', key_id=KEY_ID)}"}


def cx(text: str | None = "a rain jacket", **changed: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "detectIntentResponseId": "response-1",
        "languageCode": "en",
        "fulfillmentInfo": {"tag": "aisle.turn"},
        "intentInfo": {"lastMatchedIntent": "projects/shop/intents/i", "displayName": "anything", "confidence": 0.8},
        "pageInfo": {"currentPage": "projects/shop/pages/p", "displayName": "Talk"},
        "sessionInfo": {"session": CX_SESSION, "parameters": {"colour": "navy"}},
        "sentimentAnalysisResult": {"score": -0.4, "magnitude": 0.4},
    }
    return {**told, **({} if text is None else {"text": text}), **changed}


def es(text: str = "a rain jacket", **changed: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "responseId": "response-1",
        "session": ES_SESSION,
        "queryResult": {
            "queryText": text,
            "action": "input.unknown",
            "parameters": {},
            "outputContexts": [{"name": f"{ES_SESSION}/contexts/generic", "lifespanCount": 4}],
            "intent": {"name": "projects/shop/agent/intents/i", "displayName": "Default Fallback Intent"},
            "languageCode": "en",
        },
        "originalDetectIntentRequest": {"source": "DIALOGFLOW_CONSOLE", "payload": {}},
    }
    return {**told, **changed}


def on_assistant(
    intent: str, query: str = "", *, screen: bool = True, user: Mapping[str, Any] | None = None, **argument: Any
) -> dict[str, Any]:
    """An ES request that came from the Assistant."""
    capabilities = [{"name": "actions.capability.SCREEN_OUTPUT"}] if screen else []
    payload = {
        "inputs": [
            {
                "intent": f"actions.intent.{intent}",
                "rawInputs": [{"query": query, "inputType": "VOICE"}] if query else [{}],
                "arguments": [argument] if argument else [],
            }
        ],
        "user": {"userId": "assistant-user", "locale": "en-US", **(user or {})},
        "surface": {"capabilities": capabilities},
        "conversation": {"conversationId": "c-1", "type": "ACTIVE"},
    }
    told = es(query if intent == "TEXT" else f"actions_intent_{intent}")
    return {**told, "originalDetectIntentRequest": {"source": "google", "version": "2", "payload": payload}}


def actions(query: str = "a rain jacket", *, intent: str = "shop", **changed: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "handler": {"name": "aisle"},
        "intent": {"name": intent, "params": {}, "query": query},
        "scene": {"name": "Talk", "slotFillingStatus": "UNSPECIFIED", "slots": {}},
        "session": {"id": "ABwppH", "params": {}, "typeOverrides": [], "languageCode": ""},
        "user": {"locale": "en-US", "params": {}, "verificationStatus": "VERIFIED"},
        "home": {"params": {}},
        "device": {"capabilities": ["SPEECH", "RICH_RESPONSE", "WEB_LINK"]},
    }
    return {**told, **changed}
