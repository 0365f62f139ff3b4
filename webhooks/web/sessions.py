"""Chat sessions and what was said in them, in the database."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from pydantic import TypeAdapter

from catalog.connections import Connection, Connections, connected
from shop.reply import Reply
from webhooks.errors import AssistantUnavailable, Unauthenticated
from webhooks.web import session_rows
from webhooks.web.session_rows import OpenedSession, Session

REPLY = TypeAdapter(Reply)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    turn_id: str
    who: Literal["shopper", "assistant"]
    text: str
    at: datetime
    reply: Reply | None


class Sessions(Protocol):
    """Who is talking, and what has been said so far."""

    async def open(self) -> OpenedSession: ...

    async def of_token(self, token: str) -> Session: ...

    async def end(self, session: Session) -> None: ...

    async def history(self, session: Session, *, limit: int) -> list[Said]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionKeeping:
    """How sessions are named and kept. `sender_of` a conversation is the name Rasa knows it by."""

    new_id: Callable[[], str]
    sender_of: Callable[[str], str]
    lifetime: timedelta

    async def opened(self, connection: Connection, *, shopper_id: str | None = None) -> OpenedSession:
        """A session of the shopper, or of one nobody knows yet."""
        opening = Session(
            session_id=self.new_id(), shopper_id=shopper_id or self.new_id(), conversation_id=self.new_id()
        )
        return await session_rows.open_session(connection, opening, lifetime=self.lifetime, is_new=shopper_id is None)

    async def ended(self, connection: Connection, session: Session) -> bool:
        """The token opens nothing any more, so nobody could read the words again: all that was said goes at once."""
        sender_id = self.sender_of(session.conversation_id)
        return await session_rows.end_session(connection, session, sender_id=sender_id)


class StoredSessions:
    def __init__(self, connections: Connections, *, keeping: SessionKeeping) -> None:
        self._connections = connections
        self._keeping = keeping

    async def open(self) -> OpenedSession:
        async with self._connection() as connection:
            return await self._keeping.opened(connection)

    async def of_token(self, token: str) -> Session:
        async with self._connection() as connection:
            session = await session_rows.live_session(connection, token)
        if session is None:
            raise Unauthenticated
        return session

    async def end(self, session: Session) -> None:
        async with self._connection() as connection:
            await self._keeping.ended(connection, session)

    async def history(self, session: Session, *, limit: int) -> list[Said]:
        async with self._connection() as connection:
            rows = await session_rows.said_in(connection, session, limit=limit)
        return [
            Said(turn_id=turn_id, who=who, text=text, at=said_at, reply=REPLY.validate_python(reply) if reply else None)
            for turn_id, who, text, said_at, reply in reversed(rows)
        ]

    def _connection(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=lambda: AssistantUnavailable(reason="database"))
