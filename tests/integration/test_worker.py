"""The worker: deferred jobs get done, also after the database was away, and its heart can be heard."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from procrastinate.exceptions import AlreadyEnqueued

from assistant.jobs import EMBED_STALE_PRODUCTS, Services, queue
from assistant.retention import Retention
from assistant.supervisor.probes import worker_beats
from assistant.worker import work
from tests.conftest import OneConnection

DEADLINE_S = 20.0
NAME = "worker-under-test"


@dataclass
class Embedding:
    """Stands in for the catalogue's index: counts how often it was brought up to date."""

    rounds: int = 0
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    async def bring_up_to_date(self) -> int:
        self.rounds += 1
        return 1


async def _none_due() -> int:
    return 0


@pytest.fixture
async def embedding(database_url: str, database: OneConnection) -> AsyncIterator[Embedding]:
    embedding = Embedding()
    retention = Retention(connections=database, period=timedelta(days=30))
    services = Services(
        retention=retention,
        look_after=_none_due,
        embed_stale=embedding.bring_up_to_date,
        mark_alerts=_none_due,
        restock_demo=_none_due,
        keep_event_days=_none_due,
        learn_if_due=_none_due,
        make_candidates=_none_due,
        make_lists=_none_due,
        note_goods=_none_due,
        forget_signals=_none_due,
        settle_people=_none_due,
    )
    working = asyncio.create_task(work(f"{database_url}&application_name={NAME}", services, asyncio.Event()))
    yield embedding
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working


async def test_a_deferred_job_gets_done(database_url: str, embedding: Embedding) -> None:
    await _defer(database_url)
    await _until(lambda: embedding.rounds >= 1)


async def test_jobs_get_done_after_the_database_was_away(database_url: str, embedding: Embedding) -> None:
    await _defer(database_url)
    await _until(lambda: embedding.rounds >= 1)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = %s", [NAME])
    done = embedding.rounds
    await _defer(database_url)
    await _until(lambda: embedding.rounds > done)


async def test_a_working_worker_is_heard(database_url: str, embedding: Embedding) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not await worker_beats(database_url, since=embedding.started):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


async def _defer(database_url: str) -> None:
    app = queue(database_url)
    async with app.open_async():
        with contextlib.suppress(AlreadyEnqueued):
            await app.configure_task(EMBED_STALE_PRODUCTS).defer_async()


async def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
