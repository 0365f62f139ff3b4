"""Wires the door of events, with connections of its own: however many come, no shopper waits for one."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import APIRouter

from assistant.database import Pool
from assistant.doors.kit import DoorKit
from rerank.events.consents import StoredConsents
from rerank.events.stored_events import StoredEvents
from webhooks.events.consent import ConsentDesk, consent_router
from webhooks.events.door import EventDesk, events_router


@asynccontextmanager
async def events_door(kit: DoorKit) -> AsyncIterator[Sequence[APIRouter]]:
    settings = kit.settings
    pool = Pool(
        settings.database,
        name="events",
        most=settings.event_connections,
        statement_timeout_s=settings.turn_deadline_s,
    )
    await pool.open()
    try:
        desk = EventDesk(
            events=StoredEvents(pool),
            sessions=kit.sessions,
            presumes_consent=settings.event_consent == "presumed",
            keeps_words=settings.record_words,
            now=kit.now,
        )
        consents = ConsentDesk(consents=StoredConsents(connections=pool, now=kit.now), sessions=kit.sessions)
        yield events_router(desk, kit.turnstile), consent_router(consents, kit.turnstile)
    finally:
        await pool.close()
