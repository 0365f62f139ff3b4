"""Stock in the shop's own database, less what is held for others who are being asked to confirm."""

from collections.abc import Callable, Sequence
from datetime import datetime

from catalog.connections import Connections, connected
from shop.checkout import rows
from shop.errors import ShopUnavailable
from shop.stock import StockLevel


class StoredStock:
    """`Stock` over Postgres."""

    def __init__(self, connections: Connections, *, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    async def levels(self, variant_ids: Sequence[str], *, shopper_id: str | None = None) -> tuple[StockLevel, ...]:
        async with connected(self._connections, lost=ShopUnavailable) as connection:
            shelves = await rows.read_shelves(connection, variant_ids, lock=False)
            held = await rows.read_held_for_others(connection, shopper_id, variant_ids, now=self._now())
        return tuple(
            StockLevel(
                variant_id=shelf[0], store_id=shelf[1], quantity=number, free=max(0, number - held.get(shelf, 0))
            )
            for shelf, number in shelves.items()
        )
