"""Wires the recorder of what turns tell, with a connection of its own: however long it writes, no shopper waits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from assistant.database import Pool
from assistant.metrics import Metrics
from assistant.recorder import TurnRecorder
from assistant.settings import GatewaySettings
from rerank.events.stored_events import StoredEvents
from rerank.events.turn_telling import TurnTelling

CONNECTIONS = 1
FINISHING_S = 5.0


@asynccontextmanager
async def open_recorder(settings: GatewaySettings, metrics: Metrics) -> AsyncIterator[TurnRecorder]:
    pool = Pool(settings.database, name="telling", most=CONNECTIONS, statement_timeout_s=settings.turn_deadline_s)
    telling = TurnTelling(connections=pool, events=StoredEvents(pool), lists=None, keeps_words=settings.record_words)
    recorder = TurnRecorder(telling.keep, now=lambda: datetime.now(UTC), on_dropped=metrics.turns_dropped)
    await pool.open()
    recorder.start()
    try:
        yield recorder
    finally:
        await recorder.finish(within_s=FINISHING_S)
        await pool.close()
