"""What the way from a cart to an order needs of whoever keeps the books: everything within one transaction."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from catalog.contents import Store
from shop.cart import Cart
from shop.checkout.allocation import Shelf
from shop.checkout.calendar import Offered
from shop.checkout.goods import GoodsLine
from shop.checkout.payment import PaymentChoice, StoredPayment
from shop.checkout.terms import Terms
from shop.checkout.window import Fulfilment
from shop.customer import Address
from shop.errors import OtherCurrency
from shop.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """The open cart as it is shown, and as it is reckoned with; `cart_id` is None where there is none."""

    cart_id: str | None
    cart: Cart
    lines: tuple[GoodsLine, ...]

    def require_one_currency(self) -> None:
        """A cart is filled in one; prices of what was in it may have been changed to another since."""
        currency = self.cart.total.currency
        other = next((line for line in self.cart.lines if line.unit_price.currency != currency), None)
        if other is not None:
            raise OtherCurrency(variant_id=other.variant_id, currency=other.unit_price.currency, cart_currency=currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the shopper has said; what was left open is filled in from what is known of a customer."""

    checkout_id: str
    how: Fulfilment | None = None
    address: Address | None = None
    store_id: str | None = None
    window_id: str | None = None
    contact: str | None = None
    payment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A customer on the way to an order. `code_from_minor` is None for somebody without a voice code."""

    customer_id: str
    email: str
    address: Address | None
    stored_payments: tuple[StoredPayment, ...] = ()
    code_from_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A quote as it is kept: not what it says, but what it must still say, hashed."""

    quote_id: str
    checkout_id: str
    terms_sha256: bytes
    needs_code: bool
    is_open: bool
    expires_at: datetime
    created_at: datetime
    window_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """An order about to be written, with all that changes hands along with it."""

    order: Order
    quote_id: str
    checkout_id: str
    cart_id: str
    taken: Mapping[Shelf, int]
    payment: PaymentChoice


class Ledger(Protocol):
    """Reads that lock keep what they read as it is until the transaction ends.

    Everybody locks in this order: the cart, the choices, shelves by variant and store, windows by their start.
    """

    async def terms(self, *, now: datetime) -> Terms: ...

    async def basket(self, shopper_id: str, *, now: datetime, lock: bool) -> Basket: ...

    async def buyer(self, shopper_id: str) -> Buyer | None: ...

    async def stores(self) -> Sequence[Store]: ...

    async def choices(self, shopper_id: str, *, lock: bool) -> Choices:
        """New, empty ones where nothing is chosen."""

    async def keep_choices(self, shopper_id: str, choices: Choices, *, now: datetime) -> None: ...

    async def free_stock(
        self, shopper_id: str, variant_ids: Sequence[str], *, now: datetime, lock: bool
    ) -> Mapping[Shelf, int]:
        """What is in the stores less what is held for others; `lock` locks the variants' shelves in every store."""

    async def taken_windows(self, shopper_id: str, window_ids: Sequence[str], *, now: datetime) -> Mapping[str, int]:
        """How many orders each has already, and how many others are being asked to confirm."""

    async def lock_window(self, offered: Offered) -> None: ...

    async def open_quote(self, shopper_id: str, *, quote_id: str | None = None) -> Held | None:
        """The shopper's open quote; with an id that quote of theirs, open or not."""

    async def hold(self, shopper_id: str, held: Held, taken: Mapping[Shelf, int]) -> None:
        """Write the quote, or write it anew; the shopper's others are void and hold nothing any longer."""

    async def release(self, shopper_id: str) -> None:
        """The shopper's open quote is void, and holds nothing."""

    async def close_checkout(self, shopper_id: str, *, now: datetime) -> None: ...

    async def order_of_quote(self, shopper_id: str, quote_id: str) -> Order | None: ...

    async def next_number(self) -> str: ...

    async def place(self, placing: Placing) -> Order:
        """Take the stock, book the window, write order and payment, and close cart, checkout and quote."""

    async def first_time(self, *, turn_id: str, key: str) -> bool: ...

    async def note(
        self, *, shopper_id: str, turn_id: str, what: str, subject: str, details: Mapping[str, Any]
    ) -> None: ...


class Books(Protocol):
    """Opens the ledger for one transaction: an error undoes all of it."""

    def transaction(self) -> AbstractAsyncContextManager[Ledger]: ...
