"""Orders in memory."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from shop.checkout.payment import Payment, PaymentState
from shop.in_memory.books import Pages, ShopInMemory
from shop.order import Order, OrderState
from shop.orders.errors import OrderUnknown, TooLate, TooManyTries
from shop.orders.number import is_called, plain_number
from shop.orders.orders import MOST_READ, MOST_TRIES, PROOF_LIVES, TRIES_COUNT_FOR


class OrdersInMemory:
    """`Orders` over a shop in memory."""

    def __init__(self, shop: ShopInMemory, *, now: Callable[[], datetime]) -> None:
        self._shop = shop
        self._now = now

    async def of_shopper(self, shopper_id: str, *, limit: int = MOST_READ) -> tuple[Order, ...]:
        own = [self.as_sold_today(order) for order in self._shop.pages.orders if self.may_see(shopper_id, order)]
        return tuple(sorted(own, key=lambda order: order.placed_at, reverse=True)[:limit])

    async def numbered(self, number: str, *, shopper_id: str, email: str | None = None) -> Order:
        said = plain_number(number)
        for order in await self.of_shopper(shopper_id):
            if is_called(order.number, said):
                return order
        if email is None:
            raise OrderUnknown
        async with self._shop.writing() as pages:
            proven = self._proven(pages, said, shopper_id, email.strip().lower())
        if isinstance(proven, Order):
            return proven
        raise proven

    async def cancel(self, shopper_id: str, *, order_id: str, turn_id: str) -> Order:
        async with self._shop.writing() as pages:
            order = next((each for each in pages.orders if each.id == order_id), None)
            if order is None or not self.may_see(shopper_id, order):
                raise OrderUnknown
            if order.state is OrderState.CANCELLED:
                return order
            if order.state is not OrderState.PLACED:
                raise TooLate(state=order.state)
            for shelf, number in pages.taken.pop(order_id, {}).items():
                pages.shelves[shelf] += number
            if order.window is not None:
                pages.booked[order.window.id] -= 1
            cancelled = replace(order, state=OrderState.CANCELLED, window=None, payment=_called_off(order.payment))
            pages.orders[pages.orders.index(order)] = cancelled
            pages.audit.append({"shopper_id": shopper_id, "turn_id": turn_id, "what": "order.cancelled"})
            return cancelled

    def as_sold_today(self, order: Order) -> Order:
        """With the categories of what is still sold, and by today's clocks."""
        of = {id_: product.category for id_, (product, _) in self._shop.products.items()}
        lines = tuple(replace(line, category=of.get(line.variant_id, ())) for line in order.lines)
        zone = self._shop.terms.timezone_of(order.how, order.store.id if order.store else None)
        return replace(order, lines=lines, timezone=order.window.timezone if order.window else zone)

    def may_see(self, shopper_id: str, order: Order) -> bool:
        pages = self._shop.pages
        customer_id = pages.customers.get(shopper_id)
        is_customer = customer_id is not None and order.customer_id == customer_id
        proven_at = pages.proven.get((shopper_id, order.id))
        is_proven = proven_at is not None and self._now() - proven_at < PROOF_LIVES
        return is_customer or order.shopper_id == shopper_id or is_proven

    def _proven(self, pages: Pages, said: str, shopper_id: str, email: str) -> Order | OrderUnknown | TooManyTries:
        """The error is raised once the failure is written down."""
        now = self._now()
        failed = [who for who, at in pages.failed_proofs if who == shopper_id and now - at < TRIES_COUNT_FOR]
        if len(failed) >= MOST_TRIES:
            return TooManyTries()
        found = [order for order in pages.orders if is_called(order.number, said) and email in self._emails(order)]
        if len(found) != 1:
            pages.failed_proofs.append((shopper_id, now))
            return TooManyTries() if len(failed) + 1 >= MOST_TRIES else OrderUnknown()
        pages.proven[shopper_id, found[0].id] = now
        return self.as_sold_today(found[0])

    def _emails(self, order: Order) -> set[str]:
        buyer = self._shop.buyers.get(order.customer_id or "")
        return {address.lower() for address in (order.contact, buyer.email if buyer else None) if address}


def _called_off(payment: Payment | None) -> Payment | None:
    is_due = payment is not None and payment.state is PaymentState.REQUESTED
    return replace(payment, state=PaymentState.CANCELLED) if payment and is_due else payment
