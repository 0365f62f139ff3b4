"""The record of every turn, which is also what makes a repeated request answered once and a conversation ordered."""

import hmac
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg.errors import UniqueViolation
from psycopg.types.json import Json, Jsonb
from pydantic import TypeAdapter

from catalog.connections import Connection, Connections, connected
from shop.checkout.hearing.digits import code_said
from shop.reply import Reply
from shop.turn import Turn
from webhooks.errors import AssistantUnavailable, RequestIdReused

# The unique index on running turns admits one per conversation, in whichever gateway it runs. The claim is not waited
# for on the disk: whatever the turn then commits is written behind it, so no effect can outlive the claim it is under.
# Nor is the answer: the conversation, with what was said in it, is on the disk by then and with it all that was written
# before. Should the record be lost, the turn is run again under the same id, changes nothing, and is told the same.
# Who was heard just before signing in is somebody else by now: what such a turn did would be nobody's.
CLAIM = """
    with claimed as (
        insert into turns (turn_id, conversation_id, request_id, channel, shopper_id, body_sha256, state, started_at)
        select %(turn_id)s, %(conversation_id)s, %(request_id)s, %(channel)s, %(shopper_id)s, %(body_sha256)s,
               'running', clock_timestamp()
        from set_config('synchronous_commit', 'off', true)
        where not exists (select from shoppers where shopper_id = %(shopper_id)s and merged_into is not null)
        on conflict do nothing
        returning turn_id, request_id, body_sha256, 'claimed' as state, started_at, null::json as reply)
    select turn_id, request_id, body_sha256, state, started_at, false as overdue, reply from claimed
    union all
    select turn_id, request_id, body_sha256, state, started_at,
           state = 'running' and started_at < clock_timestamp() - %(lease)s, reply
    from turns where conversation_id = %(conversation_id)s and (request_id = %(request_id)s or state = 'running')
"""
GIVE_UP = """
    update turns set state = 'failed', failure = 'abandoned', finished_at = clock_timestamp()
    where turn_id = %s and state = 'running' and started_at = %s
"""
CLAIM_AGAIN = """
    update turns set state = 'running', started_at = clock_timestamp(), finished_at = null, failure = null
    where turn_id = %s and state = 'failed' returning started_at
"""
ANSWERED = """
    with answered as (
        update turns set state = 'answered', finished_at = clock_timestamp(), intent = %(intent)s,
            confidence = %(confidence)s, query = %(query)s, shown_ids = %(shown_ids)s, stages = %(stages)s,
            words = %(words)s, reply = %(reply)s
        from set_config('synchronous_commit', 'off', true)
        where turn_id = %(turn_id)s and state = 'running' and started_at = %(started_at)s
        returning turn_id, conversation_id, started_at, finished_at),
    transcript as (
        insert into chat_messages (session_id, turn_id, who, text, reply, said_at)
        select session_id, turn_id, who, text, said.reply, case who when 'shopper' then started_at else finished_at end
        from answered
        join chat_sessions session using (conversation_id)
        cross join (values (1, 'shopper', %(said)s, null::json), (2, 'assistant', %(text)s, %(reply)s))
            said (position, who, text, reply)
        where session.ended_at is null
        order by position)
    select count(*) from answered
"""
FAILED = """
    update turns set state = 'failed', finished_at = clock_timestamp(), failure = %(failure)s, intent = %(intent)s,
        confidence = %(confidence)s, stages = %(stages)s, words = %(words)s
    where turn_id = %(turn_id)s and state = 'running' and started_at = %(started_at)s
"""
REPLY = TypeAdapter(Reply)
# Kept instead of what was said.
HIDDEN = "••••"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to run a turn; `started_at` tells this run from a later one that took the turn over."""

    turn_id: str
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    reply: Reply


@dataclass(frozen=True, slots=True)
class Busy:
    """Another turn of the conversation, or this very one, is running somewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    reason: str
    intent: str | None = None
    confidence: float | None = None
    stages: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    turn_id: str
    request_id: str
    body_sha256: bytes
    state: str
    started_at: datetime
    overdue: bool
    reply: Mapping[str, Any] | None


