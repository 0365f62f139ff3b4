"""Buy again what was bought before: the last order, one from a time, or single things."""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.cart.steps import remember_step
from actions.conversation.open_question import ask, close_question
from actions.forms.suspension import come_back_to
from actions.heard import Heard, heard
from actions.order_status import ORDER_FORM, OrderStatus
from actions.orders.reordering import Lines, Reordered, Reordering
from actions.orders.talk import in_focus, orders_meant, points_back
from actions.orders.whose import ask_for_account
from actions.services import Services
from catalog.query import Query
from shop.amounts import how_many
from shop.order import Order, OrderLine, OrderState
from shop.orders.again import (
    USUAL_THINGS,
    by_kind,
    judged,
    newest_complete,
    of_orders,
    one_meant,
    thing_wanted,
    usual_things,
    wants_it_again,
)
from shop.orders.meant import Bought, Meant
from shop.orders.wishes import OrderWish, wish_of
from shop.phrasing import reordering as phrasing
from shop.phrasing.buying_elsewhere import link_to_buy_again
from shop.phrasing.order_words import when_said

WHICH_AGAIN = "which_again"


class Reorder(Action):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._reordering = Reordering(services)
        self._status = OrderStatus(services)

    def name(self) -> str:
        return "action_reorder"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        orders = await self._services.commerce.orders.of_shopper(said.shopper_id)
        if not orders:
            return await ask_for_account(dispatcher, self._services, said, link_to_buy_again()) or come_back_to(
                ORDER_FORM
            )
        found = await orders_meant(self._services, said, orders)
        if found.number and not found.orders:
            return come_back_to(ORDER_FORM)
        if not found.orders or is_question(said, found):
            return await self._status.tell(dispatcher, said, orders, found, wish_of(said.text))
        return await self._again(dispatcher, said, orders, found)

    async def _again(
        self, dispatcher: CollectingDispatcher, said: Heard, orders: Sequence[Order], found: Meant
    ) -> replies.Events:
        if found.by_department:
            return self._told(dispatcher, await self._department(said, found))
        goods = found.goods or thing_wanted(said.text)
        if goods and not found.bought:
            query = self._services.reader().parse(goods)
            replies.tell(dispatcher, phrasing.never_bought(goods))
            return [ask({"kind": "look_for", "query": query.as_dict()}, now=self._services.now())]
        if found.bought:
            return await self._things(dispatcher, said, found)
        return self._told(dispatcher, await self._whole(said, orders, found))

    async def confirmed(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events:
        return self._told(dispatcher, await self._reordering.confirmed(said, question))

    async def chosen(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events | None:
        """The sentence as the answer to "which kind of it?"; None if it names none of those that were offered."""
        orders = await self._services.commerce.orders.of_shopper(said.shopper_id)
        offered = question["variants"]
        found = await orders_meant(self._services, said, orders)
        fitting = [thing for thing in found.bought if thing.line.variant_id in offered]
        if len({thing.line.variant_id for thing in fitting}) != 1:
            return None
        return self._told(dispatcher, await self._reordering.lines(said, [_as_bought(fitting[0])]))

    async def _things(self, dispatcher: CollectingDispatcher, said: Heard, found: Meant) -> replies.Events:
        wanted: list[tuple[OrderLine, int]] = []
        for things in by_kind(found.bought):
            one = one_meant(things, said.text)
            if one is None:
                return await self._which(dispatcher, things, found.goods)
            wanted.append(_as_bought(one))
        lines = _with_amount(said, wanted, self._services.reader().parse(said.text))
        return self._told(dispatcher, await self._reordering.lines(said, lines))

    async def _department(self, said: Heard, found: Meant) -> Reordered:
        """Those lines of the last order that has any, or of all orders of a time that was named."""
        kept = [thing for thing in found.bought if thing.left and thing.order.state is not OrderState.CANCELLED]
        if found.period is None:
            kept = [thing for thing in kept if thing.order is kept[0].order]
        return await self._reordering.lines(said, [(thing.line, thing.left) for thing in kept], which="your last one")

    async def _which(self, dispatcher: CollectingDispatcher, things: Sequence[Bought], goods: str) -> replies.Events:
        newest = {thing.line.variant_id: thing.line for thing in reversed(things)}
        products = await self._services.products.products([line.product_id for line in newest.values()])
        again = judged([(line, 1) for line in newest.values()], products)
        replies.tell(dispatcher, phrasing.which_of(again, goods))
        question = {"kind": WHICH_AGAIN, "variants": [each.line.variant_id for each in again]}
        return [ask(question, now=self._services.now())]

    async def _whole(self, said: Heard, orders: Sequence[Order], found: Meant) -> Reordered:
        wants_usual = not found.is_named and USUAL_THINGS.search(said.text.lower()) is not None
        if wants_usual and (usual := usual_things(orders)):
            return await self._reordering.lines(said, usual, which="your usual order")
        focus = in_focus(said, orders)
        if not found.is_named and focus is not None and points_back(said.text):
            return await self._reordering.whole(said, focus)
        if found.period is not None and found.place is None:
            kept = [order for order in found.orders if order.state is not OrderState.CANCELLED]
            which = "your order" if len(kept) == 1 else "your orders"
            when, sure = when_said(found.period, now=self._services.now()), wants_it_again(said.text)
            return await self._reordering.lines(said, of_orders(kept), which=f"{which} {when}", sure=sure)
        last = newest_complete(found.orders)
        if last is None:
            return Reordered(answer=phrasing.nothing_bought())
        which = "that order" if found.number else "your last order"
        # "Standard", said of the delivery, can sound like "my standard order".
        return await self._reordering.whole(said, last, which=which, sure=wants_it_again(said.text))

    def _told(self, dispatcher: CollectingDispatcher, done: Reordered) -> replies.Events:
        replies.tell(dispatcher, done.answer)
        now = self._services.now()
        step = [remember_step(done.steps, now=now)] if done.steps else []
        return [*step, ask(done.question, now=now) if done.question else close_question()]


def is_question(said: Heard, found: Meant) -> bool:
    """ "What did I order in March" asks; so does "the one from last week" where orders were talked of."""
    if wants_it_again(said.text):
        return False
    is_of_order = said.order_in_focus is not None and not found.bought and not thing_wanted(said.text)
    return wish_of(said.text) is OrderWish.CONTENTS or is_of_order


def _as_bought(thing: Bought) -> tuple[OrderLine, int]:
    return thing.line, thing.line.quantity


def _with_amount(said: Heard, wanted: Lines, asked: Query) -> Lines:
    """As many as then, unless another number is said of the one thing."""
    number = how_many(said.text, asked) if len(wanted) == 1 else None
    return [(wanted[0][0], number)] if number else wanted
