"""The shopper's cart: what is put in, changed and taken out, each once however often the turn is repeated."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from catalog.connections import Connection, Connections, connected
from shop import cart_rows
from shop.cart import Cart
from shop.errors import CartFull, NotInCart, OutOfStock, ShopUnavailable

MOST_PER_LINE = 99


class Carts:
    """One open cart per shopper, shared by every channel."""

    def __init__(self, connections: Connections, *, new_id: Callable[[], str]) -> None:
        self._connections = connections
        self._new_id = new_id

    async def cart_of(self, shopper_id: str) -> Cart:
        async with self._transaction() as connection:
            return await cart_rows.read_cart(connection, shopper_id)

    async def add(self, shopper_id: str, variant_id: str, *, quantity: int, turn_id: str) -> Cart:
        """Put more of a variant into the cart; raises OutOfStock, with nothing changed, if there are not enough."""
        async with self._transaction() as connection:
            cart_id = await cart_rows.open_cart(connection, shopper_id, new_cart_id=self._new_id())
            if await cart_rows.note_change(connection, cart_id, turn_id=turn_id, change_key=f"add {variant_id}"):
                in_cart, available = await self._quantity_and_stock(connection, cart_id, variant_id)
                await self._write(connection, cart_id, variant_id, quantity=in_cart + quantity, available=available)
            return await cart_rows.read_cart(connection, shopper_id)

    async def set_quantity(self, shopper_id: str, variant_id: str, *, quantity: int, turn_id: str) -> Cart:
        """Make it so many of a variant that is in the cart; none takes it out."""
        async with self._transaction() as connection:
            cart_id = await cart_rows.open_cart(connection, shopper_id, new_cart_id=self._new_id())
            if await cart_rows.note_change(connection, cart_id, turn_id=turn_id, change_key=f"set {variant_id}"):
                in_cart, available = await self._quantity_and_stock(connection, cart_id, variant_id)
                if in_cart == 0:
                    raise NotInCart
                await self._write(connection, cart_id, variant_id, quantity=quantity, available=available)
            return await cart_rows.read_cart(connection, shopper_id)

    async def swap(self, shopper_id: str, variant_id: str, other_id: str, *, turn_id: str) -> Cart:
        """As many of another variant as there were of this one."""
        async with self._transaction() as connection:
            cart_id = await cart_rows.open_cart(connection, shopper_id, new_cart_id=self._new_id())
            if await cart_rows.note_change(connection, cart_id, turn_id=turn_id, change_key=f"swap {variant_id}"):
                quantity, _ = await self._quantity_and_stock(connection, cart_id, variant_id)
                if quantity == 0:
                    raise NotInCart
                there, available = await self._quantity_and_stock(connection, cart_id, other_id)
                await self._write(connection, cart_id, other_id, quantity=there + quantity, available=available)
                await self._write(connection, cart_id, variant_id, quantity=0, available=0)
            return await cart_rows.read_cart(connection, shopper_id)

    async def clear(self, shopper_id: str, *, turn_id: str) -> Cart:
        async with self._transaction() as connection:
            cart_id = await cart_rows.open_cart(connection, shopper_id, new_cart_id=self._new_id())
            if await cart_rows.note_change(connection, cart_id, turn_id=turn_id, change_key="clear"):
                await cart_rows.remove_all_lines(connection, cart_id)
            return await cart_rows.read_cart(connection, shopper_id)

    async def _quantity_and_stock(self, connection: Connection, cart_id: str, variant_id: str) -> tuple[int, int]:
        found = await cart_rows.quantity_and_stock(connection, cart_id, variant_id)
        if found is None:
            raise OutOfStock(variant_id=variant_id, available=0)
        return found

    async def _write(
        self, connection: Connection, cart_id: str, variant_id: str, *, quantity: int, available: int
    ) -> None:
        if quantity > MOST_PER_LINE:
            raise CartFull(most=MOST_PER_LINE)
        if quantity > available:
            raise OutOfStock(variant_id=variant_id, available=available)
        await cart_rows.write_quantity(connection, cart_id, variant_id, quantity=quantity, line_id=self._new_id())

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=ShopUnavailable)
