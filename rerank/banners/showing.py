"""Which banners whoever opens the page is shown, and in which order."""

from collections.abc import Callable
from datetime import datetime

from rerank.banners.banner import Banner, contents_of
from rerank.banners.stored_banners import StoredBanners
from rerank.candidates.book import Book
from rerank.candidates.traces import Traces
from rerank.ranking.arrangement import Terms
from rerank.ranking.baseline import Baseline
from rerank.ranking.content import order_content
from rerank.recommending import Visit

# Two of one campaign stand together only where nothing else is nearly as good.
DIVERSITY = 0.5


class Banners:
    """Nothing is drawn by lot: no page tells what becomes of a banner, so nothing would be learned from it."""

    def __init__(
        self,
        stored: StoredBanners,
        traces: Traces,
        *,
        book: Callable[[], Book | None],
        new_id: Callable[[], str],
        now: Callable[[], datetime],
    ) -> None:
        self._stored = stored
        self._traces = traces
        self._book = book
        self._new_id = new_id
        self._now = now

    async def shown(self, visit: Visit, *, limit: int) -> list[Banner]:
        """Of whoever refuses to be learned from nothing is known, and they see what everybody does."""
        at = self._now()
        running = await self._stored.running(at)
        if not running:
            return []
        trace = await self._traces.of(shopper_id=visit.shopper_id, device_id=visit.device_id, at=at)
        contents = contents_of(running, self._book(), trace, at=at)
        terms = Terms(limit=limit, diversity=DIVERSITY)
        placed = order_content(contents, Baseline(), terms, list_id=self._new_id())
        of_id = {banner.banner_id: banner for banner in running}
        return [of_id[each.content_id] for each in placed]
