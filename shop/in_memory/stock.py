"""Stock in memory."""

from collections.abc import Callable, Sequence
from datetime import datetime

from shop.in_memory.books import ShopInMemory
from shop.in_memory.ledger import free_shelves
from shop.stock import StockLevel


class StockInMemory:
    """`Stock` over a shop in memory."""

    def __init__(self, shop: ShopInMemory, *, now: Callable[[], datetime]) -> None:
        self._shop = shop
        self._now = now

    async def levels(self, variant_ids: Sequence[str], *, shopper_id: str | None = None) -> tuple[StockLevel, ...]:
        free = free_shelves(self._shop, shopper_id, variant_ids, now=self._now())
        return tuple(
            StockLevel(variant_id=shelf[0], store_id=shelf[1], quantity=self._shop.pages.shelves[shelf], free=number)
            for shelf, number in free.items()
        )
