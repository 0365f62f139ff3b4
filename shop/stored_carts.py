"""Carts in the shop's own database: each change in one transaction, under the lock of the shopper's open cart."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

from catalog.connections import Connection, Connections, connected
from shop import audit, cart_rows, changes
from shop.cart import Cart
from shop.carts import MOST_PER_LINE
from shop.errors import CartFull, NotInCart, OutOfStock, ShopUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """One change of one cart within its transaction; `is_new` is False where its turn has made it before."""

    connection: Connection
    shopper_id: str
    turn_id: str
    cart_id: str
    is_new: bool

    async def note(self, what: str, variant_id: str, **details: int | str) -> None:
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

    def __init__(self, connections: Connections, *, new_id: Callable[[], str]) -> None:
        self._connections = connections
        self._new_id = new_id

    async def cart_of(self, shopper_id: str) -> Cart:
        async with self._transaction() as connection:
            return await cart_rows.read_cart(connection, shopper_id)

    async def add(self, shopper_id: str, variant_id: str, *, quantity: int, turn_id: str) -> Cart:
        async with self._change(shopper_id, turn_id=turn_id, key=f"add {variant_id}") as change:
            if change.is_new:
                in_cart, available = await _quantity_and_stock(change, variant_id)
                await self._write(change, variant_id, quantity=in_cart + quantity, available=available)
                await change.note("added", variant_id, quantity=quantity)
            return await cart_rows.read_cart(change.connection, shopper_id)

    async def set_quantity(self, shopper_id: str, variant_id: str, *, quantity: int, turn_id: str) -> Cart:
        async with self._change(shopper_id, turn_id=turn_id, key=f"set {variant_id}") as change:
            if change.is_new:
                in_cart, available = await _quantity_and_stock(change, variant_id)
                if in_cart == 0:
                    raise NotInCart
                await self._write(change, variant_id, quantity=quantity, available=available)
                await change.note("set", variant_id, quantity=quantity, before=in_cart)
            return await cart_rows.read_cart(change.connection, shopper_id)

    async def swap(self, shopper_id: str, variant_id: str, other_id: str, *, turn_id: str) -> Cart:
        async with self._change(shopper_id, turn_id=turn_id, key=f"swap {variant_id}") as change:
            if change.is_new:
                quantity, _ = await _quantity_and_stock(change, variant_id)
                if quantity == 0:
                    raise NotInCart
                there, available = await _quantity_and_stock(change, other_id)
                await self._write(change, other_id, quantity=there + quantity, available=available)
                await self._write(change, variant_id, quantity=0, available=0)
                await change.note("swapped", variant_id, quantity=quantity, other=other_id)
            return await cart_rows.read_cart(change.connection, shopper_id)

    async def clear(self, shopper_id: str, *, turn_id: str) -> Cart:
        async with self._change(shopper_id, turn_id=turn_id, key="clear") as change:
            if change.is_new:
                await cart_rows.remove_all_lines(change.connection, change.cart_id)
                await change.note("cleared", change.cart_id)
            return await cart_rows.read_cart(change.connection, shopper_id)

    @asynccontextmanager
    async def _change(self, shopper_id: str, *, turn_id: str, key: str) -> AsyncIterator[_Change]:
        async with self._transaction() as connection:
            cart_id = await cart_rows.open_cart(connection, shopper_id, new_cart_id=self._new_id())
            is_new = await changes.first_time(connection, turn_id=turn_id, key=key)
            yield _Change(connection=connection, shopper_id=shopper_id, turn_id=turn_id, cart_id=cart_id, is_new=is_new)

    async def _write(self, change: _Change, variant_id: str, *, quantity: int, available: int) -> None:
        if quantity > MOST_PER_LINE:
            raise CartFull(most=MOST_PER_LINE)
        if quantity > available:
            raise OutOfStock(variant_id=variant_id, available=available)
        line_id = self._new_id()
        await cart_rows.write_quantity(
            change.connection, change.cart_id, variant_id, quantity=quantity, line_id=line_id
        )

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=ShopUnavailable)


async def _quantity_and_stock(change: _Change, variant_id: str) -> tuple[int, int]:
    found = await cart_rows.quantity_and_stock(change.connection, change.cart_id, variant_id)
    if found is None:
        raise OutOfStock(variant_id=variant_id, available=0)
    return found
