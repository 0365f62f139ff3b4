"""Read the cart back, or answer what was asked of it."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.cart.steps import last_step
from actions.conversation.open_question import ask, close_question
from actions.heard import Heard, heard
from actions.services import Services
from catalog.query import Query
from shop.cart import Cart, CartLine
from shop.cart_questions import Asked, asked_of_cart, thing_asked_about
from shop.line_references import lines_called
from shop.phrasing import cart_reading as phrasing
from shop.recollection import stems
from shop.reply import Answer

REST_OF_CART = "rest_of_cart"
TELLING = {Asked.TOTAL: phrasing.total, Asked.SALE: phrasing.discounts, Asked.TAX: phrasing.with_tax}


class ViewCart(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_view_cart"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        cart = await self._services.carts.cart_of(said.shopper_id)
        asked = asked_of_cart(said.text)
        if asked in {Asked.PRICE, Asked.ALREADY} and cart.lines:
            return self._of_thing(dispatcher, said, cart, asked)
        if asked is Asked.JUST and (line := self._just_put(said, cart)) is not None:
            replies.tell(dispatcher, phrasing.just_put(cart, *line))
            return [replies.focus_on_pair(line[0].product_id, line[0].variant_id)]
        if (tell := TELLING.get(asked)) is not None:
            replies.tell(dispatcher, tell(cart))
            return []
        return self._read(dispatcher, cart, skip=0)

    async def total(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        replies.tell(dispatcher, phrasing.total(await self._services.carts.cart_of(said.shopper_id)))
        return []

    async def price_of(self, dispatcher: CollectingDispatcher, said: Heard, goods: str) -> replies.Events | None:
        """Of the one thing in the cart that is called so; None if there is none, or several."""
        cart = await self._services.carts.cart_of(said.shopper_id)
        lines = lines_called(goods, cart.lines)
        if len(lines) != 1 or not stems(goods) <= stems(f"{lines[0].title} {' '.join(lines[0].attributes.values())}"):
            return None
        replies.tell(dispatcher, phrasing.price_of(cart, lines[0]))
        return [replies.focus_on_pair(lines[0].product_id, lines[0].variant_id)]

    def _just_put(self, said: Heard, cart: Cart) -> tuple[CartLine, int] | None:
        step = {line.variant_id: line for line in last_step(said.cart_step, now=self._services.now()) if line.is_in}
        put = [line for line in cart.lines if line.variant_id in step]
        return (put[-1], step[put[-1].variant_id].after - step[put[-1].variant_id].before) if put else None

    async def read_on(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events:
        """ "What else", after the first part of a long cart."""
        cart = await self._services.carts.cart_of(said.shopper_id)
        return self._read(dispatcher, cart, skip=int(question["skip"]))

    def _read(self, dispatcher: CollectingDispatcher, cart: Cart, *, skip: int) -> replies.Events:
        replies.tell(dispatcher, phrasing.read(cart, skip=skip))
        after = skip + phrasing.SPOKEN_AT_ONCE
        if len(cart.lines) <= after + 1:
            return [close_question()] if skip else []
        return [ask({"kind": REST_OF_CART, "skip": after}, now=self._services.now())]

    def _of_thing(self, dispatcher: CollectingDispatcher, said: Heard, cart: Cart, asked: Asked) -> replies.Events:
        text = thing_asked_about(said.text)
        goods = self._services.reader().parse(text).text
        lines = lines_called(self._services.reader().goods_named(text) or goods, cart.lines)
        if not lines:
            if not goods:
                return self._read(dispatcher, cart, skip=0)
            replies.tell(dispatcher, phrasing.is_not_there(cart, goods))
            question = {"kind": "look_for", "query": Query(text=goods).as_dict()}
            return [ask(question, now=self._services.now())]
        replies.tell(dispatcher, self._told(cart, lines, asked))
        return [replies.focus_on_pair(lines[0].product_id, lines[0].variant_id)]

    def _told(self, cart: Cart, lines: list[CartLine], asked: Asked) -> Answer:
        return phrasing.price_of(cart, lines[0]) if asked is Asked.PRICE else phrasing.is_there(cart, lines)
