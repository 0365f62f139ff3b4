"""Links by which a guest's cart goes on in the web shop: unguessable, good once, and not for long."""

import hashlib
import secrets
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Protocol

from fastapi import APIRouter, Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials
from pydantic import BaseModel, Field, SecretStr

from catalog.connections import Connection, Connections, connected
from shop.phrasing.signing_in import cart_notice
from shop.shoppers.cart_merging import merge_carts
from webhooks import problems
from webhooks.errors import AssistantUnavailable, NotFound, Unauthenticated
from webhooks.limits.limits import Kind
from webhooks.limits.turnstile import Turnstile
from webhooks.web import session_rows
from webhooks.web.authenticating import BEARER
from webhooks.web.bodies import ContinuedBody
from webhooks.web.json_requests import NOT_KEPT, json_only
from webhooks.web.session_rows import Session
from webhooks.web.sessions import SessionKeeping

LIVES = timedelta(minutes=15)
TOKEN_BYTES = 32
# A cart takes lines at any time, so no turn is waited for.
NO_TURN = timedelta()

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Continued:
    """The session that has the cart now; `notice` tells what did not fit beside what was in its cart already."""

    session_id: str
    token: str
    notice: str | None


class Continuing(Protocol):
    async def link_for(self, shopper_id: str) -> str:
        """Opens the shop with the shopper's cart; for a customer, once they have signed in there."""

    async def use(self, token: str, *, session_token: str | None) -> Continued:
        """Pours the cart of the guest whose link it is into the session, or into a stranger's where there is none.

        Raises NotFound for a link that is used, old or unknown, and Unauthenticated for a session that is; then the
        link stays good.
        """


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

    async def use(self, token: str, *, session_token: str | None) -> Continued:
        """The cart alone changes hands: whoever made the link could otherwise look on at what its opener does."""
        async with self._transaction() as connection:
            own = session_token or (await self._keeping.opened(connection)).token
            session = await _held(connection, own)
            row = await (await connection.execute(USE, [_hash(token)])).fetchone()
            if row is None:
                raise NotFound(what="link")
            notice = await self._poured(connection, from_id=row[0], to_id=session.shopper_id)
        return Continued(session_id=session.session_id, token=own, notice=notice)

    async def _poured(self, connection: Connection, *, from_id: str, to_id: str) -> str | None:
        if from_id == to_id:
            return None
        return cart_notice(await merge_carts(connection, from_id=from_id, to_id=to_id, new_id=self._keeping.new_id))

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
        responses=problems.documented(400, 401, 404, 413, 415, 422, 429, 503),
    )
    async def go_on(
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
        body: ContinueBody,
        request: Request,
        response: Response,
    ) -> ContinuedBody:
        """Go on here with the cart that was filled elsewhere: added to this session's, or to that of a new one."""
        await turnstile.admit(request, Kind.SESSIONS)
        response.headers.update(NOT_KEPT)
        session_token = credentials.credentials if credentials else None
        return ContinuedBody.model_validate(
            await continuing.use(body.token.get_secret_value(), session_token=session_token)
        )

    return router


async def _held(connection: Connection, session_token: str) -> Session:
    """Nobody signs it in or ends it until the cart is there."""
    session = await session_rows.live_session(connection, session_token)
    if session is None or await session_rows.hold_session(connection, session, lease=NO_TURN) is None:
        raise Unauthenticated
    return session


def _hash(token: str) -> bytes:
    """The token is 256 random bits: a slow hash would protect nothing more."""
    return hashlib.sha256(token.encode()).digest()
