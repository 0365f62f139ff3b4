"""Returns in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from catalog.money import Money
from shop.in_memory.books import Pages, ShopInMemory
from shop.in_memory.ledger import free_shelves
from shop.in_memory.orders import OrdersInMemory
from shop.order import Order
from shop.orders.errors import OrderUnknown
from shop.returns.allowing import judged_lines, refuse_what_may_not
from shop.returns.amounts import Settlement, settled
from shop.returns.eligibility import Returnable
from shop.returns.errors import ExchangeGone
from shop.returns.reasons import Reason, Resolution
from shop.returns.returns import Return, ReturnLine, ReturnState, Wanted
from shop.returns.rules import ReturnRules


class ReturnsInMemory:
    """`Returns` over a shop in memory."""

    def __init__(self, shop: ShopInMemory, *, new_id: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._shop = shop
        self._orders = OrdersInMemory(shop, now=now)
        self._new_id = new_id
        self._now = now

    async def returnable(
        self, shopper_id: str, *, order_id: str, reason: Reason | None = None, used: bool = False
    ) -> tuple[Returnable, ...]:
        order = self._order(shopper_id, order_id)
        return self._judged(order, reason=reason, used=used)

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
        async with self._shop.writing() as pages:
            if (made := pages.returns_of_turn.get((turn_id, order_id))) is not None:
                return made
            order = self._order(shopper_id, order_id)
            judged = self._judged(order, reason=reason, used=used)
            refuse_what_may_not(judged, wanted)
            for one in wanted:
                self._put_aside(pages, one)
            settlement = settled(judged, wanted, reason=reason, resolution=resolution)
            made = self._made(order, wanted, settlement, reason, resolution)
            self._count(pages, order, wanted)
            pages.returns.append(made)
            pages.returns_of_turn[turn_id, order_id] = made
            pages.audit.append({"shopper_id": shopper_id, "turn_id": turn_id, "what": "return.started"})
            return made

    async def of_order(self, shopper_id: str, *, order_id: str) -> tuple[Return, ...]:
        self._order(shopper_id, order_id)
        return tuple(made for made in reversed(self._shop.pages.returns) if made.order_id == order_id)

    def _order(self, shopper_id: str, order_id: str) -> Order:
        order = next((each for each in self._shop.pages.orders if each.id == order_id), None)
        if order is None or not self._orders.may_see(shopper_id, order):
            raise OrderUnknown
        return self._orders.as_sold_today(order)

    def _judged(self, order: Order, *, reason: Reason | None, used: bool) -> tuple[Returnable, ...]:
        policy = self._shop.policies.get("returns")
        rules = ReturnRules.of(policy) if policy else ReturnRules()
        return judged_lines(order, rules, today=order.day_of(self._now()), reason=reason, used=used)

    def _put_aside(self, pages: Pages, one: Wanted) -> None:
        if one.exchange_for is None:
            return
        free = free_shelves(self._shop, None, [one.exchange_for], now=self._now())
        having = [shelf for shelf, number in free.items() if number >= one.quantity]
        if not having:
            raise ExchangeGone(variant_id=one.exchange_for)
        pages.shelves[max(having, key=lambda shelf: (free[shelf], shelf[1]))] -= one.quantity

    def _made(
        self,
        order: Order,
        wanted: Sequence[Wanted],
        settlement: Settlement,
        reason: Reason,
        resolution: Resolution,
    ) -> Return:
        before = sum(made.order_id == order.id for made in self._shop.pages.returns)
        return Return(
            id=self._new_id(),
            number=f"{order.number}-R{before + 1}",
            order_id=order.id,
            order_number=order.number,
            state=ReturnState.STARTED,
            reason=reason,
            resolution=resolution,
            lines=tuple(
                ReturnLine(
                    position=one.position,
                    quantity=one.quantity,
                    title=order.lines[one.position].title,
                    exchange_for=one.exchange_for,
                )
                for one in wanted
            ),
            refund=Money(amount_minor=settlement.refund_minor, currency=settlement.currency),
            shipping=Money(amount_minor=settlement.shipping_minor, currency=settlement.currency),
            label_url=f"/labels/{self._new_id()}",
            started_at=self._now(),
            send_by=settlement.send_by,
        )

    def _count(self, pages: Pages, order: Order, wanted: Sequence[Wanted]) -> None:
        place = next(place for place, each in enumerate(pages.orders) if each.id == order.id)
        lines = list(order.lines)
        for one in wanted:
            line = lines[one.position]
            lines[one.position] = replace(line, returned_quantity=line.returned_quantity + one.quantity)
        pages.orders[place] = replace(order, lines=tuple(lines))
