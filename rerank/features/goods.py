"""What goods and categories are like, noted again and again, so that it can be told of any moment afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from catalog.connections import Connections, connected, take_time
from rerank.features import goods_rows
from rerank.features.bounds import TAKEN_DAYS
from shop.errors import ShopUnavailable

BATCH = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsFacts:
    """`retention` is how long signals are kept, and the facts of the moments that are learned from."""

    connections: Connections
    retention: timedelta
    now: Callable[[], datetime]

    async def note(self) -> int:
        """How many products and categories are not what they were."""
        told = {"now": self.now()}
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            await take_time(connection)
            # Two that note at once would both find the other's rows missing.
            await connection.execute("select pg_advisory_xact_lock(hashtext('aisle goods facts'))")
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
        gone, batch = 0, BATCH
        while batch >= BATCH:
            async with connected(self.connections, lost=ShopUnavailable) as connection:
                batch = (await connection.execute(goods_rows.FORGOTTEN, told)).rowcount
            gone += batch
        for statement in goods_rows.SUPERSEDED:
            async with connected(self.connections, lost=ShopUnavailable) as connection:
                gone += (await connection.execute(statement, {"before": before})).rowcount
        return gone
