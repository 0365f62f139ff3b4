"""What each store has, and what of it nobody else is about to buy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLevel:
    """`free` is what this shopper could buy: less than `quantity` while others are being asked to confirm."""

    variant_id: str
    store_id: str
    quantity: int
    free: int


class Stock(Protocol):
    async def levels(self, variant_ids: Sequence[str], *, shopper_id: str | None = None) -> tuple[StockLevel, ...]:
        """By variant and store, in the order of their ids; what no store holds is left out."""
