"""Which orders and bought things a sentence is about, for every action that talks of them."""

import re
from collections.abc import Sequence

from rasa_sdk.events import SlotSet

from actions import replies
from actions.heard import Heard
from actions.services import Services
from catalog.stages import Stopwatch
from shop.order import Order
from shop.orders.meant import Meant, meant

ORDER_IN_FOCUS = "order_in_focus"
ALIKE_LOOKED_AT = 40
POINTS_BACK = re.compile(r"\b(it|its|it's|that|this|them|they|those|these|that order|this order|the order)\b")


async def orders_meant(services: Services, said: Heard, orders: Sequence[Order]) -> Meant:
    """By their own words first; what is called by another name is looked for among the shop's goods."""
    now = services.now()
    today = orders[0].day_of(now) if orders else now.date()
    goods = services.reader().goods_named(said.text)
    found = meant(said.text, orders, today=today, goods=goods)
    if not found.goods or found.bought or found.number:
        return found
    query = services.reader().parse(goods)
    alike = await services.finding.find(query, limit=ALIKE_LOOKED_AT, stopwatch=Stopwatch())
    return meant(said.text, orders, today=today, goods=goods, alike={card.id for card in alike.cards})


def in_focus(said: Heard, orders: Sequence[Order]) -> Order | None:
    """The order that was told of last, as far as it may still be seen."""
    return next((order for order in orders if order.id == said.order_in_focus), None)


def focus_on_order(order: Order) -> replies.Events:
    """ "It" is the order, and where it holds a single thing, that thing."""
    events = [SlotSet(ORDER_IN_FOCUS, order.id)]
    if len(order.lines) == 1:
        events.append(replies.focus_on_pair(order.lines[0].product_id, order.lines[0].variant_id))
    return events


def points_back(text: str) -> bool:
    return POINTS_BACK.search(text.lower()) is not None
