"""Puts together what orders products: the model in use, what is known of shoppers and goods, and the terms for both."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from assistant.ranking_settings import RankingSettings
from rerank.features.feature import FeatureReader
from rerank.ranking.model import ModelChoice
from rerank.ranking.ordered import Ranked
from rerank.ranking.ranking import Ranking, RankingTerms
from rerank.ranking.scoring import Scoring
from rerank.ranking.whys import WHYS

# A network scores a hundred products in less than a millisecond.
THREADS = 2


@asynccontextmanager
async def open_ranking(
    settings: RankingSettings,
    choice: ModelChoice,
    features: FeatureReader,
    *,
    new_id: Callable[[], str],
    on_ranked: Callable[[Ranked], None],
) -> AsyncIterator[Ranking]:
    executor = ThreadPoolExecutor(THREADS, thread_name_prefix="ranking")
    scoring = Scoring(features, executor=executor, deadline_s=settings.ranking_deadline_ms / 1000)
    terms = RankingTerms(exploration=settings.share_explored, diversity=settings.ranking_diversity)
    try:
        yield Ranking(choice, scoring, terms=terms, whys=WHYS, new_id=new_id, on_ranked=on_ranked)
    finally:
        await asyncio.to_thread(executor.shutdown, cancel_futures=True)
