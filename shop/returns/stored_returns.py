"""Returns in the shop's own database: each line under lock, each turn once."""

import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from catalog.connections import Connection, Connections, connected
from shop import audit
from shop.changes import first_time, keep_outcome, outcome_of
from shop.errors import ShopUnavailable
from shop.order import Order
from shop.orders import rows as order_rows
from shop.orders.errors import OrderUnknown
from shop.orders.orders import PROOF_LIVES
from shop.policy_rows import read_policy
from shop.returns import rows
from shop.returns.allowing import judged_lines, refuse_what_may_not
from shop.returns.amounts import settled
from shop.returns.eligibility import Returnable
from shop.returns.errors import ExchangeGone
from shop.returns.reasons import Reason, Resolution
from shop.returns.returns import Return, Wanted
from shop.returns.rules import ReturnRules

TOKEN_BYTES = 32


class StoredReturns:
    """`label_url` and `payment_url` make links that a shopper opens of the tokens of a label and of a payment."""

    def __init__(
        self,
        connections: Connections,
        *,
        new_id: Callable[[], str],
        now: Callable[[], datetime],
        label_url: Callable[[str], str],
        payment_url: Callable[[str], str],
    ) -> None:
        self._connections = connections
        self._new_id = new_id
        self._now = now
        self._label_url = label_url
        self._payment_url = payment_url

    async def returnable(
        self, shopper_id: str, *, order_id: str, reason: Reason | None = None, used: bool = False
    ) -> tuple[Returnable, ...]:
        async with self._transaction() as connection:
            order = await self._order(connection, shopper_id, order_id)
            return await self._judged(connection, order, reason=reason, used=used)

    async def start(  # noqa: PLR0913 - as the protocol has it
        self,
        shopper_id: str,
        *,
        order_id: str,
        wanted: Sequence[Wanted],
        reason: Reason,
        resolution: Resolution,
        used: bool = False,
        turn_id: str,
    ) -> Return:
        key = f"return {order_id}"
        async with self._transaction() as connection:
            if not await first_time(connection, turn_id=turn_id, key=key):
                outcome = await outcome_of(connection, turn_id=turn_id, key=key) or {}
                return await rows.read_return(connection, outcome["return_id"], label_url=self._label_url)
            await rows.lock_order(connection, order_id)
            order = await self._order(connection, shopper_id, order_id)
            judged = await self._judged(connection, order, reason=reason, used=used)
            refuse_what_may_not(judged, wanted)
            new = self._new(shopper_id, judged, wanted, reason, resolution)
            await self._write(connection, new, wanted)
            await keep_outcome(connection, turn_id=turn_id, key=key, outcome={"return_id": new.id})
            await audit.note(
                connection,
                shopper_id=shopper_id,
                turn_id=turn_id,
                what="return.started",
                subject=new.id,
                details={"order_id": order_id, "reason": str(reason), "resolution": str(resolution)},
            )
            return await rows.read_return(connection, new.id, label_url=self._label_url)

    async def of_order(self, shopper_id: str, *, order_id: str) -> tuple[Return, ...]:
        async with self._transaction() as connection:
            await self._may_see(connection, shopper_id, order_id)
            return await rows.read_returns_of(connection, order_id, label_url=self._label_url)

    async def labelled(self, token: str) -> Return | None:
        """The return whose label is opened; whoever has the link may."""
        async with self._transaction() as connection:
            return await rows.read_by_token(connection, token, label_url=self._label_url)

    def _new(
        self,
        shopper_id: str,
        judged: Sequence[Returnable],
        wanted: Sequence[Wanted],
        reason: Reason,
        resolution: Resolution,
    ) -> rows.NewReturn:
        settlement = settled(judged, wanted, reason=reason, resolution=resolution)
        return rows.NewReturn(
            id=self._new_id(),
            order_id=judged[0].thing.order.id,
            shopper_id=shopper_id,
            reason=reason,
            resolution=resolution,
            refund_minor=settlement.refund_minor,
            shipping_minor=settlement.shipping_minor,
            currency=settlement.currency,
            token=secrets.token_urlsafe(TOKEN_BYTES),
            started_at=self._now(),
            send_by=settlement.send_by,
        )

    async def _write(self, connection: Connection, new: rows.NewReturn, wanted: Sequence[Wanted]) -> None:
        await rows.write_return(connection, new)
        for one in sorted(wanted, key=lambda each: (each.exchange_for or "", each.position)):
            exchange = None
            if one.exchange_for:
                store_id = await rows.put_aside(connection, one.exchange_for, quantity=one.quantity, now=new.started_at)
                if store_id is None:
                    raise ExchangeGone(variant_id=one.exchange_for)
                exchange = (one.exchange_for, store_id)
            await rows.write_line(connection, new, one.position, quantity=one.quantity, exchange=exchange)
            await rows.count_returned(connection, new.order_id, one.position, quantity=one.quantity)

    async def _judged(
        self, connection: Connection, order: Order, *, reason: Reason | None, used: bool
    ) -> tuple[Returnable, ...]:
        policy = await read_policy(connection, "returns")
        rules = ReturnRules.of(policy) if policy else ReturnRules()
        return judged_lines(order, rules, today=order.day_of(self._now()), reason=reason, used=used)

    async def _order(self, connection: Connection, shopper_id: str, order_id: str) -> Order:
        await self._may_see(connection, shopper_id, order_id)
        return (await order_rows.read_orders(connection, [order_id], payment_url=self._payment_url))[0]

    async def _may_see(self, connection: Connection, shopper_id: str, order_id: str) -> None:
        own = await order_rows.own_ids(connection, shopper_id, now=self._now(), proof_lives=PROOF_LIVES)
        if order_id not in own:
            raise OrderUnknown

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=ShopUnavailable)
