"""What the shop is called: the operator's own word, or what stands in its terms."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from catalog.connections import Connections, connected
from shop.checkout import terms_rows
from shop.errors import ShopUnavailable

# A name changes with the shop's set-up, and is told more often than that.
READ_ANEW_AFTER = timedelta(minutes=1)


class Seller(Protocol):
    async def name(self) -> str | None:
        """None for a shop that was never given one. Raises ShopUnavailable."""


class StoredSeller:
    """`given` is the operator's word, which comes before what stands in the tables."""

    def __init__(self, connections: Connections, *, given: str | None, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._given = given
        self._now = now
        self._read_at: datetime | None = None
        self._read: str | None = None

    async def name(self) -> str | None:
        if self._given:
            return self._given
        if self._read_at is None or self._now() - self._read_at > READ_ANEW_AFTER:
            async with connected(self._connections, lost=ShopUnavailable) as connection:
                self._read = await terms_rows.read_seller(connection)
            self._read_at = self._now()
        return self._read
