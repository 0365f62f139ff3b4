"""The address that Alexa calls."""

import time
from functools import partial
from typing import Any

import structlog
from fastapi import APIRouter, HTTPException, Request, Response

from webhooks import problems
from webhooks.alexa.conversation import Conversation
from webhooks.alexa.errors import RequestRefused
from webhooks.alexa.verification import SIGNATURE_HEADER, URL_HEADER, Verification
from webhooks.limits.turnstile import Turnstile

SCHEMA: dict[str, Any] = {
    "parameters": [
        {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
        for name in (URL_HEADER, SIGNATURE_HEADER)
    ],
    "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}},
}
ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"description": "What Alexa says", "content": {"application/json": {"schema": {"type": "object"}}}}
}
NOT_KEPT = {"Cache-Control": "no-store"}

log = structlog.get_logger("aisle.alexa")


def alexa_router(
    *, verification: Verification, conversation: Conversation, turnstile: Turnstile, within_s: float
) -> APIRouter:
    """`within_s` is what Alexa waits for at most, from the arrival of the request."""
    router = APIRouter(prefix="/webhooks", tags=["alexa"])

    @router.post(
        "/alexa",
        response_class=Response,
        responses={**ANSWER, **problems.documented(400, 413)},
        openapi_extra=SCHEMA,
    )
    async def alexa(request: Request) -> Response:
        """A request of the custom skill, signed by Amazon."""
        started = time.monotonic()
        body = await request.body()
        try:
            envelope = await verification.verified(request.headers, body)
        except RequestRefused as exc:
            log.warning("alexa_refused", reason=exc.reason)
            raise HTTPException(400) from exc
        left_s = within_s - (time.monotonic() - started)
        answer = await conversation.answer(envelope, admit=partial(turnstile.take, request), within_s=left_s)
        return Response(answer, media_type="application/json", headers=NOT_KEPT)

    return router
