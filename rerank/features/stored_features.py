"""Features read from the database at the moment they are asked for."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import monotonic

import numpy as np
from psycopg import AsyncRawCursor

from catalog.connections import Connection, Connections, connected
from catalog.retrieval.indexes import read_index_in_use
from rerank.features import rows
from rerank.features.feature import FeatureTable, Values
from shop.errors import ShopUnavailable

# An index that is no longer in use is kept for minutes; so long another one may go unnoticed.
INDEX_KNOWN_S = 10.0
# Planning takes longer than reading, and the plan is the same for everybody: one for each connection.
PLANNED_ONCE = "select set_config('plan_cache_mode', 'force_generic_plan', false)"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class StoredFeatures:
    """One statement for each reading, and every so often another that asks for the vector index in use."""

    def __init__(self, connections: Connections, *, clock: Callable[[], float] = monotonic) -> None:
        self._connections = connections
        self._clock = clock
        self._index_id: str | None = None
        self._statement = b""
        self._looked_at: float | None = None

    async def read(
        self, shopper_id: str | None, product_ids: Sequence[str], *, at: datetime, device_id: str | None = None
    ) -> FeatureTable:
        """Raises ShopUnavailable. Who is not known by a shopper may be by their browser."""
        async with connected(self._connections, lost=ShopUnavailable) as connection:
            await self._follow_index(connection)
            values = await self._read(connection, shopper_id, device_id, product_ids, at)
        return FeatureTable(names=rows.names(), values=values)

    async def warm_up(self, connection: Connection) -> None:
        """Plans ahead on a connection that is to be read by, so that no shopper's list waits for it."""
        await connection.execute(PLANNED_ONCE)
        await self._follow_index(connection)
        await self._read(connection, "", None, [""], LONG_AGO)

    async def _read(
        self,
        connection: Connection,
        shopper_id: str | None,
        device_id: str | None,
        product_ids: Sequence[str],
        at: datetime,
    ) -> Values:
        told = rows.given(shopper_id=shopper_id, device_id=device_id, product_ids=product_ids, at=at)
        async with AsyncRawCursor(connection) as cursor:
            await cursor.execute(self._statement, told, prepare=True, binary=True)
            found = await cursor.fetchall()
        names = rows.names()
        values: Values = np.array(found, dtype=np.float32).reshape(len(product_ids), 1 + len(names))
        return values[:, 1:]

    async def _follow_index(self, connection: Connection) -> None:
        now = self._clock()
        if self._looked_at is not None and now - self._looked_at < INDEX_KNOWN_S:
            return
        in_use = await read_index_in_use(connection)
        self._index_id = in_use.index_id if in_use else None
        self._statement = rows.reading(self._index_id).as_bytes(connection)
        self._looked_at = now
