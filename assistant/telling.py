"""Wires the turns, and behind them the recorder of what they tell, with a connection of its own.

However long that writes, no shopper waits.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from assistant.ahead import Ahead
from assistant.database import Pool
from assistant.metrics import Metrics
from assistant.recorder import TurnRecorder
from assistant.settings import GatewaySettings
from assistant.turn_records import TurnRecords
from assistant.turns import Ended, Rasa, Turns
from rerank.events.of_turn import CallTold
from rerank.events.stored_events import StoredEvents
from rerank.events.turn_telling import TurnTelling
from rerank.ranking.stored_lists import StoredLists, ToldList

CONNECTIONS = 1
FINISHING_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTurns:
    """`listed` takes the lists that pages are given, `called` the calls of tools: both without a turn.

    `ahead` takes sentences of turns that are still under way.
    """

    turns: Turns
    ahead: Ahead
    listed: Callable[[ToldList], None]
    called: Callable[[CallTold], None]


@asynccontextmanager
async def open_turns(
    settings: GatewaySettings,
    records: Pool,
    rasa: Rasa,
    metrics: Metrics,
    *,
    new_id: Callable[[], str],
    now: Callable[[], datetime],
) -> AsyncIterator[OpenTurns]:
    kept = TurnRecords(
        records,
        new_id=new_id,
        lease_s=settings.turn_deadline_s,
        record_words=settings.record_words,
        body_key=settings.sender_secret.get_secret_value(),
    )
    ahead = Ahead()
    async with _open_recorder(settings, metrics, now=now) as recorder:

        def on_ended(ended: Ended, took_s: float) -> None:
            metrics.turn_ended(ended, took_s)
            recorder.ended(ended)

        turns = Turns(records=kept, rasa=rasa, deadline_s=settings.turn_deadline_s, on_ended=on_ended, ahead=ahead)
        try:
            yield OpenTurns(turns=turns, ahead=ahead, listed=recorder.listed, called=recorder.called)
        finally:
            await turns.finish()


@asynccontextmanager
async def _open_recorder(
    settings: GatewaySettings, metrics: Metrics, *, now: Callable[[], datetime]
) -> AsyncIterator[TurnRecorder]:
    pool = Pool(settings.database, name="telling", most=CONNECTIONS, statement_timeout_s=settings.turn_deadline_s)
    telling = TurnTelling(
        connections=pool, events=StoredEvents(pool), lists=StoredLists(pool), keeps_words=settings.record_words
    )
    recorder = TurnRecorder(telling.keep, now=now, on_dropped=metrics.turns_dropped)
    await pool.open()
    if settings.events:
        recorder.start()
    try:
        yield recorder
    finally:
        await recorder.finish(within_s=FINISHING_S)
        await pool.close()
