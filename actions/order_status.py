"""Say where an order is, what was in it, whether it went through; cancel one that is not packed yet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import dropwhile, islice
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.open_question import ask, close_question
from actions.forms.suspension import come_back_to
from actions.heard import Heard, heard
from actions.orders.talk import focus_on_order, in_focus, orders_meant, points_back
from actions.orders.whose import ask_for_account
from actions.services import Services
from shop.checkout.hearing.ways import place_said
from shop.order import Order, OrderState
from shop.orders.errors import OrderUnknown, TooLate
from shop.orders.meant import Bought, Meant, things_named
from shop.orders.plain import plain_order
from shop.orders.times import LATEST
from shop.orders.wishes import OrderWish, asks_for_the_one_before, wants_history, wish_about_it, wish_of
from shop.phrasing import orders as phrasing
from shop.phrasing.buying_elsewhere import link_or_number
from shop.phrasing.order_words import OPEN, when_said
from shop.reply import Answer
from shop.returns.returns import Return

JUST_NOW = timedelta(days=2)
WHICH = "which_order"
CANCEL = "cancel_order"
# No question, but what "cancel it" and "when does it come" are about right after an order was told of.
TOLD = "order_told"
OFFERED = 3
ORDER_FORM = "order_form"
ASKS_WHERE = re.compile(r"^\W*(?:and |so |ok(?:ay)? )*(?:where|when)\b")


class OrderStatus(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_order_status"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        orders = await self._services.commerce.orders.of_shopper(said.shopper_id)
        if not orders:
            return await ask_for_account(dispatcher, self._services, said, link_or_number()) or come_back_to(ORDER_FORM)
        found = await orders_meant(self._services, said, orders)
        if found.number and not found.orders:
            return come_back_to(ORDER_FORM)
        return await self.tell(dispatcher, said, orders, found, wish_of(said.text))

    async def tell(
        self, dispatcher: CollectingDispatcher, said: Heard, orders: Sequence[Order], found: Meant, wish: OrderWish
    ) -> replies.Events:
        now = self._services.now()
        if (none := _none_of(found, now=now)) is not None:
            replies.tell(dispatcher, none)
            return [close_question()]
        if wish is OrderWish.WENT_THROUGH and not found.is_named:
            return await self._went_through(dispatcher, said, orders[0])
        if wish is OrderWish.CONTENTS and (events := self._many(dispatcher, said, orders, found)):
            return events
        chosen = self._choose(said, orders, found, wish)
        if len(chosen) > 1:
            question = {"kind": WHICH, "orders": [order.id for order in chosen], "wish": str(wish)}
            replies.tell(dispatcher, phrasing.several(chosen, now=now, what=_what(chosen)))
            return [ask(question, now=now)]
        return await self.one(dispatcher, said, chosen[0], wish, things=found.bought, is_named=found.is_named)

    def _many(
        self, dispatcher: CollectingDispatcher, said: Heard, orders: Sequence[Order], found: Meant
    ) -> replies.Events:
        """All that was bought in a time, or the latest orders; nothing where a single one is asked about."""
        now = self._services.now()
        if found.period is not None and len(found.orders) > 1:
            replies.tell(dispatcher, phrasing.ordered_in(found.orders, when_said(found.period, now=now), now=now))
            return [close_question(), *focus_on_order(found.orders[0])]
        if found.is_named or len(orders) == 1 or not wants_history(said.text):
            return []
        replies.tell(dispatcher, phrasing.latest(orders, now=now))
        offered = [each.id for each in orders[:OFFERED]]
        return [ask({"kind": WHICH, "orders": offered, "wish": "contents", "newest_first": True}, now=now)]

    async def one(
        self,
        dispatcher: CollectingDispatcher,
        said: Heard,
        order: Order,
        wish: OrderWish,
        *,
        things: Sequence[Bought] = (),
        is_named: bool = True,
    ) -> replies.Events:
        now = self._services.now()
        if wish is OrderWish.CANCEL and order.state is OrderState.PLACED:
            replies.tell(dispatcher, phrasing.cancel_it(order))
            return [*focus_on_order(order), ask({"kind": CANCEL, "order": order.id}, now=now)]
        returns = await self._services.commerce.returns.of_order(said.shopper_id, order_id=order.id)
        if (answer := self._answer(order, wish, returns)) is None:
            tells_none = not is_named and order.state not in OPEN and wish is OrderWish.WHERE
            lead = phrasing.NOTHING_OPEN if tells_none else ""
            answer = phrasing.where_is(order, now=now, things=things, returns=returns, lead=lead)
        replies.tell(dispatcher, replace(answer, order=plain_order(order, returns)))
        return [told(order, now=now), *focus_on_order(order)]

    def _answer(self, order: Order, wish: OrderWish, returns: Sequence[Return]) -> Answer | None:
        """To what is asked for otherwise than where it is; None where that is the answer all the same."""
        now = self._services.now()
        if wish is OrderWish.CANCEL:
            return phrasing.too_late(order, now=now)
        if wish is OrderWish.MISSING and order.state is OrderState.DELIVERED:
            return phrasing.missing(order, now=now)
        if wish is OrderWish.CHANGE and order.state in OPEN:
            return phrasing.cannot_change(order)
        if wish is OrderWish.CONTENTS:
            return phrasing.what_is_in(order, now=now)
        return phrasing.came_back(order) if wish is OrderWish.RETURNED and not returns else None

    async def chosen(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events | None:
        """The sentence as the answer to "which one do you mean?"; None if it names none of them."""
        every = await self._services.commerce.orders.of_shopper(said.shopper_id)
        by_id = {order.id: order for order in every}
        offered = [by_id[order_id] for order_id in question["orders"] if order_id in by_id]
        # Of orders that were told newest first, the last one is the newest, and not the end of the row.
        is_newest = question.get("newest_first") and LATEST.search(said.text.lower())
        order = offered[0] if is_newest and offered else await self._picked(said, offered)
        if order is None:
            return None
        return await self.one(dispatcher, said, order, OrderWish(question["wish"]))

    async def more(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events | None:
        """More of the order that was just told of, where the sentence asks no more than that."""
        if asks_for_the_one_before(said.text):
            return await self._before(dispatcher, said, question)
        wish = wish_about_it(said.text)
        asks_where = ASKS_WHERE.match(said.text.lower()) is not None
        if wish is None and not asks_where:
            return None
        every = await self._services.commerce.orders.of_shopper(said.shopper_id)
        order = next((each for each in every if each.id == question["order"]), None)
        if order is None or (wish is None and not things_named(said.text, [order])):
            return None
        return await self.one(dispatcher, said, order, wish or OrderWish.WHERE)

    async def _before(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events | None:
        every = await self._services.commerce.orders.of_shopper(said.shopper_id)
        older = dropwhile(lambda order: order.id != question["order"], every)
        before = next(islice(older, 1, None), None)
        return await self.one(dispatcher, said, before, OrderWish.CONTENTS) if before else None

    async def cancel(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events:
        """Only after the shopper has confirmed."""
        orders = self._services.commerce.orders
        try:
            order = await orders.cancel(said.shopper_id, order_id=question["order"], turn_id=said.turn_id)
        except TooLate:
            every = await orders.of_shopper(said.shopper_id)
            order = next(each for each in every if each.id == question["order"])
            replies.tell(dispatcher, phrasing.too_late(order, now=self._services.now()))
        except OrderUnknown:
            return [close_question(), *come_back_to(ORDER_FORM)]
        else:
            replies.tell(dispatcher, phrasing.cancelled(order))
        return [told(order, now=self._services.now())]

    async def keep(self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]) -> replies.Events:
        every = await self._services.commerce.orders.of_shopper(said.shopper_id)
        order = next((each for each in every if each.id == question["order"]), None)
        replies.tell(dispatcher, phrasing.kept(order))
        return [ask({"kind": "anything_else"}, now=self._services.now())]

    async def _picked(self, said: Heard, offered: Sequence[Order]) -> Order | None:
        position = place_said(said.text, len(offered))
        if position is not None:
            return offered[position]
        found = await orders_meant(self._services, said, offered)
        return found.orders[0] if found.is_named and len(found.orders) == 1 else None

    async def _went_through(self, dispatcher: CollectingDispatcher, said: Heard, newest: Order) -> replies.Events:
        now = self._services.now()
        if newest.state in OPEN or (now - newest.placed_at < JUST_NOW and newest.state is not OrderState.CANCELLED):
            replies.tell(dispatcher, phrasing.went_through(newest, now=now))
        else:
            cart = await self._services.carts.cart_of(said.shopper_id)
            pieces = sum(line.quantity for line in cart.lines)
            replies.tell(dispatcher, phrasing.no_new_order(newest, now=now, cart_pieces=pieces))
        return [told(newest, now=now), *focus_on_order(newest)]

    def _choose(self, said: Heard, orders: Sequence[Order], found: Meant, wish: OrderWish) -> Sequence[Order]:
        """Of what the words fit, what is under way; of what they leave open, what was talked of."""
        if not found.is_named:
            focus = in_focus(said, orders)
            if focus is not None and points_back(said.text):
                return [focus]
            if wish is OrderWish.RETURNED:
                came_back = [each for each in orders if any(line.returned_quantity for line in each.lines)]
                return came_back[:1] or orders[:1]
        wanted = {OrderWish.CANCEL: (OrderState.PLACED,)}.get(wish, OPEN)
        open_ = [order for order in found.orders if order.state in wanted]
        open_ = open_ or [order for order in found.orders if order.state in OPEN]
        if wish is OrderWish.MISSING and not open_:
            return [order for order in found.orders if order.state is OrderState.DELIVERED][:1] or found.orders[:1]
        if open_ and wish is not OrderWish.CONTENTS:
            return open_
        if found.period is not None and not found.bought:
            return found.orders
        return found.orders[:1]


def _none_of(found: Meant, *, now: datetime) -> Answer | None:
    if not found.orders:
        return phrasing.no_order_in(when_said(found.period, now=now))
    return phrasing.none_of_it(found.goods) if found.goods and not found.bought else None


def told(order: Order, *, now: datetime) -> dict[str, Any]:
    return ask({"kind": TOLD, "order": order.id}, now=now)


def _what(orders: Sequence[Order]) -> str:
    return "orders under way" if all(order.state in OPEN for order in orders) else "orders"
