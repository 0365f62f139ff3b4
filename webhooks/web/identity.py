"""Whose a chat session is: signing in, signing out, and lending the demo shop's customers."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from catalog.connections import Connection, Connections, connected
from rerank.identity import people
from shop.demo import visits
from shop.demo.visits import DemoCustomer
from shop.phrasing.signing_in import cart_notice
from shop.shoppers import rows
from shop.shoppers.shoppers import Identified, Shoppers
from shop.turn import Channel
from webhooks.accounts.access_tokens import AccessTokens
from webhooks.errors import AccessTokenRefused, AssistantUnavailable, NotFound, TurnInProgress, Unauthenticated
from webhooks.web import session_rows
from webhooks.web.assertions import Assertion, Assertions
from webhooks.web.errors import AssertionRefused
from webhooks.web.session_rows import OpenedSession, Session
from webhooks.web.sessions import SessionKeeping

log = structlog.get_logger("aisle.identity")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """`notice` tells what did not fit when two carts became one."""

    session_id: str
    token: str
    name: str
    notice: str | None


class Identity(Protocol):
    async def sign_in(self, session: Session, assertion: str) -> SignedIn:
        """Raises SignInOff, AssertionRefused, CustomerUnknown, EmailTaken, TurnInProgress or Unauthenticated."""

    async def sign_in_by_token(self, session: Session, token: str) -> SignedIn:
        """With an access token of the customer. Raises AccessTokenRefused, and otherwise as `sign_in` does."""

    async def sign_out(self, session: Session) -> OpenedSession: ...

    async def name_of(self, session: Session) -> str | None:
        """The customer's name; nothing while nobody is signed in."""

    async def demo_customers(self) -> Sequence[DemoCustomer]:
        """Those that a visitor can sign in as; none but in the demo shop."""

    async def demo_sign_in(self, session: Session, customer: str) -> SignedIn:
        """Raises NotFound for whoever cannot be lent."""


class StoredIdentity:
    """`demo_since` is when the demo shop was loaded, or nothing where no customer of it may be lent.

    `lease` is how long a turn may run: a session does not change hands under a turn that writes for its old shopper.
    """

    def __init__(
        self,
        connections: Connections,
        *,
        keeping: SessionKeeping,
        assertions: Assertions,
        tokens: AccessTokens,
        demo_since: Callable[[], Awaitable[datetime | None]],
        lease: timedelta,
    ) -> None:
        self._connections = connections
        self._keeping = keeping
        self._assertions = assertions
        self._tokens = tokens
        self._demo_since = demo_since
        self._lease = lease
        self._shoppers = Shoppers(new_id=keeping.new_id, witnesses=(people.signed_in,))

    async def sign_in(self, session: Session, assertion: str) -> SignedIn:
        try:
            return await self._believed(session, self._assertions.read(assertion))
        except AssertionRefused as exc:
            log.warning("sign_in_refused", reason=exc.reason)
            raise

    async def sign_in_by_token(self, session: Session, token: str) -> SignedIn:
        try:
            identified = await self._tokens.customer_of(token)
        except AccessTokenRefused as exc:
            log.warning("access_token_refused", channel=Channel.WEB, reason=exc.reason)
            raise
        async with self._transaction() as connection:
            await self._hold(connection, session)
            return await self._handed_over(connection, session, identified)

    async def sign_out(self, session: Session) -> OpenedSession:
        """A stranger's new conversation: what was said before goes with the old one."""
        async with self._transaction() as connection:
            if not await self._keeping.ended(connection, session):
                raise Unauthenticated
            await self._shoppers.sign_out(connection, shopper_id=session.shopper_id)
            return await self._keeping.opened(connection)

    async def name_of(self, session: Session) -> str | None:
        async with self._transaction() as connection:
            return await rows.name_of_shopper(connection, session.shopper_id)

    async def demo_customers(self) -> Sequence[DemoCustomer]:
        if await self._demo_since() is None:
            return ()
        async with self._transaction() as connection:
            return await visits.demo_customers(connection)

    async def demo_sign_in(self, session: Session, customer: str) -> SignedIn:
        since = await self._demo_since()
        if since is None:
            raise NotFound(what="demo customer")
        async with self._transaction() as connection:
            await self._hold(connection, session)
            lent = await visits.lend(connection, customer, loaded_at=since)
            if lent is None:
                raise NotFound(what="demo customer")
            return await self._handed_over(connection, session, Identified(customer_id=lent))

    async def _believed(self, session: Session, assertion: Assertion) -> SignedIn:
        """A refusal for another reason leaves the assertion unused: nothing of the transaction stays."""
        async with self._transaction() as connection:
            await self._hold(connection, session)
            if not await rows.first_use(connection, assertion.jti_sha256, expires_at=assertion.expires_at):
                raise AssertionRefused(reason="used_before")
            return await self._handed_over(connection, session, assertion.identified)

    async def _handed_over(self, connection: Connection, session: Session, identified: Identified) -> SignedIn:
        arrival = await self._shoppers.sign_in(connection, shopper_id=session.shopper_id, identified=identified)
        if arrival.is_another:
            await self._keeping.ended(connection, session)
            opened = await self._keeping.opened(connection, shopper_id=arrival.shopper_id)
        else:
            opened = await session_rows.hand_over(
                connection, session, shopper_id=arrival.shopper_id, lifetime=self._keeping.lifetime
            )
        return SignedIn(
            session_id=opened.session_id, token=opened.token, name=arrival.name, notice=cart_notice(arrival.cut)
        )

    async def _hold(self, connection: Connection, session: Session) -> None:
        is_idle = await session_rows.hold_session(connection, session, lease=self._lease)
        if is_idle is None:
            raise Unauthenticated
        if not is_idle:
            raise TurnInProgress(conversation_id=session.conversation_id)

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=lambda: AssistantUnavailable(reason="database"))
