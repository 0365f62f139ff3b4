"""Stock alerts: asked for once per thing and shopper, due when it is back, told when the shopper next talks."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from catalog.connections import Connection, Connections, connected
from shop import audit, changes
from shop.alerts import rows
from shop.errors import ShopUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Something that was waited for and can be had again."""

    product_id: str
    variant_id: str
    title: str
    attributes: Mapping[str, str]


class StockAlerts(Protocol):
    async def wait_for(self, shopper_id: str, variant_id: str, *, turn_id: str, contact: str | None = None) -> None: ...

    async def cancel(self, shopper_id: str, *, turn_id: str, variant_ids: Sequence[str] | None = None) -> int:
        """How many there were; all of them without `variant_ids`."""

    async def tell(self, shopper_id: str) -> tuple[Back, ...]:
        """What came back; each is told once."""


class StoredStockAlerts:
    def __init__(self, connections: Connections, *, new_id: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._new_id = new_id
        self._now = now

    async def wait_for(self, shopper_id: str, variant_id: str, *, turn_id: str, contact: str | None = None) -> None:
        async with self._transaction() as connection:
            await connection.execute(
                "insert into shoppers (shopper_id) values (%s) on conflict (shopper_id) do nothing", [shopper_id]
            )
            if not await changes.first_time(connection, turn_id=turn_id, key=f"alert {variant_id}"):
                return
            asked = {"alert_id": self._new_id(), "shopper_id": shopper_id, "variant_id": variant_id}
            alert_id = await rows.wait_for(connection, {**asked, "contact": contact, "now": self._now()})
            await _note(connection, shopper_id, turn_id, "alert.asked", alert_id)

    async def cancel(self, shopper_id: str, *, turn_id: str, variant_ids: Sequence[str] | None = None) -> int:
        async with self._transaction() as connection:
            cancelled = await rows.cancel(connection, shopper_id, variant_ids)
            for alert_id in cancelled:
                await _note(connection, shopper_id, turn_id, "alert.cancelled", alert_id)
            return len(cancelled)

    async def tell(self, shopper_id: str) -> tuple[Back, ...]:
        async with self._transaction() as connection:
            due = await rows.tell_due(connection, shopper_id)
        return tuple(Back(product_id=r[0], variant_id=r[1], title=r[2], attributes=r[3]) for r in due)

    async def mark_due(self) -> int:
        """For the worker: how many of those waiting can be told now."""
        async with self._transaction() as connection:
            return await rows.mark_due(connection, now=self._now())

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=ShopUnavailable)


async def _note(connection: Connection, shopper_id: str, turn_id: str, what: str, alert_id: str) -> None:
    await audit.note(connection, shopper_id=shopper_id, turn_id=turn_id, what=what, subject=alert_id, details={})
