"""Reads what is known of a shopper; a retailer with other records puts them behind `Traces`."""

from datetime import datetime
from typing import Protocol

from catalog.connections import Connections, connected
from rerank.candidates.trace import Trace
from rerank.candidates.trace_rows import read_trace
from shop.errors import ShopUnavailable

NOTHING = Trace()


class Traces(Protocol):
    async def of(self, *, shopper_id: str | None, device_id: str | None, at: datetime) -> Trace: ...


class StoredTraces:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def of(self, *, shopper_id: str | None, device_id: str | None, at: datetime) -> Trace:
        """One statement, and none for whoever has no name at all."""
        if shopper_id is None and device_id is None:
            return NOTHING
        async with connected(self._connections, lost=ShopUnavailable) as connection:
            return await read_trace(connection, shopper_id=shopper_id, device_id=device_id, at=at)
