"""The chat API's routes by which a signed-in customer sees which clients act for them, and ends that."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from pydantic import Field

from webhooks import problems
from webhooks.accounts.provider.clients import ClientId
from webhooks.accounts.provider.links import Links
from webhooks.web.authenticating import authentication
from webhooks.web.bodies import Body
from webhooks.web.json_requests import NOT_KEPT
from webhooks.web.session_rows import Session
from webhooks.web.sessions import Sessions


class LinkBody(Body):
    client_id: str
    name: str = Field(description="As the operator calls the client.")
    linked_at: datetime
    used_at: datetime = Field(description="When it last asked for tokens.")


class LinksBody(Body):
    links: list[LinkBody]


def links_router(*, links: Links, sessions: Sessions) -> APIRouter:
    router = APIRouter(prefix="/chat", tags=["accounts"], responses=problems.documented(401, 503))
    authenticated = Depends(authentication(sessions))

    @router.get("/links")
    async def list_links(session: Annotated[Session, authenticated], response: Response) -> LinksBody:
        """The clients that the customer has linked the account with, newest first; none for a guest."""
        response.headers.update(NOT_KEPT)
        return LinksBody(links=[LinkBody.model_validate(link) for link in await links.of_shopper(session.shopper_id)])

    @router.delete("/links/{client_id}", status_code=204, responses=problems.documented(404, 422))
    async def end(session: Annotated[Session, authenticated], client_id: Annotated[ClientId, Path()]) -> None:
        """The client's tokens open nothing from now on."""
        await links.end(session.shopper_id, client_id)

    return router