class TurnRecords:
    """`connections` may commit each statement by itself: every method but one is a single statement."""

    def __init__(
        self,
        connections: Connections,
        *,
        new_id: Callable[[], str],
        lease_s: float,
        record_words: bool,
        body_key: str,
    ) -> None:
        """What was said is compared by its HMAC under `body_key`: a bare hash of four digits would tell them."""
        self._connections = connections
        self._new_id = new_id
        self._lease = timedelta(seconds=lease_s)
        self._record_words = record_words
        self._body_key = body_key.encode()

    async def claim(self, turn: Turn) -> Claim | Answered | Busy:
        """Raises RequestIdReused if the request id came with other words before."""
        rows = await self._insert_or_see(turn)
        if claimed := next((row for row in rows if row.state == "claimed"), None):
            return Claim(turn_id=claimed.turn_id, started_at=claimed.started_at)
        for overdue in (row for row in rows if row.overdue):
            await self._give_up(overdue)
        mine = next((row for row in rows if row.request_id == turn.request_id), None)
        if mine is None:
            return Busy()
        if bytes(mine.body_sha256) != self._body_sha256(turn):
            raise RequestIdReused(request_id=turn.request_id)
        if mine.state == "answered":
            return Answered(reply=REPLY.validate_python(mine.reply))
        if mine.state == "failed" or mine.overdue:
            return await self._claim_again(mine.turn_id)
        return Busy()

    async def answered(self, claim: Claim, turn: Turn, reply: Reply, *, stages: Mapping[str, float]) -> bool:
        """Keep the reply, and the words for the shopper to read again; False if the turn was taken over meanwhile."""
        # A reply told again has to be the same to the byte: json keeps the order of names, jsonb does not.
        plain = Json(REPLY.dump_python(reply, mode="json"))
        understood = reply.understood
        said = HIDDEN if reply.secret else turn.text
        async with self._connection() as connection:
            done = await connection.execute(
                ANSWERED,
                {
                    "turn_id": claim.turn_id,
                    "started_at": claim.started_at,
                    "intent": understood.intent,
                    "confidence": understood.confidence,
                    "query": Jsonb(understood.query.as_dict()) if understood.query else None,
                    "shown_ids": [card.id for card in reply.products or ()],
                    "stages": Jsonb(_rounded(stages)),
                    "words": said if self._record_words else None,
                    "said": said,
                    "text": reply.text,
                    "reply": plain,
                },
            )
            row = await done.fetchone()
        return row is not None and row[0] == 1

    async def failed(self, claim: Claim, turn: Turn, failure: Failure) -> None:
        async with self._connection() as connection:
            await connection.execute(
                FAILED,
                {
                    "turn_id": claim.turn_id,
                    "started_at": claim.started_at,
                    "failure": failure.reason,
                    "intent": failure.intent,
                    "confidence": failure.confidence,
                    "stages": Jsonb(_rounded(failure.stages or {})),
                    "words": _not_a_code(turn.text) if self._record_words else None,
                },
            )

    async def _insert_or_see(self, turn: Turn) -> Sequence[_Row]:
        async with self._connection() as connection:
            found = await connection.execute(
                CLAIM,
                {
                    "turn_id": self._new_id(),
                    "conversation_id": turn.conversation_id,
                    "request_id": turn.request_id,
                    "channel": turn.channel.value,
                    "shopper_id": turn.shopper_id,
                    "body_sha256": self._body_sha256(turn),
                    "lease": self._lease,
                },
            )
            names = ("turn_id", "request_id", "body_sha256", "state", "started_at", "overdue", "reply")
            return [_Row(**dict(zip(names, row, strict=True))) for row in await found.fetchall()]

    async def _give_up(self, overdue: _Row) -> None:
        """Its gateway died, or is so late that its caller has long been answered."""
        async with self._connection() as connection:
            await connection.execute(GIVE_UP, [overdue.turn_id, overdue.started_at])

    async def _claim_again(self, turn_id: str) -> Claim | Busy:
        """The same turn id again, because what the turn changed before it failed is noted under it."""
        try:
            async with self._connection() as connection:
                row = await (await connection.execute(CLAIM_AGAIN, [turn_id])).fetchone()
        except UniqueViolation:
            return Busy()
        return Claim(turn_id=turn_id, started_at=row[0]) if row else Busy()

    def _body_sha256(self, turn: Turn) -> bytes:
        return hmac.digest(self._body_key, turn.text.encode(), "sha256")

    def _connection(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=lambda: AssistantUnavailable(reason="database"))


def _not_a_code(said: str) -> str:
    """Of a turn that failed nobody can say whether it was the answer to "what's your voice code?"."""
    return HIDDEN if code_said(said) else said


def _rounded(stages: Mapping[str, float]) -> dict[str, float]:
    return {stage: round(ms, 3) for stage, ms in stages.items()}
