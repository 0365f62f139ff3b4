"""`/events` as the shopper has a say in it: what was told is taken back, and whether more may be told is remembered."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from rerank.events.consents import Consents
from rerank.events.event import Actor
from webhooks import problems
from webhooks.limits.limits import Kind
from webhooks.limits.turnstile import Turnstile
from webhooks.web.bodies import Body, RequestId
from webhooks.web.json_requests import NOT_KEPT, json_only
from webhooks.web.sessions import Sessions

BEARER = HTTPBearer(auto_error=False, description="The token of POST /chat/sessions, if there is one")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]
Device = Annotated[RequestId | None, Query(description="What the page calls this browser.")]


class ConsentBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    consent: bool = Field(description="Whether what is done from now on may be learned from.")
    device: RequestId | None = Field(default=None, description="What the page calls this browser.")


class WithdrawnBody(Body):
    events: int = Field(description="How many events are gone.")
    lists: int = Field(description="How many lists of products are nobody's any more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentDesk:
    consents: Consents
    sessions: Sessions

    async def actor_of(self, credentials: HTTPAuthorizationCredentials | None, device: str | None) -> Actor:
        """Raises Unauthenticated. Who names neither a session nor a browser is nobody."""
        if credentials is None:
            if device is None:
                raise HTTPException(422)
            return Actor(device_id=device)
        session = await self.sessions.of_token(credentials.credentials)
        return Actor(shopper_id=session.shopper_id, conversation_id=session.conversation_id, device_id=device)


def consent_router(desk: ConsentDesk, turnstile: Turnstile) -> APIRouter:
    router = APIRouter(tags=["events"])

    @router.delete("/events", responses=problems.documented(401, 422, 429, 503))
    async def withdraw(
        request: Request, response: Response, credentials: Credentials, device: Device = None
    ) -> WithdrawnBody:
        """Take back all that was told of the session's shopper, or of a browser; nothing is kept of them afterwards."""
        await turnstile.admit(request, Kind.EVENTS)
        response.headers.update(NOT_KEPT)
        gone = await desk.consents.withdraw(await desk.actor_of(credentials, device))
        return WithdrawnBody.model_validate(gone)

    @router.post(
        "/events/consent",
        status_code=204,
        responses=problems.documented(401, 415, 422, 429, 503),
        dependencies=[Depends(json_only)],
    )
    async def decide(request: Request, response: Response, body: ConsentBody, credentials: Credentials) -> None:
        """Say whether what the session's shopper does, or what is done on a browser, may be learned from."""
        await turnstile.admit(request, Kind.EVENTS)
        response.headers.update(NOT_KEPT)
        actor = await desk.actor_of(credentials, body.device)
        await (desk.consents.agree(actor) if body.consent else desk.consents.refuse(actor))

    return router
