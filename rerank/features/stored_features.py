"""Features read from the database at the moment they are asked for."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import monotonic

from catalog.connections import Connection, Connections, connected
from catalog.retrieval.indexes import read_index_in_use
from rerank.features import rows
from rerank.features.feature import FeatureTable
from rerank.features.formulas import NAMES, reckoned
from rerank.features.held_goods import UNKNOWN, Good, HeldGoods
from rerank.features.told import Row, columns_of, told_by
from rerank.features.wire import Integers, ListCursor, Texts
from shop.errors import ShopUnavailable

# An index that is no longer in use is kept for minutes; so long another one may go unnoticed.
INDEX_KNOWN_S = 10.0
# Planning takes longer than reading, and the plan is the same for everybody: one for each connection.
PLANNED_ONCE = "select set_config('plan_cache_mode', 'force_generic_plan', false)"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class StoredFeatures:
    """One statement for each reading, and every so often another that asks for the vector index in use."""

    def __init__(
        self, connections: Connections, *, clock: Callable[[], float] = monotonic, goods: HeldGoods | None = None
    ) -> None:
        self._connections = connections
        self._clock = clock
        self._goods = goods or HeldGoods(clock=clock)
        self._index_id: str | None = None
        self._statement = b""
        self._looked_at: float | None = None

    async def read(
        self, shopper_id: str | None, product_ids: Sequence[str], *, at: datetime, device_id: str | None = None
    ) -> FeatureTable:
        """Raises ShopUnavailable. Who is not known by a shopper may be by their browser."""
        since = self._goods.since(at)
        held = self._goods.of(product_ids) if since else [UNKNOWN] * len(product_ids)
        asked = _asked((shopper_id, device_id), product_ids, held, at=at, since=since)
        async with connected(self._connections, lost=ShopUnavailable) as connection:
            await self._follow_index(connection)
            told = told_by(await self._rows(connection, asked))
        self._goods.follow(told.news, since=since)
        read = told.news.goods
        goods = (
            [read.get(product_id, good) for product_id, good in zip(product_ids, held, strict=True)] if read else held
        )
        columns = columns_of(told, product_ids, goods, at_s=at.timestamp())
        return FeatureTable(names=NAMES, values=reckoned(columns, rows=len(product_ids)))

    async def warm_up(self, connection: Connection) -> None:
        """Plans ahead on a connection that is to be read by, so that no shopper's list waits for it."""
        await connection.execute(PLANNED_ONCE)
        await self._follow_index(connection)
        await self._rows(connection, _asked(("", None), [""], [UNKNOWN], at=LONG_AGO, since=None))

    async def _rows(self, connection: Connection, asked: Sequence[object]) -> list[Row]:
        async with ListCursor(connection) as cursor:
            await cursor.execute(self._statement, asked, prepare=True, binary=True)
            return await cursor.fetchall()

    async def _follow_index(self, connection: Connection) -> None:
        now = self._clock()
        if self._looked_at is not None and now - self._looked_at < INDEX_KNOWN_S:
            return
        in_use = await read_index_in_use(connection)
        self._index_id = in_use.index_id if in_use else None
        self._statement = rows.reading(self._index_id).as_bytes(connection)
        self._looked_at = now


def _asked(
    who: tuple[str | None, str | None],
    product_ids: Sequence[str],
    held: Sequence[Good],
    *,
    at: datetime,
    since: datetime | None,
) -> tuple[object, ...]:
    """In the order in which the statement numbers them."""
    return (
        *who,
        Texts(product_ids),
        at,
        at.timestamp(),
        Integers([good.number for good in held]),
        at if since is None else since,
        Texts({good.category for good in held if good.category is not None}),
        Texts({good.brand for good in held if good.brand is not None}),
    )
