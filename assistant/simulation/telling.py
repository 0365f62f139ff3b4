"""A made-up past in the words of the shop: its events, the lists that were shown, and its orders."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from catalog.money import Money
from rerank.events.event import Actor, Event, EventKind, Source
from rerank.ranking.baseline import BASELINE
from rerank.simulation.assortment import Assortment, Good
from rerank.simulation.history import PastVisit
from rerank.simulation.history_rows import PREFIX
from rerank.simulation.shown_before import ShownBefore
from rerank.simulation.traits import dice
from shop.customer import Address
from shop.order import Order, OrderLine, OrderState
from shop.shown import Surface
from shop.turn import Channel

AFTER_PLACE, AFTER_CLICK, AFTER_CART = timedelta(seconds=2), timedelta(seconds=20), timedelta(seconds=90)
DELIVERED_AFTER = timedelta(days=4)
RETURNED = 0.05
NOWHERE = Address(street="1 Sample Lane", city="Sampleton", region="WA", postal_code="00000", country="US")
LETTERS = str.maketrans("0123456789-", "ABCDEFGHIJX")


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """`began` is the first moment of the past, `seller` who the orders are of."""

    assortment: Assortment
    began: datetime
    until: datetime
    seller: str

    def events(self, visit: PastVisit) -> Iterator[Event]:
        """Of a visit without a list only the order is known."""
        if not visit.shown:
            return
        at = self._at(visit)
        yield self._event(visit, EventKind.VIEW, at)
        for position, exhibit in enumerate(visit.shown, start=1):
            yield self._event(visit, EventKind.IMPRESSION, at, place=exhibit.place, position=position)
        for deed in visit.deeds:
            clicked = at + AFTER_PLACE * deed.position
            where: dict[str, Any] = {"place": deed.place, "position": deed.position}
            yield self._event(visit, EventKind.CLICK, clicked, **where)
            yield self._event(visit, EventKind.DWELL, clicked, dwell_ms=deed.dwell_ms, **where)
            if deed.is_carted:
                yield self._event(visit, EventKind.ADD_TO_CART, clicked + AFTER_CLICK, quantity=1, **where)
        for place in visit.bought:
            yield self._event(visit, EventKind.PURCHASE, at + AFTER_CART, place=place, quantity=1)

    def shown(self, visit: PastVisit) -> ShownBefore:
        goods = [self.assortment.goods[each.place] for each in visit.shown]
        return ShownBefore(
            list_id=_list_of(visit),
            shown_at=self._at(visit),
            shopper_id=shopper_of(visit.household),
            device_id=shopper_of(visit.household),
            visit_id=_visit_of(visit),
            channel=Channel.WEB,
            surface=Surface.HOME,
            model=BASELINE,
            product_ids=[good.product_id for good in goods],
            variant_ids=[good.variant_id for good in goods],
            positions=list(range(1, len(goods) + 1)),
            relevances=[0.0] * len(goods),
            scores=[1.0 / position for position in range(1, len(goods) + 1)],
            propensities=[each.chance for each in visit.shown],
            explored=[each.is_exploration for each in visit.shown],
        )

    def order(self, visit: PastVisit) -> Order | None:
        """Of a guest; nothing where nothing was bought."""
        goods = [self.assortment.goods[place] for place in visit.bought]
        if not goods:
            return None
        placed_at, name = self._at(visit) + AFTER_CART, _visit_of(visit)
        is_old = placed_at < self.until - DELIVERED_AFTER
        is_returned = is_old and bool(dice("returned", name).random() < RETURNED)
        kept = OrderState.DELIVERED if is_old else OrderState.PLACED
        nothing = Money(amount_minor=0, currency=goods[0].currency)
        return Order(
            id=name,
            # Without digits, by which a shopper names an order of theirs.
            number=f"SIM-{name.removeprefix(PREFIX).translate(LETTERS)}",
            customer_id=None,
            shopper_id=shopper_of(visit.household),
            contact=f"{shopper_of(visit.household)}@example.com",
            seller=self.seller,
            state=OrderState.RETURNED if is_returned else kept,
            placed_at=placed_at,
            address=NOWHERE,
            lines=tuple(_line(good, is_returned=is_returned) for good in goods),
            shipping=nothing,
            tax=nothing,
        )

    def _event(
        self, visit: PastVisit, kind: EventKind, at: datetime, *, place: int | None = None, **more: Any
    ) -> Event:
        good = None if place is None else self.assortment.goods[place]
        position = more.get("position")
        number = f"{kind}-{place}-{position or 0}"
        if kind is EventKind.PURCHASE and good is not None:
            more |= {"value_minor": good.price_minor, "currency": good.currency}
        return Event(
            event_id=f"{_visit_of(visit)}-{number}",
            kind=kind,
            # Sales of the shop's own, which its orders tell of as well.
            source=Source.TURN if kind is EventKind.PURCHASE else Source.PAGE,
            channel=Channel.WEB,
            actor=Actor(
                shopper_id=shopper_of(visit.household),
                device_id=shopper_of(visit.household),
                visit_id=_visit_of(visit),
            ),
            occurred_at=at,
            received_at=at,
            list_id=_list_of(visit) if position else None,
            model=BASELINE if position else None,
            product_id=good.product_id if good else None,
            variant_id=good.variant_id if good else None,
            **more,
        )

    def _at(self, visit: PastVisit) -> datetime:
        return self.began + timedelta(days=visit.day)


def shopper_of(household: str) -> str:
    return f"{PREFIX}{household}"


def _line(good: Good, *, is_returned: bool) -> OrderLine:
    return OrderLine(
        product_id=good.product_id,
        variant_id=good.variant_id,
        title=good.title,
        attributes={},
        quantity=1,
        returned_quantity=int(is_returned),
        unit_price=Money(amount_minor=good.price_minor, currency=good.currency),
    )


def _visit_of(visit: PastVisit) -> str:
    return f"{PREFIX}{visit.household}-{visit.number}"


def _list_of(visit: PastVisit) -> str:
    return f"{_visit_of(visit)}-list"
