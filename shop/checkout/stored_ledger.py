"""The ledger in the shop's own database: one connection, one transaction."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog.connections import Connection, Connections, connected
from catalog.contents import Store
from catalog.store_rows import read_stores
from shop import audit, cart_rows, changes
from shop.checkout import placing_rows, rows, terms_rows
from shop.checkout.allocation import Shelf
from shop.checkout.calendar import Offered
from shop.checkout.ledger import Basket, Buyer, Choices, Held, Ledger, Placing
from shop.checkout.placing_rows import NewIds
from shop.checkout.terms import Terms
from shop.errors import ShopUnavailable
from shop.order import Order
from shop.orders.rows import read_orders


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFacts:
    """What the rows do not tell: new ids and tokens, where a payment's link leads, and the operator's name for it.

    `new_token` is to be unguessable: at least 128 random bits.
    """

    new_id: Callable[[], str]
    new_token: Callable[[], str]
    payment_url: Callable[[str], str]
    seller: str | None = None


class StoredBooks:
    """`Books` over Postgres."""

    def __init__(self, connections: Connections, facts: ShopFacts) -> None:
        self._connections = connections
        self._facts = facts

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Ledger]:
        async with connected(self._connections, lost=ShopUnavailable) as connection:
            yield StoredLedger(connection, self._facts)


class StoredLedger:
    """`Ledger` over one connection."""

    def __init__(self, connection: Connection, facts: ShopFacts) -> None:
        self._connection = connection
        self._facts = facts

    async def terms(self, *, now: datetime) -> Terms:
        return await terms_rows.read_terms(self._connection, now=now, seller=self._facts.seller)

    async def basket(self, shopper_id: str, *, now: datetime, lock: bool) -> Basket:
        return await cart_rows.read_basket(self._connection, shopper_id, now=now, lock=lock)

    async def buyer(self, shopper_id: str) -> Buyer | None:
        return await rows.read_buyer(self._connection, shopper_id)

    async def stores(self) -> Sequence[Store]:
        return await read_stores(self._connection)

    async def choices(self, shopper_id: str, *, lock: bool) -> Choices:
        found = await rows.read_choices(self._connection, shopper_id, lock=lock)
        return found or Choices(checkout_id=self._facts.new_id())

    async def keep_choices(self, shopper_id: str, choices: Choices, *, now: datetime) -> None:
        await rows.write_choices(self._connection, shopper_id, choices, now=now)

    async def free_stock(
        self, shopper_id: str, variant_ids: Sequence[str], *, now: datetime, lock: bool
    ) -> Mapping[Shelf, int]:
        """Reservations are read after the shelves are locked: by then whoever held them has committed."""
        shelves = await rows.read_shelves(self._connection, variant_ids, lock=lock)
        held = await rows.read_held_for_others(self._connection, shopper_id, variant_ids, now=now)
        return {shelf: max(0, number - held.get(shelf, 0)) for shelf, number in shelves.items()}

    async def taken_windows(self, shopper_id: str, window_ids: Sequence[str], *, now: datetime) -> Mapping[str, int]:
        return await rows.read_taken_windows(self._connection, shopper_id, window_ids, now=now)

    async def lock_window(self, offered: Offered) -> None:
        await rows.lock_window(self._connection, offered)

    async def open_quote(self, shopper_id: str, *, quote_id: str | None = None) -> Held | None:
        return await rows.read_quote(self._connection, shopper_id, quote_id=quote_id)

    async def hold(self, shopper_id: str, held: Held, taken: Mapping[Shelf, int]) -> None:
        await rows.write_quote(self._connection, shopper_id, held, taken)

    async def release(self, shopper_id: str) -> None:
        await rows.void_quotes(self._connection, shopper_id)

    async def close_checkout(self, shopper_id: str, *, now: datetime) -> None:
        await rows.close_checkout(self._connection, shopper_id, state="abandoned", now=now)

    async def order_of_quote(self, shopper_id: str, quote_id: str) -> Order | None:
        order_id = await placing_rows.order_id_of_quote(self._connection, shopper_id, quote_id)
        return await self._order(order_id) if order_id else None

    async def next_number(self) -> str:
        return await placing_rows.next_number(self._connection)

    async def place(self, placing: Placing) -> Order:
        ids = NewIds(payment_id=self._facts.new_id(), token=self._facts.new_token())
        await placing_rows.write_placed(self._connection, placing, ids)
        return await self._order(placing.order.id)

    async def first_time(self, *, turn_id: str, key: str) -> bool:
        return await changes.first_time(self._connection, turn_id=turn_id, key=key)

    async def note(self, *, shopper_id: str, turn_id: str, what: str, subject: str, details: Mapping[str, Any]) -> None:
        await audit.note(
            self._connection, shopper_id=shopper_id, turn_id=turn_id, what=what, subject=subject, details=details
        )

    async def _order(self, order_id: str) -> Order:
        (order,) = await read_orders(self._connection, [order_id], payment_url=self._facts.payment_url)
        return order
