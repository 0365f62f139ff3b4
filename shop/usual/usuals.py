"""A shopper's habits, kept with the shop's orders; a retailer with other records puts them behind `Usuals`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from catalog.connections import Connections, connected
from shop.errors import ShopUnavailable
from shop.usual import rows
from shop.usual.habits import Reckoning
from shop.usual.history import Bought, Correction, History


class Usuals(Protocol):
    """`reckoning` is how sure one has to be, which the operator sets."""

    @property
    def reckoning(self) -> Reckoning: ...

    async def history(self, shopper_id: str) -> History: ...

    async def correct(self, shopper_id: str, *, turn_id: str, wrong_id: str, right_id: str) -> None: ...


class StoredUsuals:
    """Purchases are the orders of the customer whom a shopper signed in as, and the shopper's own as a guest."""

    def __init__(self, connections: Connections, *, reckoning: Reckoning) -> None:
        self._connections = connections
        self.reckoning = reckoning

    async def history(self, shopper_id: str) -> History:
        async with connected(self._connections, lost=ShopUnavailable) as connection:
            return await rows.read_history(connection, shopper_id)

    async def correct(self, shopper_id: str, *, turn_id: str, wrong_id: str, right_id: str) -> None:
        async with connected(self._connections, lost=ShopUnavailable) as connection:
            await rows.note_correction(connection, shopper_id, turn_id=turn_id, wrong_id=wrong_id, right_id=right_id)


class UsualsInMemory:
    """For trying things without a database: what each shopper bought is handed in, corrections are kept."""

    def __init__(
        self,
        bought: Mapping[str, Sequence[Bought]] | None = None,
        *,
        now: Callable[[], datetime],
        reckoning: Reckoning | None = None,
    ) -> None:
        self._bought = bought or {}
        self._corrected: dict[tuple[str, str, str], Correction] = {}
        self._now = now
        self.reckoning = reckoning or Reckoning()

    async def history(self, shopper_id: str) -> History:
        mine = tuple(made for (who, _, _), made in self._corrected.items() if who == shopper_id)
        return History(bought=tuple(self._bought.get(shopper_id, ())), corrections=mine)

    async def correct(self, shopper_id: str, *, turn_id: str, wrong_id: str, right_id: str) -> None:
        made = Correction(wrong_id=wrong_id, right_id=right_id, corrected_at=self._now())
        self._corrected.setdefault((shopper_id, turn_id, wrong_id), made)
