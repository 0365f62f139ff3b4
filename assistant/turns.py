"""One turn from the shopper's words to the reply: answered once, one at a time per conversation, in bounded time.

Every channel's words come through here first, so this is where card numbers are taken out of them.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from assistant import tracing
from assistant.ahead import Ahead, Pieces
from assistant.apologies import apology
from assistant.dialogue import OUT_OF_SCOPE, DialogueAnswer
from assistant.errors import DialogueUnavailable
from assistant.turn_records import Answered, Busy, Claim, Failure
from catalog.stages import Stopwatch
from shop.card_numbers import MASK as CARD_MASK
from shop.card_numbers import without_card_numbers
from shop.phrasing.cards import refused
from shop.reply import Answer, Reply
from shop.shown import ShownList
from shop.turn import Turn
from webhooks.assistant import Listener
from webhooks.errors import AssistantUnavailable, RequestIdReused, TurnInProgress

RECORDING_S = 0.25
FIRST_PAUSE_S = 0.01
LONGEST_PAUSE_S = 0.1


class Rasa(Protocol):
    async def ask(
        self, turn: Turn, *, turn_id: str, traceparent: str | None, timeout_s: float, is_listened_to: bool = False
    ) -> DialogueAnswer: ...


class Records(Protocol):
    async def claim(self, turn: Turn) -> Claim | Answered | Busy: ...

    async def answered(self, claim: Claim, turn: Turn, reply: Reply, *, stages: Mapping[str, float]) -> bool: ...

    async def failed(self, claim: Claim, turn: Turn, failure: Failure) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What is counted and learned of a turn; `shown` is how the products of its reply came into their order.

    `outcome` is one of answered, replayed, failed, refused and unavailable.
    """

    turn: Turn
    outcome: str
    reply: Reply | None = None
    shown: ShownList | None = None
    failure: str | None = None
    stages: Mapping[str, float] = field(default_factory=dict)


OnEnded = Callable[[Ended, float], None]


