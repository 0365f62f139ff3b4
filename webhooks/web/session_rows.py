"""The SQL of chat sessions and of what was said in them; tokens are kept as hashes only."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from catalog.connections import Connection

TOKEN_BYTES = 32

OPEN = """
    insert into chat_sessions (session_id, token_sha256, shopper_id, conversation_id, expires_at)
    values (%(session_id)s, %(token_sha256)s, %(shopper_id)s, %(conversation_id)s, now() + %(lifetime)s)
"""
OPEN_FOR_NOBODY = f"""
    with shopper as (insert into shoppers (shopper_id) values (%(shopper_id)s))
    {OPEN}
"""
LIVE = """
    select session_id, shopper_id, conversation_id from chat_sessions
    where token_sha256 = %s and ended_at is null and expires_at > now()
"""
HELD = """
    select not exists (select from turns where turns.conversation_id = session.conversation_id
                       and state = 'running' and started_at > clock_timestamp() - %(lease)s)
    from chat_sessions session
    where session_id = %(session_id)s and shopper_id = %(shopper_id)s and ended_at is null and expires_at > now()
    for update
"""
HAND_OVER = """
    with handed as (
        update chat_sessions
        set token_sha256 = %(token_sha256)s, shopper_id = %(shopper_id)s, expires_at = now() + %(lifetime)s
        where session_id = %(session_id)s returning conversation_id)
    update turns set shopper_id = %(shopper_id)s from handed where turns.conversation_id = handed.conversation_id
"""
END = """
    with ended as (
            update chat_sessions set ended_at = now() where session_id = %(session_id)s and ended_at is null
            returning session_id, conversation_id),
        told as (delete from chat_messages using ended where chat_messages.session_id = ended.session_id),
        heard as (delete from dialogue_conversations using ended where sender_id = %(sender_id)s),
        turned as (delete from turns using ended where turns.conversation_id = ended.conversation_id)
    select session_id from ended
"""
HISTORY = """
    select turn_id, who, text, said_at, reply from chat_messages
    where session_id = %s order by message_no desc limit %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    session_id: str
    shopper_id: str
    conversation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSession:
    session_id: str
    token: str


async def open_session(connection: Connection, opening: Session, *, lifetime: timedelta, is_new: bool) -> OpenedSession:
    """`is_new` makes the shopper too, in the same statement."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await connection.execute(
        OPEN_FOR_NOBODY if is_new else OPEN,
        {
            "session_id": opening.session_id,
            "token_sha256": _hash(token),
            "shopper_id": opening.shopper_id,
            "conversation_id": opening.conversation_id,
            "lifetime": lifetime,
        },
    )
    return OpenedSession(session_id=opening.session_id, token=token)


async def live_session(connection: Connection, token: str) -> Session | None:
    row = await (await connection.execute(LIVE, [_hash(token)])).fetchone()
    return Session(session_id=row[0], shopper_id=row[1], conversation_id=row[2]) if row else None


async def hold_session(connection: Connection, session: Session, *, lease: timedelta) -> bool | None:
    """Nobody else can hand it over until the transaction ends. None if it is gone, False if a turn of it is running."""
    found = await connection.execute(
        HELD, {"session_id": session.session_id, "shopper_id": session.shopper_id, "lease": lease}
    )
    row = await found.fetchone()
    return bool(row[0]) if row else None


async def hand_over(connection: Connection, session: Session, *, shopper_id: str, lifetime: timedelta) -> OpenedSession:
    """The same conversation under a new token; the old one is dead from then on."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await connection.execute(
        HAND_OVER,
        {
            "session_id": session.session_id,
            "token_sha256": _hash(token),
            "shopper_id": shopper_id,
            "lifetime": lifetime,
        },
    )
    return OpenedSession(session_id=session.session_id, token=token)


async def end_session(connection: Connection, session: Session, *, sender_id: str) -> bool:
    """False if it had ended before."""
    found = await connection.execute(END, {"session_id": session.session_id, "sender_id": sender_id})
    return await found.fetchone() is not None


async def said_in(connection: Connection, session: Session, *, limit: int) -> Sequence[Sequence[Any]]:
    """Newest first."""
    return await (await connection.execute(HISTORY, [session.session_id, limit])).fetchall()


def _hash(token: str) -> bytes:
    """The token is 256 random bits: a slow hash would protect nothing more."""
    return hashlib.sha256(token.encode()).digest()
