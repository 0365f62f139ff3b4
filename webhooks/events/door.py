"""`POST /events`: what a page tells of its shopper, kept as far as the shopper agrees."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from rerank.events.event import Actor
from rerank.events.stored_events import UNWANTED, Events
from shop.turn import Channel
from webhooks import problems
from webhooks.events.bodies import BATCH_SCHEMA, BatchBody, KeptBody, RefusedRowBody
from webhooks.events.errors import BatchUnreadable
from webhooks.events.reading import Hearing, Read, batch_of, read
from webhooks.limits.limits import Kind
from webhooks.limits.turnstile import Turnstile
from webhooks.web.json_requests import NOT_KEPT
from webhooks.web.sessions import Sessions
from webhooks.web.visitors import is_opted_out

BEARER = HTTPBearer(auto_error=False, description="The token of POST /chat/sessions, if there is one")
# A beacon can be sent as plain text only, unless the browser asks first. Nothing but events can come of it.
READABLE = ("application/json", "text/plain")
REQUEST: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {media_type: {"schema": BATCH_SCHEMA} for media_type in READABLE},
    }
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDesk:
    """`presumes_consent`: the shop answers for it where a page says nothing; who says no is heard all the same."""

    events: Events
    sessions: Sessions
    presumes_consent: bool
    keeps_words: bool
    now: Callable[[], datetime]

    async def actor_of(self, batch: BatchBody, token: str | None) -> Actor:
        """Who a session belongs to is known by its token, and never told by a page. Raises Unauthenticated."""
        if token is None:
            return Actor(device_id=batch.device, visit_id=batch.visit)
        session = await self.sessions.of_token(token)
        return Actor(
            shopper_id=session.shopper_id,
            conversation_id=session.conversation_id,
            device_id=batch.device,
            visit_id=batch.visit,
        )

    async def take(self, batch: BatchBody, actor: Actor, *, is_opted_out: bool) -> KeptBody:
        received_at = self.now()
        agreed = self.presumes_consent if batch.consent is None else batch.consent
        if is_opted_out or not agreed:
            heard, unwanted = Read(events=(), refused={}), len(batch.events)
        else:
            hearing = Hearing(actor=actor, received_at=received_at, sent_at=batch.sent_at, keeps_words=self.keeps_words)
            heard, unwanted = read(batch.events, hearing), 0
        left_out = {**Counter(refusal.reason for refusal in heard.refused.values()), UNWANTED: unwanted}
        kept = await self.events.keep(heard.events, channel=Channel.WEB, received_at=received_at, left_out=left_out)
        return KeptBody(
            taken=kept.taken,
            duplicates=kept.duplicates,
            without_consent=unwanted + kept.unwanted,
            refused=[
                RefusedRowBody(row=row, reason=refusal.reason, field=refusal.field)
                for row, refusal in heard.refused.items()
            ],
        )


def events_router(desk: EventDesk, turnstile: Turnstile) -> APIRouter:
    router = APIRouter(tags=["events"])
    refusals = problems.documented(401, 413, 415, 422, 429, 503)

    @router.post("/events", status_code=202, responses=refusals, openapi_extra=REQUEST)
    async def take(
        request: Request,
        response: Response,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    ) -> KeptBody:
        """Tell what a shopper did, at most 200 events at once. What is told again is kept once."""
        await turnstile.admit(request, Kind.EVENTS)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in READABLE:
            raise HTTPException(415)
        try:
            batch = batch_of(await request.body())
        except BatchUnreadable as exc:
            raise RequestValidationError(exc.found) from exc
        actor = await desk.actor_of(batch, credentials.credentials if credentials else _told_token(batch))
        response.headers.update(NOT_KEPT)
        return await desk.take(batch, actor, is_opted_out=is_opted_out(request))

    return router


def _told_token(batch: BatchBody) -> str | None:
    return batch.token.get_secret_value() if batch.token else None
