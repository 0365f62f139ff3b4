"""Opens what pages show unasked, and recommendations, following the book of candidates that the worker makes."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime

from assistant.database import Pool
from assistant.following import UNAVAILABLE, every, following
from assistant.open_catalogue import OpenCatalogue
from catalog.buyable import BuyableReader
from catalog.connections import Connections
from catalog.retrieval.traits import TraitReader
from catalog.similar.similar import SimilarProducts
from rerank.banners.showing import Banners
from rerank.banners.stored_banners import StoredBanners
from rerank.browsing import Browsing
from rerank.candidates.errors import BookUnreadable
from rerank.candidates.stored_books import LOOK_EVERY_S, BookKeeper
from rerank.candidates.traces import StoredTraces
from rerank.recommending import Ranks, Sources
from rerank.searched import SearchedElsewhere
from rerank.suiting import Avoiding, Suiting
from shop.preferences.stored_preferences import KeptPreferences


async def follow_books(shop: Pool, stack: AsyncExitStack) -> BookKeeper:
    keeper = BookKeeper(shop)
    expected = (*UNAVAILABLE, BookUnreadable)
    await stack.enter_async_context(
        following(keeper.look, what="candidates", pause=every(LOOK_EVERY_S), expected=expected)
    )
    return keeper


def sources_of(
    keeper: BookKeeper, shop: Pool, catalogue: OpenCatalogue, *, suiting: Suiting, preferences: KeptPreferences
) -> Sources:
    return Sources(
        book=keeper.current,
        traces=StoredTraces(shop),
        goods=BuyableReader(shop),
        shelves=catalogue.repository,
        similar=SimilarProducts(shop),
        preferences=preferences,
        suiting=suiting,
        searched=SearchedElsewhere(search=catalogue.search, reader=catalogue.reading.current),
    )


def banners_in(
    shop: Connections, keeper: BookKeeper, *, new_id: Callable[[], str], now: Callable[[], datetime]
) -> Banners:
    stored = StoredBanners(connections=shop)
    return Banners(stored, StoredTraces(shop), book=keeper.current, new_id=new_id, now=now)


def browsing_in(
    catalogue: OpenCatalogue,
    shop: Connections,
    ranking: Ranks,
    *,
    preferences: KeptPreferences,
    now: Callable[[], datetime],
) -> Browsing:
    return Browsing(
        catalogue.search,
        catalogue.repository,
        catalogue.reading.current,
        ranking=ranking,
        avoiding=Avoiding(preferences=preferences, traits=TraitReader(shop)),
        now=now,
    )
