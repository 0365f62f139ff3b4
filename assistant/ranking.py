"""Puts together what orders products: the model in use, what is known of shoppers and goods, and the terms for both."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import psycopg
import structlog

from assistant.database import Connection, Pool
from assistant.metrics import Metrics
from assistant.settings import GatewaySettings
from rerank.features.stored_features import StoredFeatures
from rerank.ranking.model import ModelChoice
from rerank.ranking.ranking import Ranking, RankingTerms
from rerank.ranking.scoring import Scoring
from rerank.ranking.whys import WHYS

# A network scores a hundred products in less than a millisecond.
THREADS = 2
# Some hundred lists a second are read for by each.
CONNECTIONS = 4

log = structlog.get_logger("aisle.ranking")


class _LastUsedFirst(deque[Connection]):
    """A pool of psycopg takes them in turn, and each would have forgotten the long statement: what a server holds of it
    is in no processor's cache any more. There is no setting for it.
    """

    def append(self, connection: Connection) -> None:
        self.appendleft(connection)


class FeaturePool(Pool):
    """Connections that features are read by and nothing else: single statements, planned before anybody waits."""

    def __init__(self, database_url: str, *, statement_timeout_s: float) -> None:
        self.reader = StoredFeatures(self)
        super().__init__(
            database_url,
            name="features",
            most=CONNECTIONS,
            # Planning takes most of a list's deadline: one that waited for another connection would be late.
            ready=CONNECTIONS,
            statement_timeout_s=statement_timeout_s,
            autocommit=True,
        )
        self._pool = _LastUsedFirst()

    async def prepare(self, connection: Connection) -> None:
        await super().prepare(connection)
        try:
            await self.reader.warm_up(connection)
        except psycopg.Error as exc:
            # A database whose tables are still to be made is read by nobody yet.
            log.warning("features_not_warm", reason=type(exc).__name__)


@asynccontextmanager
async def open_ranking(
    settings: GatewaySettings, choice: ModelChoice, metrics: Metrics, *, new_id: Callable[[], str]
) -> AsyncIterator[Ranking]:
    pool = FeaturePool(settings.database, statement_timeout_s=settings.turn_deadline_s)
    metrics.watch_pool(pool.name, pool.get_stats)
    executor = ThreadPoolExecutor(THREADS, thread_name_prefix="ranking")
    scoring = Scoring(pool.reader, executor=executor, deadline_s=settings.ranking_deadline_ms / 1000)
    terms = RankingTerms(exploration=settings.share_explored, diversity=settings.ranking_diversity)
    await pool.open()
    try:
        yield Ranking(choice, scoring, terms=terms, whys=WHYS, new_id=new_id, on_ranked=metrics.list_ranked)
    finally:
        await pool.close()
        await asyncio.to_thread(executor.shutdown, cancel_futures=True)
