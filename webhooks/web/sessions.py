"""Chat sessions and what was said in them, in the database; tokens are kept as hashes only."""

import hashlib
import secrets
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from pydantic import TypeAdapter

from catalog.connections import Connection, Connections, connected
from shop.reply import Reply
from webhooks.errors import AssistantUnavailable, Unauthenticated

TOKEN_BYTES = 32

OPEN = """
    with shopper as (insert into shoppers (shopper_id) values (%(shopper_id)s) returning shopper_id)
    insert into chat_sessions (session_id, token_sha256, shopper_id, conversation_id, expires_at)
    select %(session_id)s, %(token_sha256)s, shopper_id, %(conversation_id)s, now() + %(lifetime)s from shopper
"""
LIVE = """
    select session_id, shopper_id, conversation_id from chat_sessions
    where token_sha256 = %s and ended_at is null and expires_at > now()
"""
END = """
    with ended as (
            update chat_sessions set ended_at = now() where session_id = %(session_id)s
            returning session_id, conversation_id),
        told as (delete from chat_messages using ended where chat_messages.session_id = ended.session_id),
        heard as (delete from dialogue_conversations where sender_id = %(sender_id)s)
    delete from turns using ended where turns.conversation_id = ended.conversation_id
"""
HISTORY = """
    select turn_id, who, text, said_at, reply from chat_messages
    where session_id = %s order by message_no desc limit %s
"""
REPLY = TypeAdapter(Reply)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    session_id: str
    shopper_id: str
    conversation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSession:
    session_id: str
    token: str


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


class StoredSessions:
    """`sender_of` a conversation is the name Rasa knows it by."""

    def __init__(
        self,
        connections: Connections,
        *,
        new_id: Callable[[], str],
        sender_of: Callable[[str], str],
        lifetime: timedelta,
    ) -> None:
        self._connections = connections
        self._new_id = new_id
        self._sender_of = sender_of
        self._lifetime = lifetime

    async def open(self) -> OpenedSession:
        """A session of a shopper nobody knows yet."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        session_id = self._new_id()
        async with self._connection() as connection:
            await connection.execute(
                OPEN,
                {
                    "shopper_id": self._new_id(),
                    "session_id": session_id,
                    "token_sha256": _hash(token),
                    "conversation_id": self._new_id(),
                    "lifetime": self._lifetime,
                },
            )
        return OpenedSession(session_id=session_id, token=token)

    async def of_token(self, token: str) -> Session:
        async with self._connection() as connection:
            row = await (await connection.execute(LIVE, [_hash(token)])).fetchone()
        if row is None:
            raise Unauthenticated
        return Session(session_id=row[0], shopper_id=row[1], conversation_id=row[2])

    async def end(self, session: Session) -> None:
        """The token opens nothing any more, so nobody could read the words again: all that was said goes at once."""
        sender_id = self._sender_of(session.conversation_id)
        async with self._connection() as connection:
            await connection.execute(END, {"session_id": session.session_id, "sender_id": sender_id})

    async def history(self, session: Session, *, limit: int) -> list[Said]:
        async with self._connection() as connection:
            rows = await (await connection.execute(HISTORY, [session.session_id, limit])).fetchall()
        return [
            Said(turn_id=turn_id, who=who, text=text, at=said_at, reply=REPLY.validate_python(reply) if reply else None)
            for turn_id, who, text, said_at, reply in reversed(rows)
        ]

    def _connection(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=lambda: AssistantUnavailable(reason="database"))


def _hash(token: str) -> bytes:
    """The token is 256 random bits: a slow hash would protect nothing more."""
    return hashlib.sha256(token.encode()).digest()
