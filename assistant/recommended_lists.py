"""Recommends outside of a gateway, for lists made ahead: by the order in use, and with nothing drawn by lot."""

import uuid
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime

from assistant.database import Pool
from assistant.learned_models import opened_model
from catalog.buyable import BuyableReader
from catalog.repository import CatalogRepository
from catalog.retrieval.traits import TraitReader
from catalog.similar.similar import SimilarProducts
from rerank.candidates.stored_books import read_book_in_use
from rerank.candidates.traces import StoredTraces
from rerank.features.stored_features import StoredFeatures
from rerank.learning.stored_models import StoredModels
from rerank.ranking.baseline import Baseline
from rerank.ranking.model import Chosen
from rerank.ranking.moment import Moment
from rerank.ranking.ranking import Ranking, RankingTerms
from rerank.ranking.scoring import Scoring
from rerank.ranking.whys import WHYS
from rerank.recommending import Recommending, Sources
from rerank.suiting import Suiting
from shop.preferences.stored_preferences import StoredPreferences

# Nobody waits for it: what is known of somebody is read whatever it takes.
DEADLINE_S = 10.0


class OneOrder:
    """The order in use, for as long as the lists are made."""

    def __init__(self, chosen: Chosen) -> None:
        self._chosen = chosen

    def choose(self, moment: Moment) -> Chosen:  # noqa: ARG002 - whoever it is for
        return self._chosen


@asynccontextmanager
async def open_recommending(pool: Pool, *, now: Callable[[], datetime]) -> AsyncIterator[Recommending]:
    used = await StoredModels(connections=pool).model_in_use()
    book = await read_book_in_use(pool)
    stores = await CatalogRepository(pool).store_names()
    sources = Sources(
        book=lambda: book,
        traces=StoredTraces(pool),
        goods=BuyableReader(pool),
        shelves=CatalogRepository(pool),
        similar=SimilarProducts(pool),
        preferences=StoredPreferences(pool, now=now),
        suiting=Suiting(TraitReader(pool), store_called=lambda store: stores.get(store, store)),
    )
    with ThreadPoolExecutor(1, thread_name_prefix="ranking") as executor:
        ranking = Ranking(
            OneOrder(Chosen(model=opened_model()(used) if used else Baseline())),
            Scoring(StoredFeatures(pool), executor=executor, deadline_s=DEADLINE_S),
            terms=RankingTerms(),
            whys=WHYS,
            new_id=lambda: uuid.uuid4().hex,
            on_ranked=lambda _: None,
        )
        yield Recommending(sources, ranking, now=now)
