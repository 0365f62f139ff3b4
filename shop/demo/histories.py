"""The demo customers' orders of the last eighteen months, counted back from a given now."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from catalog.demo.dice import Dice
from catalog.demo.prices import CURRENCY
from catalog.money import Money
from catalog.product import Product
from shop.demo.goods import Goods
from shop.demo.people import PastOrder, Person, Purchase, people
from shop.order import Order, OrderLine, OrderState, Shipment

REMEMBERED_DAYS = 548
LATEST_TRIP_DAYS_AGO = 3
FREE_SHIPPING_FROM_MINOR = 3500
SHIPPING_MINOR = 599
TAX_PERCENT = 8
UNTAXED = "Grocery"
CARRIERS = ("Swallow Post", "Bridgeway Freight")
SENT = {OrderState.SHIPPED, OrderState.DELIVERED, OrderState.PARTLY_RETURNED, OrderState.RETURNED}


def demo_orders(products: Iterable[Product], now: datetime) -> tuple[Order, ...]:
    """Oldest first within each customer; the same for the same products and the same now."""
    goods = Goods(products)
    return tuple(order for person in people() for order in _orders_of(person, goods, now))


def _orders_of(person: Person, goods: Goods, now: datetime) -> Iterator[Order]:
    past = sorted([*person.orders, *_trips(person)], key=lambda order: -order.days_ago)
    for number, order in enumerate(past, start=1):
        yield _order(person, order, number, goods, now)


def _trips(person: Person) -> Iterator[PastOrder]:
    """Shopping trips with what was due on each; now and then one is missed, as in life."""
    dice = Dice("trips", person.id)
    days_ago = float(min(person.customer_for_days, REMEMBERED_DAYS) - 1)
    trip = 0
    while person.habits and days_ago > LATEST_TRIP_DAYS_AGO:
        due = [habit for habit in person.habits if trip % habit.every_trips == 0]
        missed = dice.chance(0.06)
        bought = tuple(
            Purchase(wanted=habit.wanted, quantity=habit.quantity + dice.chance(0.12), returned=0)
            for habit in due
            if not dice.chance(0.07)
        )
        if bought and not missed:
            yield PastOrder(days_ago=days_ago, state=OrderState.DELIVERED, purchases=bought)
        trip += 1
        days_ago -= person.trip_every_days + dice.between(-1.0, 1.0)


def _order(person: Person, past: PastOrder, number: int, goods: Goods, now: datetime) -> Order:
    found = [(purchase, *goods.like(purchase.wanted)) for purchase in past.purchases]
    lines = tuple(
        OrderLine(
            product_id=product.id,
            variant_id=variant.id,
            title=product.title,
            attributes=variant.attributes,
            quantity=purchase.quantity,
            unit_price=variant.price,
            returned_quantity=purchase.returned,
        )
        for purchase, product, variant in found
    )
    placed_at = now - timedelta(days=past.days_ago)
    order_id = f"o-{person.id[2:]}-{number:04d}"
    taxed = [line for line, (_, product, _) in zip(lines, found, strict=True) if product.category[0] != UNTAXED]
    items_minor = _sum(lines)
    return Order(
        id=order_id,
        number=f"TL-{1 + people().index(person):02d}{number:04d}",
        customer_id=person.id,
        state=past.state,
        placed_at=placed_at,
        address=person.address,
        lines=lines,
        shipping=_money(0 if items_minor >= FREE_SHIPPING_FROM_MINOR else SHIPPING_MINOR),
        tax=_money(round(_sum(taxed) * TAX_PERCENT / 100)),
        shipments=_shipments(order_id, past, [product for _, product, _ in found], placed_at),
    )


def _shipments(order_id: str, past: PastOrder, products: list[Product], placed_at: datetime) -> tuple[Shipment, ...]:
    if past.state not in SENT:
        return ()
    dice = Dice("shipment", order_id)
    days = max(product.delivery_days for product in products)
    shipped_at = placed_at + timedelta(hours=dice.integer(3, 20))
    expected_at = shipped_at + timedelta(days=days, hours=6)
    late = timedelta(hours=dice.integer(-5, 14))
    return (
        Shipment(
            id=f"s-{order_id[2:]}",
            carrier=dice.pick(CARRIERS),
            tracking_number=f"SW{dice.integer(10**9, 10**10 - 1)}",
            shipped_at=shipped_at,
            expected_at=expected_at,
            delivered_at=None if past.state is OrderState.SHIPPED else expected_at + late,
        ),
    )


def _sum(lines: Iterable[OrderLine]) -> int:
    return sum(line.unit_price.times(line.quantity).amount_minor for line in lines)


def _money(amount_minor: int) -> Money:
    return Money(amount_minor=amount_minor, currency=CURRENCY)
