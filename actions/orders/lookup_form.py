"""The form that finds an order by its number and e-mail address, for whoever is not signed in."""

from collections.abc import Sequence

from actions.forms.form import FormTurn, Question, Taken
from actions.order_status import TOLD
from actions.orders.proving import Proven, Proving
from actions.orders.reordering import Reordering
from actions.services import Services
from shop.order import Order, OrderState
from shop.orders.wishes import OrderWish, wish_of
from shop.phrasing import orders as phrasing
from shop.phrasing import proving
from shop.reply import Answer

PURPOSE, NUMBER, EMAIL = "order_purpose", "order_number", "order_email"
STATUS, REORDER = "status", "reorder"


class OrderForm:
    """`order_purpose` is what is to be done with the order once it is found; it is never asked for."""

    name = "order_form"
    called = "the order"
    slots: Sequence[str] = (PURPOSE, NUMBER, EMAIL)
    begun_by = frozenset({"order_status", "reorder"})

    def __init__(self, services: Services) -> None:
        self._services = services
        self._proving = Proving(services, number_slot=NUMBER, email_slot=EMAIL)
        self._reordering = Reordering(services)

    async def begin(self, turn: FormTurn) -> Taken:
        purpose = turn.slots.get(PURPOSE) or _purpose(turn)
        proven = await self._proving.take(turn)
        return Taken(slots={PURPOSE: purpose}) if proven is None else await self._taken(turn, proven, purpose)

    async def take(self, turn: FormTurn) -> Taken | None:
        proven = await self._proving.take(turn) or await self._own_by_now(turn)
        return None if proven is None else await self._taken(turn, proven, turn.slots[PURPOSE])

    async def go_on(self, turn: FormTurn) -> Taken:
        own = await self._own_by_now(turn)
        return Taken() if own is None else await self._taken(turn, own, turn.slots[PURPOSE])

    async def ask(self, slot: str, turn: FormTurn, *, again: bool) -> Question:
        again = again or turn.requested in {NUMBER, EMAIL}
        return self._proving.ask(slot, again=again, purpose=turn.slots[PURPOSE])

    async def leave(self, turn: FormTurn) -> Answer:
        return proving.left()

    async def _own_by_now(self, turn: FormTurn) -> Proven | None:
        """Whoever signed in meanwhile and asks again is asked for no number: the newest order is meant."""
        if turn.intent not in self.begun_by:
            return None
        newest = await self._services.commerce.orders.of_shopper(turn.said.shopper_id, limit=1)
        return Proven(order=newest[0]) if newest else None

    async def _taken(self, turn: FormTurn, proven: Proven, purpose: str) -> Taken:
        if proven.over:
            return Taken(told=proven.told, done=True)
        if proven.order is None:
            return Taken(slots={PURPOSE: purpose, **(proven.slots or {})}, told=proven.told)
        if purpose == REORDER:
            done = await self._reordering.whole(turn.said, proven.order)
            return Taken(told=done.answer, done=True, asked=done.question)
        return await self._told(turn, proven.order, purpose)

    async def _told(self, turn: FormTurn, order: Order, purpose: str) -> Taken:
        now = self._services.now()
        if purpose == OrderWish.CANCEL:
            if order.state is not OrderState.PLACED:
                return Taken(told=phrasing.too_late(order, now=now), done=True)
            return Taken(told=phrasing.cancel_it(order), done=True, asked={"kind": "cancel_order", "order": order.id})
        returns = await self._services.commerce.returns.of_order(turn.said.shopper_id, order_id=order.id)
        asked = {"kind": TOLD, "order": order.id}
        return Taken(told=phrasing.where_is(order, now=now, returns=returns), done=True, asked=asked)


def _purpose(turn: FormTurn) -> str:
    if turn.intent == "reorder":
        return REORDER
    return str(OrderWish.CANCEL) if wish_of(turn.said.text) is OrderWish.CANCEL else STATUS
