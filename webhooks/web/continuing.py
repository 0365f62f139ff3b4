"""Links by which a guest's cart goes on in the web shop: unguessable, good once, and not for long."""

import hashlib
import secrets
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Protocol

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field, SecretStr

from catalog.connections import Connection, Connections, connected
from webhooks import problems
from webhooks.errors import AssistantUnavailable, NotFound
from webhooks.limits.limits import Kind
from webhooks.limits.turnstile import Turnstile
from webhooks.web.bodies import SessionBody
from webhooks.web.json_requests import NOT_KEPT, json_only
from webhooks.web.session_rows import OpenedSession
from webhooks.web.sessions import SessionKeeping

LIVES = timedelta(minutes=15)
TOKEN_BYTES = 32

# A customer's link holds no token: only signing in opens a customer's cart.
ISSUE = """
    insert into continue_links (token_sha256, shopper_id, expires_at)
    select %(token_sha256)s, shopper_id, now() + %(lives)s from shoppers
    where shopper_id = %(shopper_id)s and customer_id is null and merged_into is null
"""
# Deleted and read at once, so that of two who open it together one comes too late.
USE = """
    with used as (delete from continue_links where token_sha256 = %s returning shopper_id, expires_at)
    select shopper_id from used join shoppers using (shopper_id)
    where expires_at > now() and customer_id is null and merged_into is null
"""


class Continuing(Protocol):
    async def link_for(self, shopper_id: str) -> str:
        """Opens the shop with the shopper's cart; for a customer, once they have signed in there."""

    async def use(self, token: str) -> OpenedSession:
        """A web session of the guest whose link it is. Raises NotFound for one that is used, old or unknown."""


class StoredContinuing:
    """`page` shows the cart of whoever is there. The token stands behind a # and so is sent to no server."""

    def __init__(self, connections: Connections, *, page: str, keeping: SessionKeeping) -> None:
        self._connections = connections
        self._page = page
        self._keeping = keeping

    async def link_for(self, shopper_id: str) -> str:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        async with self._transaction() as connection:
            told = {"token_sha256": _hash(token), "shopper_id": shopper_id, "lives": LIVES}
            issued = (await connection.execute(ISSUE, told)).rowcount == 1
        return f"{self._page}#{token}" if issued else self._page

    async def use(self, token: str) -> OpenedSession:
        async with self._transaction() as connection:
            row = await (await connection.execute(USE, [_hash(token)])).fetchone()
            opened = await self._keeping.opened(connection, shopper_id=row[0]) if row else None
        if opened is None:
            raise NotFound(what="link")
        return opened

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=lambda: AssistantUnavailable(reason="database"))


class ContinueBody(BaseModel):
    token: SecretStr = Field(min_length=1, max_length=128, description="What stands behind the # of the link.")


def continuing_router(continuing: Continuing, turnstile: Turnstile) -> APIRouter:
    router = APIRouter(prefix="/chat", tags=["chat"])

    @router.post(
        "/continue",
        status_code=201,
        dependencies=[Depends(json_only)],
        responses=problems.documented(400, 404, 413, 415, 422, 429, 503),
    )
    async def go_on(body: ContinueBody, request: Request, response: Response) -> SessionBody:
        """Go on here with the cart that was filled elsewhere: a session of the guest whose link this is."""
        await turnstile.admit(request, Kind.SESSIONS)
        response.headers.update(NOT_KEPT)
        return SessionBody.model_validate(await continuing.use(body.token.get_secret_value()))

    return router


def _hash(token: str) -> bytes:
    """The token is 256 random bits: a slow hash would protect nothing more."""
    return hashlib.sha256(token.encode()).digest()
