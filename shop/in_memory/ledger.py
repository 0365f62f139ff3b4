"""The ledger of a shop in memory."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from catalog.contents import Store
from shop.checkout.allocation import Shelf
from shop.checkout.calendar import Offered
from shop.checkout.ledger import Basket, Buyer, Choices, Held, Ledger, Placing
from shop.checkout.payment import Payment, PaymentMethod, PaymentState
from shop.checkout.terms import Terms
from shop.in_memory.books import KeptQuote, ShopInMemory
from shop.in_memory.carts import basket_of
from shop.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksInMemory:
    """`Books` over a shop in memory: one transaction at a time."""

    shop: ShopInMemory
    new_id: Callable[[], str]

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Ledger]:
        async with self.shop.writing():
            yield LedgerInMemory(self.shop, self.new_id)


class LedgerInMemory:
    """`Ledger` over a shop in memory; being alone, it has nothing to lock."""

    def __init__(self, shop: ShopInMemory, new_id: Callable[[], str]) -> None:
        self._shop = shop
        self._pages = shop.pages
        self._new_id = new_id

    async def terms(self, *, now: datetime) -> Terms:
        del now
        return self._shop.terms

    async def basket(self, shopper_id: str, *, now: datetime, lock: bool) -> Basket:
        del lock
        return basket_of(self._shop, shopper_id, now=now)

    async def buyer(self, shopper_id: str) -> Buyer | None:
        buyer = self._shop.buyers.get(self._pages.customers.get(shopper_id, ""))
        code = self._shop.codes.get(buyer.customer_id) if buyer else None
        return buyer and replace(buyer, code_from_minor=code.asked_from_minor if code else None)

    async def stores(self) -> Sequence[Store]:
        return self._shop.stores

    async def choices(self, shopper_id: str, *, lock: bool) -> Choices:
        del lock
        return self._pages.choices.get(shopper_id) or Choices(checkout_id=self._new_id())

    async def keep_choices(self, shopper_id: str, choices: Choices, *, now: datetime) -> None:
        del now
        self._pages.choices[shopper_id] = choices

    async def free_stock(
        self, shopper_id: str, variant_ids: Sequence[str], *, now: datetime, lock: bool
    ) -> Mapping[Shelf, int]:
        del lock
        return free_shelves(self._shop, shopper_id, variant_ids, now=now)

    async def taken_windows(self, shopper_id: str, window_ids: Sequence[str], *, now: datetime) -> Mapping[str, int]:
        asked = [
            kept.held.window_id
            for kept in self._pages.quotes.values()
            if kept.shopper_id != shopper_id and kept.held.is_open and kept.held.expires_at > now
        ]
        return {id_: self._pages.booked.get(id_, 0) + asked.count(id_) for id_ in window_ids}

    async def lock_window(self, offered: Offered) -> None:
        self._pages.booked.setdefault(offered.window.id, 0)

    async def open_quote(self, shopper_id: str, *, quote_id: str | None = None) -> Held | None:
        own = [kept.held for kept in self._pages.quotes.values() if kept.shopper_id == shopper_id]
        wanted = (held for held in own if (held.is_open if quote_id is None else held.quote_id == quote_id))
        return next(wanted, None)

    async def hold(self, shopper_id: str, held: Held, taken: Mapping[Shelf, int]) -> None:
        await self.release(shopper_id)
        self._pages.quotes[held.quote_id] = KeptQuote(shopper_id=shopper_id, held=held, taken=dict(taken))

    async def release(self, shopper_id: str) -> None:
        for id_, kept in self._pages.quotes.items():
            if kept.shopper_id == shopper_id:
                self._pages.quotes[id_] = replace(kept, held=replace(kept.held, is_open=False), taken={})

    async def close_checkout(self, shopper_id: str, *, now: datetime) -> None:
        del now
        self._pages.choices.pop(shopper_id, None)

    async def order_of_quote(self, shopper_id: str, quote_id: str) -> Order | None:
        order = self._pages.placed.get(quote_id)
        return order if order and order.shopper_id == shopper_id else None

    async def next_number(self) -> str:
        return f"M-{len(self._pages.orders) + 1:06d}"

    async def place(self, placing: Placing) -> Order:
        for shelf, number in placing.taken.items():
            self._pages.shelves[shelf] -= number
        order = replace(placing.order, payment=self._payment(placing))
        if order.window is not None:
            self._pages.booked[order.window.id] += 1
        shopper_id = order.shopper_id or ""
        await self.release(shopper_id)
        self._pages.carts.pop(shopper_id)
        self._pages.choices.pop(shopper_id)
        self._pages.placed[placing.quote_id] = order
        self._pages.taken[order.id] = dict(placing.taken)
        self._pages.orders.append(order)
        return order

    async def first_time(self, *, turn_id: str, key: str) -> bool:
        is_new = (turn_id, key) not in self._pages.changes
        self._pages.changes.add((turn_id, key))
        return is_new

    async def note(self, *, shopper_id: str, turn_id: str, what: str, subject: str, details: Mapping[str, Any]) -> None:
        noted = {"shopper_id": shopper_id, "turn_id": turn_id, "what": what, "subject": subject, "details": details}
        self._pages.audit.append(noted)

    def _payment(self, placing: Placing) -> Payment:
        choice, order = placing.payment, placing.order
        is_link = choice.method is PaymentMethod.LINK
        return Payment(
            id=self._new_id(),
            order_id=order.id,
            method=choice.method,
            state=PaymentState.REQUESTED,
            amount=order.total,
            label=choice.stored.label if choice.stored else None,
            url=f"/pay/{self._new_id()}" if is_link else None,
        )


def free_shelves(
    shop: ShopInMemory, shopper_id: str | None, variant_ids: Sequence[str], *, now: datetime
) -> dict[Shelf, int]:
    """What is on the shelves less what is held for others."""
    free = {shelf: number for shelf, number in sorted(shop.pages.shelves.items()) if shelf[0] in variant_ids}
    for kept in shop.pages.quotes.values():
        if kept.shopper_id != shopper_id and kept.held.is_open and kept.held.expires_at > now:
            for shelf, number in kept.taken.items():
                if shelf in free:
                    free[shelf] = max(0, free[shelf] - number)
    return free
