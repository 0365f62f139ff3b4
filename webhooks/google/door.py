"""The routes of Google's door: prove the caller, read the envelope, hold the conversation, answer in its format."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response

from webhooks import problems
from webhooks.google.admission import Proof
from webhooks.google.conversation import Conversation
from webhooks.google.errors import CallerUnproven
from webhooks.google.parts import document_of
from webhooks.google.said import Envelope
from webhooks.google.shown import Shown, fitted, shown
from webhooks.limits.turnstile import Turnstile
from webhooks.web.json_requests import NOT_KEPT

# The platform hangs up after five seconds unless it was told otherwise; the way back takes time, too.
ANSWERED_WITHIN_S = 4.4
MOST_BYTES = 65_536

CX_PATH = "/webhooks/dialogflow/cx"
ES_PATH = "/webhooks/dialogflow/es"
ACTIONS_PATH = "/webhooks/google/actions"
BODY = {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}

log = structlog.get_logger("aisle.google")


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """One format: where it comes in, what proves the caller, and how an envelope of it is read."""

    path: str
    prove: Proof
    envelope_of: Callable[[Mapping[str, Any]], Envelope]
    refused_with: int = 401


def google_router(
    webhooks: list[Webhook],
    conversation: Conversation,
    *,
    turnstile: Turnstile,
    public_url: str | None,
    monotonic: Callable[[], float] = time.monotonic,
) -> APIRouter:
    """`public_url` is where shoppers reach what an answer shows of this server."""
    router = APIRouter(tags=["google"])
    for webhook in webhooks:
        _add(router, webhook, _Answering(webhook, conversation, turnstile, public_url, monotonic))
    return router


@dataclass(frozen=True, slots=True)
class _Answering:
    webhook: Webhook
    conversation: Conversation
    turnstile: Turnstile
    public_url: str | None
    monotonic: Callable[[], float]

    async def answer(self, request: Request) -> Response:
        """Who calls is judged before a byte of what is said."""
        deadline = self.monotonic() + ANSWERED_WITHIN_S
        try:
            await self.webhook.prove(request.scope)
        except CallerUnproven as exc:
            log.warning("google_refused", path=self.webhook.path, reason=exc.reason)
            raise
        envelope = self.webhook.envelope_of(document_of(await request.body()))
        admit, left_s = partial(self.turnstile.take, request), max(0.0, deadline - self.monotonic())
        told = await self.conversation.told(envelope.said, admit=admit, within_s=left_s)
        everything = shown(told, at=self.public_url)
        fitting = fitted(everything, lambda tried: len(_written(envelope, tried)) <= MOST_BYTES)
        return Response(_written(envelope, fitting), media_type="application/json", headers=NOT_KEPT)


def _add(router: APIRouter, webhook: Webhook, answering: _Answering) -> None:
    @router.post(
        webhook.path,
        operation_id=webhook.path.strip("/").replace("/", "_"),
        responses=problems.documented(400, webhook.refused_with, 503),
        openapi_extra={"requestBody": BODY},
    )
    async def fulfil(request: Request) -> Response:
        """What the platform's reference says; unknown fields are welcome."""
        return await answering.answer(request)


def _written(envelope: Envelope, tried: Shown) -> bytes:
    document = envelope.render(tried)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