class Turns:
    """The assistant as the channels see it. `on_ended` is told of each turn and the seconds it took.

    `ahead` is where actions of this process leave sentences before the turn is over.
    """

    def __init__(
        self,
        *,
        records: Records,
        rasa: Rasa,
        deadline_s: float,
        on_ended: OnEnded,
        ahead: Ahead | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._records = records
        self._rasa = rasa
        self._deadline_s = deadline_s
        self._on_ended = on_ended
        self._ahead = ahead or Ahead()
        self._monotonic = monotonic
        self._running: set[asyncio.Task[Reply]] = set()

    async def answer(self, turn: Turn, *, listener: Listener | None = None) -> Reply:
        """A turn goes on when its caller has left: the shopper may ask for the answer again.

        A database that hangs answers a cancellation as late as anything else, so that is not waited for.
        """
        turn = replace(turn, text=without_card_numbers(turn.text))
        running = asyncio.create_task(self._answer(turn, listener))
        self._running.add(running)
        running.add_done_callback(self._forget)
        done, _ = await asyncio.wait({running}, timeout=self._deadline_s + RECORDING_S)
        if done:
            return running.result()
        running.cancel()
        self._on_ended(Ended(turn=turn, outcome="unavailable", failure="overdue"), self._deadline_s)
        raise AssistantUnavailable(reason="overdue")

    async def finish(self) -> None:
        """Let the turns under way come to their end; none takes longer than the deadline."""
        if self._running:
            await asyncio.wait(set(self._running), timeout=self._deadline_s + RECORDING_S)

    def _forget(self, task: asyncio.Task[Reply]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()

    async def _answer(self, turn: Turn, listener: Listener | None) -> Reply:
        started = self._monotonic()
        with tracing.turn_span(turn.channel):
            try:
                ended = await self._one_turn(turn, listener, deadline=started + self._deadline_s)
            except (RequestIdReused, TurnInProgress):
                self._on_ended(Ended(turn=turn, outcome="refused"), self._monotonic() - started)
                raise
            except AssistantUnavailable as exc:
                failed = Ended(turn=turn, outcome="unavailable", failure=exc.reason)
                self._on_ended(failed, self._monotonic() - started)
                raise
        self._on_ended(ended, self._monotonic() - started)
        if ended.reply is None:
            raise AssertionError("a turn that ended without an error has a reply")
        return ended.reply

    async def _one_turn(self, turn: Turn, listener: Listener | None, *, deadline: float) -> Ended:
        claim = await self._claim(turn, deadline)
        turn_id = claim.reply.turn_id if isinstance(claim, Answered) else claim.turn_id
        pieces = Pieces(listener) if listener else None
        if listener:
            listener.accepted(turn_id)
        if isinstance(claim, Answered):
            ended = Ended(turn=turn, outcome="replayed", reply=claim.reply)
        else:
            with self._ahead.listened(turn_id, pieces.ahead if pieces else None):
                ended = await self._run(claim, turn, deadline, is_listened_to=pieces is not None)
        if pieces and ended.reply:
            pieces.end(ended.reply.text)
        return ended

    async def _claim(self, turn: Turn, deadline: float) -> Claim | Answered:
        """Waits, without holding a connection, until the conversation's running turn has ended."""
        pause_s = FIRST_PAUSE_S
        while True:
            claim = await self._records.claim(turn)
            if not isinstance(claim, Busy):
                return claim
            if self._monotonic() + pause_s > deadline:
                raise TurnInProgress(conversation_id=turn.conversation_id)
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 1.5, LONGEST_PAUSE_S)

    async def _run(self, claim: Claim, turn: Turn, deadline: float, *, is_listened_to: bool) -> Ended:
        timeout_s = deadline - RECORDING_S - self._monotonic()
        try:
            heard = await self._rasa.ask(
                _to_be_answered(turn, within_s=timeout_s),
                turn_id=claim.turn_id,
                traceparent=tracing.traceparent(),
                timeout_s=timeout_s,
                is_listened_to=is_listened_to,
            )
        except DialogueUnavailable as exc:
            await self._records.failed(claim, turn, Failure(reason=exc.reason))
            reply = apology(claim.turn_id, reason=exc.reason)
            return Ended(turn=turn, outcome="failed", reply=reply, failure=exc.reason)
        tracing.dialogue_spans(heard.stages)
        return await self._conclude(claim, turn, heard)

    async def _conclude(self, claim: Claim, turn: Turn, heard: DialogueAnswer) -> Ended:
        """An apology that an action had to make is told, but not kept: asking again may do better."""
        stopwatch = Stopwatch()
        stopwatch.ms.update(heard.stages)
        with stopwatch.measure("render"):
            answer = _answer_to(turn, heard)
            reply = Reply.of(answer, turn_id=claim.turn_id, intent=heard.intent, confidence=heard.confidence)
        if heard.failure:
            failure = Failure(
                reason=heard.failure, intent=heard.intent, confidence=heard.confidence, stages=stopwatch.ms
            )
            await self._records.failed(claim, turn, failure)
            outcome = "failed"
        elif await self._records.answered(claim, turn, reply, stages=stopwatch.ms):
            outcome = "answered"
        else:
            raise TurnInProgress(conversation_id=turn.conversation_id)
        return Ended(
            turn=turn,
            outcome=outcome,
            reply=reply,
            shown=answer.shown,
            failure=heard.failure,
            stages=stopwatch.ms,
        )


def _to_be_answered(turn: Turn, *, within_s: float) -> Turn:
    """By the clock on the wall, because the action may run in another process."""
    latest = time.time() + within_s
    return replace(turn, answer_by=latest if turn.answer_by is None else min(turn.answer_by, latest))


def _answer_to(turn: Turn, heard: DialogueAnswer) -> Answer:
    """Where the number was taken out, it is also told that no number is taken."""
    if CARD_MASK not in turn.text:
        return heard.answer
    return refused(heard.answer, was_understood=heard.intent != OUT_OF_SCOPE)
