"""Carts in the shop's own database: each change in one transaction, under the lock of the shopper's open cart."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from catalog.connections import Connection, Connections, connected
from shop import audit, cart_rows, changes
from shop.cart import Cart
from shop.cart_rows import There
from shop.carts import require_room, what_goes_first
from shop.checkout.cart_totals import cart_with_totals
from shop.errors import NotInCart, OutOfStock, ShopUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """One change of one cart within its transaction; `is_new` is False where its turn has made it before."""

    connection: Connection
    shopper_id: str
    turn_id: str
    cart_id: str
    is_new: bool

    async def note(self, what: str, variant_id: str, **details: int | str | Mapping[str, int]) -> None:
        await audit.note(
            self.connection,
            shopper_id=self.shopper_id,
            turn_id=self.turn_id,
            what=f"cart.{what}",
            subject=variant_id,
            details={"cart_id": self.cart_id, **details},
        )


class StoredCarts:
    """`Carts` over Postgres."""

    def __init__(self, connections: Connections, *, new_id: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._new_id = new_id
        self._now = now

    async def cart_of(self, shopper_id: str) -> Cart:
        async with self._transaction() as connection:
            return await self._read(connection, shopper_id)

    async def add(self, shopper_id: str, variant_id: str, *, quantity: int, turn_id: str, part: int = 0) -> Cart:
        key = f"add {variant_id} {part}" if part else f"add {variant_id}"
        async with self._change(shopper_id, turn_id=turn_id, key=key) as change:
            if change.is_new:
                there = await _there(change, variant_id)
                await self._write(change, variant_id, there, quantity=there.quantity + quantity)
                await change.note("added", variant_id, quantity=quantity)
            return await self._read(change.connection, shopper_id)

    async def set_quantity(self, shopper_id: str, variant_id: str, *, quantity: int, turn_id: str) -> Cart:
        async with self._change(shopper_id, turn_id=turn_id, key=f"set {variant_id}") as change:
            if change.is_new:
                there = await _there(change, variant_id)
                if there.quantity == 0:
                    raise NotInCart
                await self._write(change, variant_id, there, quantity=quantity)
                await change.note("set", variant_id, quantity=quantity, before=there.quantity)
            return await self._read(change.connection, shopper_id)

    async def swap(self, shopper_id: str, variant_id: str, other_id: str, *, turn_id: str) -> Cart:
        async with self._change(shopper_id, turn_id=turn_id, key=f"swap {variant_id}") as change:
            if change.is_new:
                gone = await _there(change, variant_id)
                if gone.quantity == 0:
                    raise NotInCart
                await self._write(change, variant_id, gone, quantity=0)
                there = await _there(change, other_id)
                await self._write(change, other_id, there, quantity=there.quantity + gone.quantity)
                await change.note("swapped", variant_id, quantity=gone.quantity, other=other_id)
            return await self._read(change.connection, shopper_id)

    async def set_all(self, shopper_id: str, quantities: Mapping[str, int], *, turn_id: str) -> Cart:
        async with self._change(shopper_id, turn_id=turn_id, key="set all") as change:
            if change.is_new:
                for variant_id, quantity in what_goes_first(quantities):
                    there = await _there(change, variant_id)
                    await self._write(change, variant_id, there, quantity=quantity)
                    await change.note("set", variant_id, quantity=quantity, before=there.quantity)
            return await self._read(change.connection, shopper_id)

    async def clear(self, shopper_id: str, *, turn_id: str) -> Cart:
        async with self._change(shopper_id, turn_id=turn_id, key="clear") as change:
            if change.is_new:
                gone = await cart_rows.remove_all_lines(change.connection, change.cart_id)
                await change.note("cleared", change.cart_id, lines=gone)
            return await self._read(change.connection, shopper_id)

    @asynccontextmanager
    async def _change(self, shopper_id: str, *, turn_id: str, key: str) -> AsyncIterator[_Change]:
        async with self._transaction() as connection:
            cart_id = await cart_rows.open_cart(connection, shopper_id, new_cart_id=self._new_id())
            is_new = await changes.first_time(connection, turn_id=turn_id, key=key)
            yield _Change(connection=connection, shopper_id=shopper_id, turn_id=turn_id, cart_id=cart_id, is_new=is_new)

    async def _write(self, change: _Change, variant_id: str, there: There, *, quantity: int) -> None:
        require_room(
            variant_id, quantity, available=there.available, currency=there.currency, cart_currency=there.cart_currency
        )
        line_id = self._new_id()
        await cart_rows.write_quantity(
            change.connection, change.cart_id, variant_id, quantity=quantity, line_id=line_id
        )

    async def _read(self, connection: Connection, shopper_id: str) -> Cart:
        return await cart_with_totals(connection, shopper_id, now=self._now())

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=ShopUnavailable)


async def _there(change: _Change, variant_id: str) -> There:
    found = await cart_rows.read_there(change.connection, change.cart_id, variant_id)
    if found is None:
        raise OutOfStock(variant_id=variant_id, available=0)
    return found
