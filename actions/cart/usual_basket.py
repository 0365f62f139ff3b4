""" "My usual groceries": everything that is due by its own cycle, told in short and added on a yes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.cart.steps import StepLine, remember_step
from actions.conversation.open_question import ask
from actions.heard import Heard
from actions.services import Services
from catalog.query import Query
from shop.errors import CartFull, OtherCurrency, OutOfStock
from shop.phrasing import lists
from shop.phrasing import usual as phrasing
from shop.phrasing.naming import spoken_title
from shop.shopping_list import Added, Taken
from shop.usual.habits import due, usual_quantity

BASKET = "usual_basket"
MOST_AT_ONCE = 20


class UsualBasket:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def offer(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        """What is in the cart already is not due any more."""
        history = await self._services.usuals.history(said.shopper_id)
        there = {line.variant_id for line in (await self._services.carts.cart_of(said.shopper_id)).lines}
        bought = [each for each in due(history, now=self._services.now()) if each.variant_id not in there]
        numbers = {each.variant_id: usual_quantity(each) for each in bought[:MOST_AT_ONCE]}
        pairs = [(each.product_id, each.variant_id) for each in bought[:MOST_AT_ONCE]]
        found = await self._services.products.cards(pairs) if pairs else []
        cards = [card for card in await self._services.finding.not_avoided(found, Query()) if card.in_stock]
        now = self._services.now()
        if not cards:
            replies.tell(dispatcher, phrasing.nothing_due(has_history=bool(history.bought)))
            return [ask({"kind": "anything_else"}, now=now)]
        replies.tell(dispatcher, phrasing.basket([(card, numbers[card.variant_id]) for card in cards]))
        things = [[card.id, card.variant_id, numbers[card.variant_id]] for card in cards]
        return [*replies.remember_shown(cards), ask({"kind": BASKET, "things": things}, now=now)]

    async def take(self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]) -> replies.Events:
        """Each by itself: what sold out meanwhile keeps nothing else out."""
        taken, steps = Taken(), []
        for product_id, variant_id, number in question["things"]:
            try:
                cart = await self._services.carts.add(
                    said.shopper_id, variant_id, quantity=number, turn_id=said.turn_id
                )
            except (OutOfStock, CartFull):
                taken = replace(taken, sold_out=(*taken.sold_out, *await self._titles(product_id)))
                continue
            except OtherCurrency:
                taken = replace(taken, other_currency=(*taken.other_currency, *await self._titles(product_id)))
                continue
            line = next(line for line in cart.lines if line.variant_id == variant_id)
            before = line.quantity - number
            steps.append(StepLine(product_id=product_id, variant_id=variant_id, before=before, after=line.quantity))
            added = Added(line=line, quantity=number, asked=Query())
            taken = replace(taken, added=(*taken.added, added), cart=cart)
        replies.tell(dispatcher, lists.told(taken, None))
        now = self._services.now()
        return [remember_step(steps, now=now), ask({"kind": "anything_else"}, now=now)]

    async def _titles(self, product_id: str) -> list[str]:
        return [spoken_title(product.title) for product in await self._services.products.products([product_id])]
