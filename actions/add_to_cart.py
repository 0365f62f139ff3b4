"""Put what the shopper means into the cart; ask for a choice rather than make it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.answers import answer_to
from actions.heard import Heard, heard
from actions.meant import Meant, meant
from actions.open_question import ask, open_question
from actions.services import Services
from catalog.product import Product, ProductCard, Variant
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.amounts import how_many
from shop.choosing import Choice, choose, wanted
from shop.errors import CartFull, OutOfStock
from shop.phrasing import cart as phrasing
from shop.phrasing.naming import spoken_title
from shop.several import things_in

INTO_THE_CART = re.compile(r"\b(to|in|into) (my |the |our )?(shopping )?(cart|basket|bag|trolley)\b", re.IGNORECASE)


class AddToCart(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_add_to_cart"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        stopwatch = Stopwatch()
        said = replace(said, text=INTO_THE_CART.sub("", said.text))
        found = await meant(self._services, said, stopwatch)
        things = [] if found.certain else things_in(said.text, self._services.reader().names_goods)
        if len(things) > 1 and not phrasing.is_one_thing(found.cards, found.query):
            replies.tell(dispatcher, phrasing.one_at_a_time(things[0]))
            found = await meant(self._services, replace(said, text=things[0]), stopwatch)
        if not found.cards:
            replies.tell(dispatcher, phrasing.nothing_to_add(found.query), stopwatch)
            return []
        if len(found.cards) > 1 and not found.certain:
            return self._ask_which(dispatcher, found, things[1:], stopwatch)
        events = await self.add(dispatcher, said, found.cards, found.query)
        return [*events, *replies.remember_shown(found.cards)] if not said.shown else events

    async def complete(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events | None:
        """Take the sentence as the answer to an open question; None if it is not one."""
        answer = await answer_to(question, said, self._services)
        if answer is None:
            return None
        if answer.choice is None:
            return await self.add(dispatcher, said, answer.cards, answer.query, requested=answer.requested)
        product, quantity = answer.products[0], int(question["quantity"])
        return await self.settle(dispatcher, said, product, answer.choice, quantity=quantity)

    async def ask_again(self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]) -> None:
        """A bare yes to "which one?" leaves the question as open as it was."""
        if question["kind"] == "which_one":
            replies.tell(dispatcher, phrasing.which_one(await self._services.products.cards(said.shown)))
            return
        for product in await self._services.products.products([question["product_id"]]):
            choice = choose(product, Query(), "", known=dict(question["chosen"]))
            if choice.open is not None:
                replies.tell(dispatcher, phrasing.which_choice(choice.card(product), choice))

    async def add(
        self,
        dispatcher: CollectingDispatcher,
        said: Heard,
        cards: Sequence[ProductCard],
        query: Query,
        *,
        requested: Query | None = None,
    ) -> replies.Events:
        """`requested` is what was asked for before "which one?": its amount holds, unless another is named now."""
        products = {product.id: product for product in await self._services.products.products([c.id for c in cards])}
        amount = how_many(said.text, query) or (requested.quantity if requested else None) or 1
        choices = []
        for card in cards:
            known = {**wanted(requested or said.query, card, products[card.id]), **self._just_told(said, card)}
            choices.append((products[card.id], choose(products[card.id], query, said.text, known=known)))
        to_ask = [(product, choice) for product, choice in choices if not choice.is_made]
        events: replies.Events = []
        for product, choice in [pair for pair in choices if pair[1].is_made] + to_ask[:1]:
            if len(to_ask) > 1 and not choice.is_made:
                replies.tell(dispatcher, phrasing.one_at_a_time(spoken_title(product.title)))
            events = await self.settle(dispatcher, said, product, choice, quantity=amount)
        return events

    def _just_told(self, said: Heard, card: ProductCard) -> dict[str, str]:
        """After "it is in stock in navy, size M: shall I add it?", neither is asked again."""
        question = open_question(said, now=self._services.now())
        offered = question is not None and question["kind"] == "offer_to_add"
        is_it = said.in_focus is not None and said.in_focus[0] == card.id
        return dict(question.get("chosen", {})) if question and offered and is_it else {}

    def _ask_which(
        self, dispatcher: CollectingDispatcher, found: Meant, others: Sequence[str], stopwatch: Stopwatch
    ) -> replies.Events:
        replies.tell(dispatcher, phrasing.which_one(found.cards, others=others), stopwatch)
        question = {"kind": "which_one", "query": found.query.as_dict()}
        return [*replies.remember_shown(found.cards), ask(question, now=self._services.now())]

    async def settle(
        self, dispatcher: CollectingDispatcher, said: Heard, product: Product, choice: Choice, *, quantity: int
    ) -> replies.Events:
        """Add the one variant left, or ask for what is open; something else than asked for is offered, never added."""
        card = choice.card(product)
        if choice.is_made:
            return await self._put(dispatcher, said, choice.variants[0], product, quantity=quantity)
        question: dict[str, Any] = {"product_id": product.id, "quantity": quantity, "chosen": dict(choice.known)}
        if choice.open is None:
            replies.tell(dispatcher, phrasing.only_this(card, choice))
            question = {**question, "kind": "instead"}
        else:
            replies.tell(dispatcher, phrasing.which_choice(card, choice))
            question = {**question, "kind": "choice", "attribute": choice.open[0]}
        return [replies.focus_on(card), ask(question, now=self._services.now())]

    async def _put(
        self, dispatcher: CollectingDispatcher, said: Heard, variant: Variant, product: Product, *, quantity: int
    ) -> replies.Events:
        carts = self._services.carts
        question: dict[str, Any] = {"kind": "anything_else"}
        try:
            cart = await carts.add(said.shopper_id, variant.id, quantity=quantity, turn_id=said.turn_id)
        except OutOfStock as exc:
            now = await carts.cart_of(said.shopper_id)
            left = exc.available - sum(line.quantity for line in now.lines if line.variant_id == variant.id)
            replies.tell(dispatcher, phrasing.too_few(product.title, available=exc.available, cart=now, left=left))
            if left > 0:
                chosen = dict(variant.attributes)
                question = {"kind": "instead", "product_id": product.id, "chosen": chosen, "quantity": left}
        except CartFull as exc:
            now = await carts.cart_of(said.shopper_id)
            replies.tell(dispatcher, phrasing.too_many(now, most=exc.most))
        else:
            lines = [(line, quantity) for line in cart.lines if line.variant_id == variant.id]
            replies.tell(dispatcher, phrasing.added(cart, lines))
        return [replies.focus_on_pair(product.id, variant.id), ask(question, now=self._services.now())]
