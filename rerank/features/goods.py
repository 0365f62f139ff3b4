"""What goods and categories are like, noted again and again, so that it can be told of any moment afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from catalog.connections import Connections, connected, take_time
from rerank.features import goods_rows
from rerank.features.bounds import TAKEN_DAYS
from shop.errors import ShopUnavailable

BATCH = 5000
# All that was done in a month is counted: a shop where that takes minutes is counted seldom, a small one always.
RESTED = 10


@dataclass(slots=True)
class Rest:
    """Until when there is none of it to be done again."""

    until: float = float("-inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsFacts:
    """`retention` is how long signals are kept, and the facts of the moments that are learned from."""

    connections: Connections
    retention: timedelta
    now: Callable[[], datetime]
    clock: Callable[[], float] = monotonic
    _rest: Rest = field(default_factory=Rest)

    async def note_if_rested(self) -> int:
        """As `note`, in a tenth of the time at most; 0 while it is too early."""
        started = self.clock()
        if started < self._rest.until:
            return 0
        changed = await self.note()
        ended = self.clock()
        self._rest.until = ended + RESTED * (ended - started)
        return changed

    async def note(self) -> int:
        """How many products and categories are not what they were."""
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            await take_time(connection)
            # Two that note at once would both find the other's rows missing.
            await connection.execute("select pg_advisory_xact_lock(hashtext('aisle goods facts'))")
            # Only now: whoever holds what an earlier one noted looks for what is later than that.
            told = {"now": self.now()}
            goods = await connection.execute(goods_rows.GOODS, told)
            categories = await connection.execute(goods_rows.CATEGORIES, told)
            return goods.rowcount + categories.rowcount

    async def forget(self) -> int:
        """How many signals were past their time, and facts that held before it."""
        now = self.now()
        before = now - self.retention
        told = {
            "before": before,
            "bought_before": now - max(self.retention, timedelta(days=TAKEN_DAYS)),
            "batch": BATCH,
        }
        gone = 0
        for statement in (goods_rows.FORGOTTEN, *goods_rows.SUPERSEDED):
            batch = BATCH
            while batch >= BATCH:
                async with connected(self.connections, lost=ShopUnavailable) as connection:
                    batch = (await connection.execute(statement, told)).rowcount
                gone += batch
        return gone
