"""Take something out of the cart, make it another number, or ask before emptying it all."""

import re

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import Heard, heard
from actions.open_question import ask, close_question
from actions.services import Services
from shop.cart import Cart, CartLine
from shop.errors import CartFull, OutOfStock
from shop.line_references import line_meant
from shop.phrasing import cart as phrasing

EMPTY = re.compile(r"\b(empty|clear|everything|start over|remove all|delete all|all of it)\b")
TAKE_OUT = re.compile(r"\b(remove|delete|take|drop|cancel|without|get rid|don't want|do not want|no longer|lose)\b")
TWICE = re.compile(r"\b(double|twice)\b")


class ChangeCart(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_change_cart"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        cart = await self._services.carts.cart_of(said.shopper_id)
        if not cart.lines:
            replies.tell(dispatcher, phrasing.contents(cart))
            return []
        if EMPTY.search(said.text.lower()):
            replies.tell(dispatcher, phrasing.empty_it(cart))
            return [ask({"kind": "empty_cart"}, now=self._services.now())]
        line = line_meant(said.text, cart.lines, in_focus=said.in_focus[1] if said.in_focus else None)
        if line is None:
            replies.tell(dispatcher, phrasing.which_line(cart))
            return []
        return await self._change(dispatcher, said, cart, line)

    async def empty(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        """Only after the shopper has confirmed."""
        cart = await self._services.carts.clear(said.shopper_id, turn_id=said.turn_id)
        replies.tell(dispatcher, phrasing.contents(cart, lead="Done. "))
        return [close_question()]

    async def _change(
        self, dispatcher: CollectingDispatcher, said: Heard, cart: Cart, line: CartLine
    ) -> replies.Events:
        quantity = self._quantity(said.text.lower(), line)
        if quantity is None:
            replies.tell(dispatcher, phrasing.how_many(cart, line))
            return []
        try:
            changed = await self._services.carts.set_quantity(
                said.shopper_id, line.variant_id, quantity=quantity, turn_id=said.turn_id
            )
        except OutOfStock as exc:
            replies.tell(dispatcher, phrasing.too_few(line.title, available=exc.available, cart=cart))
        except CartFull as exc:
            replies.tell(dispatcher, phrasing.too_many(cart, most=exc.most))
        else:
            replies.tell(dispatcher, phrasing.changed(changed, line, quantity=quantity))
        return []

    def _quantity(self, said: str, line: CartLine) -> int | None:
        """How many there shall be: "two of the three" when some are taken out, otherwise the number said."""
        number = self._services.reader().parse(said).quantity
        if TWICE.search(said):
            return line.quantity * 2
        if TAKE_OUT.search(said):
            return max(line.quantity - number, 0) if number is not None else 0
        if number is not None and re.search(r"\b(more|another|extra)\b", said):
            return line.quantity + number
        return number
