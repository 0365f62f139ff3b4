"""Orders in the shop's own database: who may see which, and the way back while nothing is packed."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from catalog.connections import Connection, Connections, connected
from shop import audit
from shop.changes import first_time
from shop.errors import ShopUnavailable
from shop.order import Order, OrderState
from shop.orders import rows
from shop.orders.errors import OrderUnknown, TooLate, TooManyTries
from shop.orders.number import is_called, plain_number
from shop.orders.orders import MOST_READ, MOST_TRIES, PROOF_LIVES, TRIES_COUNT_FOR


class StoredOrders:
    """`payment_url` makes of a payment's token the link that a shopper opens."""

    def __init__(
        self, connections: Connections, *, now: Callable[[], datetime], payment_url: Callable[[str], str]
    ) -> None:
        self._connections = connections
        self._now = now
        self._payment_url = payment_url

    async def of_shopper(self, shopper_id: str, *, limit: int = MOST_READ) -> tuple[Order, ...]:
        async with self._transaction() as connection:
            found = await rows.newest_own_ids(
                connection, shopper_id, now=self._now(), proof_lives=PROOF_LIVES, limit=limit
            )
            return await self._read(connection, found)

    async def numbered(self, number: str, *, shopper_id: str, email: str | None = None) -> Order:
        said = plain_number(number)
        for order in await self.of_shopper(shopper_id):
            if is_called(order.number, said):
                return order
        if email is None:
            raise OrderUnknown
        async with self._transaction() as connection:
            proven, too_many = await self._proven(connection, said, shopper_id=shopper_id, email=email)
        if proven is None:
            # Only now: what was raised within the transaction would have undone the count.
            raise TooManyTries if too_many else OrderUnknown
        return proven

    async def cancel(self, shopper_id: str, *, order_id: str, turn_id: str) -> Order:
        async with self._transaction() as connection:
            if order_id not in await rows.own_ids(connection, shopper_id, now=self._now(), proof_lives=PROOF_LIVES):
                raise OrderUnknown
            state = await rows.state_locked(connection, order_id)
            if state is not OrderState.CANCELLED:
                if state is not OrderState.PLACED:
                    raise TooLate(state=state or OrderState.PLACED)
                await self._cancel(connection, shopper_id, order_id, turn_id)
            return (await self._read(connection, [order_id]))[0]

    async def _proven(
        self, connection: Connection, number: str, *, shopper_id: str, email: str
    ) -> tuple[Order | None, bool]:
        now = self._now()
        failed = await rows.failed_proofs(connection, shopper_id, since=now - TRIES_COUNT_FOR)
        if failed >= MOST_TRIES:
            return None, True
        found = await rows.ids_proven_by(connection, number, email=email.strip())
        if len(found) != 1:
            await rows.note_failed_proof(connection, shopper_id, now=now)
            return None, failed + 1 >= MOST_TRIES
        await rows.note_proof(connection, shopper_id, found[0], now=now)
        return (await self._read(connection, found))[0], False

    async def _cancel(self, connection: Connection, shopper_id: str, order_id: str, turn_id: str) -> None:
        if not await first_time(connection, turn_id=turn_id, key=f"cancel {order_id}"):
            return
        await rows.write_cancelled(connection, order_id, now=self._now())
        await audit.note(
            connection, shopper_id=shopper_id, turn_id=turn_id, what="order.cancelled", subject=order_id, details={}
        )

    async def _read(self, connection: Connection, order_ids: list[str]) -> tuple[Order, ...]:
        return await rows.read_orders(connection, order_ids, payment_url=self._payment_url)

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=ShopUnavailable)
