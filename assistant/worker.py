"""The background process: `python -m assistant.worker` works through the job queue until it is told to stop."""

import asyncio
import contextlib
import signal
import sys
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
import structlog
from procrastinate.exceptions import ConnectorException
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from pydantic import ValidationError

from assistant import settings_told
from assistant.background_settings import BackgroundSettings
from assistant.jobs import SERVICES, Services, defer_candidates, queue
from assistant.language_model import open_language_model
from assistant.learning_schedule import LearningProcess, LearningSchedule
from assistant.llm.port import LanguageModel
from assistant.logs import configure_logs
from assistant.monitoring import Watch, monitoring_for
from assistant.retention import Retention
from assistant.session_fit import list_making
from assistant.vectors import embed_stale, embedding_models
from catalog.embedding.errors import EmbeddingError
from rerank.candidates.stored_books import BookMaking
from rerank.events.days import EventDays
from rerank.features.goods import GoodsFacts
from rerank.identity.people import People
from rerank.learning.stored_runs import StoredRuns
from shop.alerts.stock_alerts import StoredStockAlerts
from shop.demo.restocking import restock

PAUSE_AFTER_LOSS_S = 1.0
TIME_TO_FINISH_S = 5.0
HEARTBEAT_S = 5.0
CANNOT_START = 2
# Learning may take one of them for an hour. Each has a connection, lest one that measures for minutes holds up others.
CONCURRENCY = 3

logger = structlog.get_logger(__name__)


async def work(database_url: str, services: Services, stopping: asyncio.Event) -> None:
    """Work until told to stop. A lost database is waited for; jobs that were under way are taken up again."""
    while not stopping.is_set():
        app = queue(database_url)
        try:
            async with app.open_async():
                await defer_candidates(app)
                await app.run_worker_async(
                    concurrency=CONCURRENCY,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=TIME_TO_FINISH_S,
                    update_heartbeat_interval=HEARTBEAT_S,
                    additional_context={SERVICES: services},
                )
        except (ConnectorException, psycopg.Error, PoolTimeout) as exc:
            logger.warning("database_lost", reason=type(exc).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), PAUSE_AFTER_LOSS_S)


def services_of(
    pool: AsyncConnectionPool,
    settings: BackgroundSettings,
    *,
    model: LanguageModel | None = None,
    now: Callable[[], datetime],
) -> Services:
    goods = GoodsFacts(connections=pool, retention=settings.event_retention, now=now)
    return Services(
        retention=Retention(connections=pool, period=settings.retention, audit_period=settings.audit_retention),
        look_after=Watch(
            monitoring=monitoring_for(pool, kept=settings.event_retention, now=now),
            connections=pool,
            alert_url=settings.alert_url,
        ).look,
        # Looked for each time: training may have left a better one.
        embed_stale=lambda: embed_stale(pool, embedding_models(settings)),
        mark_alerts=StoredStockAlerts(pool, new_id=lambda: uuid.uuid4().hex, now=now).mark_due,
        restock_demo=lambda: restock(pool),
        keep_event_days=EventDays(connections=pool, retention=settings.event_retention, now=now).tend,
        learn_if_due=LearningSchedule(
            runs=StoredRuns(connections=pool),
            settings=settings,
            learn=LearningProcess(settings=settings, environment={}).learn,
            now=now,
        ).learn_if_due,
        make_candidates=BookMaking(pool, now=now).make,
        make_lists=list_making(settings, pool, model, now=now),
        note_goods=goods.note_if_rested,
        forget_signals=goods.forget,
        settle_people=People(connections=pool).settle,
    )


async def run(settings: BackgroundSettings) -> None:
    pool = AsyncConnectionPool(
        settings.database, min_size=0, max_size=CONCURRENCY + 1, open=False, check=AsyncConnectionPool.check_connection
    )
    async with pool, open_language_model(settings, pool) as model:
        embedding_models(settings)  # what cannot be chosen is told at the start
        services = services_of(pool, settings, model=model, now=lambda: datetime.now(UTC))
        stopping = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        working = asyncio.create_task(work(settings.database, services, stopping))
        ending = asyncio.create_task(_end(working, stopping))
        with contextlib.suppress(asyncio.CancelledError):
            await working
        ending.cancel()


async def _end(working: asyncio.Task[None], stopping: asyncio.Event) -> None:
    """Once is not enough: a queue whose database has gone swallows the cancellation while it takes its leave."""
    await stopping.wait()
    while not working.done():
        working.cancel()
        await asyncio.wait({working}, timeout=TIME_TO_FINISH_S + 1)


def main() -> int:
    try:
        settings = BackgroundSettings()
    except ValidationError as exc:
        sys.stderr.write("".join(f"{each}\n" for each in settings_told.told(exc)))
        return CANNOT_START
    configure_logs(level=settings.log_level)
    try:
        asyncio.run(run(settings))
    except EmbeddingError as exc:
        sys.stderr.write(f"{exc}\n")
        return CANNOT_START
    return 0


if __name__ == "__main__":
    sys.exit(main())
