"""Payments that wait behind a link: what is to be paid, for whoever holds the token, and that it was paid."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from catalog.connections import Connection, Connections, connected
from shop import audit
from shop.checkout.payment import PaymentState
from shop.errors import ShopUnavailable
from shop.order import Order
from shop.orders.rows import read_orders

FOUND = "select order_id from payments where token = %s"
PAID = """
    with paid as (
        update payments set state = 'paid', settled_at = %(now)s where token = %(token)s and state = 'requested'
        returning payment_id, order_id)
    select paid.payment_id, coalesce(shoppers.shopper_id, orders.shopper_id)
    from paid join orders using (order_id) left join shoppers on shoppers.customer_id = orders.customer_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentDue:
    """An order as whoever pays for it may see it, and how its payment stands."""

    order: Order
    state: PaymentState


class PaymentLinks(Protocol):
    async def due(self, token: str) -> PaymentDue | None:
        """Nothing for a token that was never given."""

    async def pay(self, token: str) -> None:
        """Marks it paid; what is paid or cancelled already stays as it is."""


class StoredPaymentLinks:
    def __init__(self, connections: Connections, *, new_id: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._new_id = new_id
        self._now = now

    async def due(self, token: str) -> PaymentDue | None:
        async with self._transaction() as connection:
            row = await (await connection.execute(FOUND, [token])).fetchone()
            if row is None:
                return None
            (order,) = await read_orders(connection, [row[0]], payment_url=str)
        return PaymentDue(order=order, state=order.payment.state) if order.payment else None

    async def pay(self, token: str) -> None:
        async with self._transaction() as connection:
            row = await (await connection.execute(PAID, {"token": token, "now": self._now()})).fetchone()
            if row is not None:
                await audit.note(
                    connection,
                    shopper_id=row[1] or "nobody",
                    turn_id=self._new_id(),
                    what="payment.paid",
                    subject=row[0],
                    details={},
                )

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=ShopUnavailable)
