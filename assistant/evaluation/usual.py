"""How well the usual is told: each of the demo customers' last trips, from nothing but what they bought before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from assistant.evaluation.progress import Tell
from assistant.evaluation.tried_shop import TriedShop, tried_shop
from assistant.evaluation.workplace import Workplace
from catalog.demo.contents import demo_contents
from catalog.product import Product
from catalog.search import Search
from catalog.stages import Stopwatch
from shop.choosing import to_be_chosen
from shop.demo.histories import demo_orders
from shop.order import Order, OrderLine, OrderState
from shop.usual.habits import Reckoning, habits
from shop.usual.history import Bought, History

THRESHOLDS = (0.35, 0.45, 0.55, 0.65, 0.75, 0.85)
MOST_WRONG = 100
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A thing on a trip, asked for by its plain name; `first` is the most usual that fits, `own` all of them.

    What is worn is always asked about: there `first` is None.
    """

    customer: str
    request: str
    bought: str
    first: str | None = None
    confidence: float = 0.0
    own: tuple[str, ...] = ()


async def measure_usual(url: str, *, trips: int, place: Workplace, tell: Tell) -> dict[str, Any]:
    contents = demo_contents()
    products = {product.id: product for product in contents.products}
    orders = [order for order in demo_orders(contents.products, NOW) if order.state is not OrderState.CANCELLED]
    async with tried_shop(url, contents, place=place, tell=tell) as shop:
        search = await shop.search()
        left_out = list(trips_left_out(orders, trips=trips))
        cases = []
        for done, (trip, before) in enumerate(left_out, start=1):
            cases += await _cases(trip, before, products, shop, search)
            tell("Asking for what was bought", done, len(left_out))
    return usual_figures(cases, reckoning=Reckoning())


def trips_left_out(orders: Sequence[Order], *, trips: int) -> Iterator[tuple[Order, list[Order]]]:
    """Each of a customer's last trips with what they had bought before it; nobody's first purchase is asked for."""
    for customer in dict.fromkeys(order.customer_id for order in orders):
        own = sorted((order for order in orders if order.customer_id == customer), key=lambda order: order.placed_at)
        for place in range(max(1, len(own) - trips), len(own)):
            yield own[place], own[:place]


def history_of(orders: Sequence[Order]) -> History:
    """As the database tells it: one occasion for each order, what came back left out."""
    bought: dict[str, list[tuple[Order, OrderLine]]] = {}
    for order in orders:
        for line in order.lines:
            if line.quantity > line.returned_quantity:
                bought.setdefault(line.variant_id, []).append((order, line))
    return History(bought=tuple(_bought(taken) for taken in bought.values()))


def usual_figures(cases: Sequence[Case], *, reckoning: Reckoning) -> dict[str, Any]:
    """`precision` is of what would be added without asking; `offered` counts the rest where the right one is told."""
    known = [case for case in cases if case.bought in case.own]
    return {
        "asked": len(cases),
        "bought_before": len(known),
        "threshold": reckoning.threshold,
        **_at(cases, reckoning.threshold),
        "by_threshold": {str(threshold): _at(cases, threshold) for threshold in THRESHOLDS},
        "wrong": [
            {"customer": case.customer, "request": case.request, "bought": case.bought, "added": case.first}
            for case in _added(cases, reckoning.threshold)
            if case.first != case.bought
        ][:MOST_WRONG],
    }


def _at(cases: Sequence[Case], threshold: float) -> dict[str, Any]:
    added = _added(cases, threshold)
    right = sum(case.first == case.bought for case in added)
    rest = [case for case in cases if case.first is None or case.confidence < threshold]
    return {
        "added": len(added),
        "right": right,
        "precision": round(right / len(added), 3) if added else None,
        "offered": sum(case.bought in case.own[:3] for case in rest),
        "not_offered": sum(case.bought not in case.own[:3] for case in rest),
    }


def _added(cases: Sequence[Case], threshold: float) -> list[Case]:
    return [case for case in cases if case.first is not None and case.confidence >= threshold]


async def _cases(
    trip: Order, before: Sequence[Order], products: dict[str, Product], shop: TriedShop, search: Search
) -> list[Case]:
    history, found = history_of(before), []
    for line in trip.lines:
        request = _plain_name(products[line.product_id])
        query = shop.reader.parse(request)
        fitting = await search.among(query, history.variant_ids, stopwatch=Stopwatch())
        ranked = habits(history, fitting=fitting, now=trip.placed_at)
        first = ranked[0] if ranked and not to_be_chosen(products[ranked[0].bought.product_id]) else None
        found.append(
            Case(
                customer=trip.customer_id or "",
                request=request,
                bought=line.variant_id,
                first=first.bought.variant_id if first else None,
                confidence=first.confidence if first else 0.0,
                own=tuple(habit.bought.variant_id for habit in ranked),
            )
        )
    return found


def _plain_name(product: Product) -> str:
    """As people ask who have a usual one: "milk" for oat milk and whole milk alike."""
    return product.attributes.get("kind", product.category[-1]).split()[-1].lower()


def _bought(taken: Sequence[tuple[Order, OrderLine]]) -> Bought:
    line = taken[-1][1]
    return Bought(
        variant_id=line.variant_id,
        product_id=line.product_id,
        title=line.title,
        attributes=line.attributes,
        times=tuple(order.placed_at for order, _ in taken),
        quantities=tuple(each.quantity for _, each in taken),
        available=1,
    )
