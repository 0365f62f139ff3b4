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

from assistant.jobs import EMBED_STALE_PRODUCTS, MAKE_CANDIDATES, Services, queue
from assistant.retention import Retention
from assistant.supervisor.probes import worker_beats
from assistant.worker import work
from tests.conftest import OneConnection

DEADLINE_S = 20.0
NAME = "worker-under-test"


@dataclass
class Embedding:
    """Stands in for the catalogue's index, and counts how often it was brought up to date; for books as well."""

    rounds: int = 0
    books: int = 0
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    async def bring_up_to_date(self) -> int:
        self.rounds += 1
        return 1

    async def make_book(self) -> int:
        self.books += 1
        return 1


async def _none_due() -> int:
    return 0


@pytest.fixture
async def embedding(database_url: str, database: OneConnection) -> AsyncIterator[Embedding]:
    async with working(database_url, database) as embedding:
        yield embedding


@contextlib.asynccontextmanager
async def working(database_url: str, database: OneConnection) -> AsyncIterator[Embedding]:
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
        make_candidates=embedding.make_book,
        make_lists=_none_due,
        note_goods=_none_due,
        forget_signals=_none_due,
        settle_people=_none_due,
    )
    worker = asyncio.create_task(work(f"{database_url}&application_name={NAME}", services, asyncio.Event()))
    yield embedding
    worker.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await worker


async def test_a_deferred_job_gets_done(database_url: str, embedding: Embedding) -> None:
    await _defer(database_url)
    await _until(lambda: embedding.rounds >= 1)


async def test_a_worker_that_starts_makes_a_book_though_the_clock_calls_for_none(
    database_url: str, database: OneConnection
) -> None:
    """Another worker took what was due in these minutes; that one's book may be of no use to this version."""
    two_minutes = 120
    this = int(time.time()) // two_minutes * two_minutes
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("delete from procrastinate_jobs where task_name = %s", [MAKE_CANDIDATES])
        connection.cursor().executemany(
            "insert into procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp) values (%s, '', %s)"
            " on conflict do nothing",
            [(MAKE_CANDIDATES, this), (MAKE_CANDIDATES, this + two_minutes)],
        )
    async with working(database_url, database) as services:
        await _until(lambda: services.books >= 1)


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
