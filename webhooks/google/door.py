"""The routes of Google's door: prove the caller, read the envelope, hold the conversation, answer in its format."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
    public_url: str | None,
    monotonic: Callable[[], float] = time.monotonic,
) -> APIRouter:
    router = APIRouter(tags=["google"])
    for webhook in webhooks:
        _add(router, webhook, _Answering(webhook, conversation, public_url, monotonic))
    return router


class _Answering:
    def __init__(
        self, webhook: Webhook, conversation: Conversation, public_url: str | None, monotonic: Callable[[], float]
    ) -> None:
        self._webhook = webhook
        self._conversation = conversation
        self._public_url = public_url
        self._monotonic = monotonic

    async def answer(self, request: Request) -> Response:
        """Who calls is judged before a byte of what is said."""
        deadline = self._monotonic() + ANSWERED_WITHIN_S
        try:
            await self._webhook.prove(request.scope)
        except CallerUnproven as exc:
            log.warning("google_refused", path=self._webhook.path, reason=exc.reason)
            raise
        envelope = self._webhook.envelope_of(document_of(await request.body()))
        told = await self._conversation.told(envelope.said, within_s=max(0.0, deadline - self._monotonic()))
        everything = shown(told, at=self._public_url)
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
