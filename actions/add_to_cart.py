"""Put what the shopper means into the cart; ask for a choice rather than make it."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import Heard, heard
from actions.meant import meant
from actions.open_question import ask, close_question
from actions.services import Services
from catalog.product import Product, ProductCard, Variant
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.choosing import Choice, choose, wanted
from shop.errors import CartFull, OutOfStock
from shop.phrasing import cart as phrasing
from shop.references import referred


class AddToCart(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_add_to_cart"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        stopwatch = Stopwatch()
        cards = await meant(self._services, said, stopwatch)
        if not cards:
            replies.tell(dispatcher, phrasing.nothing_to_add(), stopwatch)
            return []
        query = self._services.reader().parse(said.text)
        pointed_at = referred(said.text, cards) or len(cards) == 1
        if not pointed_at:
            replies.tell(dispatcher, phrasing.which_one(cards), stopwatch)
            question = {"kind": "which_one", "quantity": query.quantity or 1}
            return [*replies.remember_shown(cards), ask(question, now=self._services.now())]
        return await self.add(dispatcher, said, cards, query)

    async def complete(
        self, dispatcher: CollectingDispatcher, said: Heard, question: dict[str, Any]
    ) -> replies.Events | None:
        """Take the sentence as the answer to an open question; None if it is not one."""
        query = self._services.reader().parse(said.text)
        quantity = int(question["quantity"])
        shown = await self._services.products.cards(said.shown)
        if question["kind"] == "which_one":
            cards = referred(said.text, shown)
            return await self.add(dispatcher, said, cards, query, quantity=quantity) if cards else None
        products = await self._services.products.products([question["product_id"]])
        if not products:
            return None
        known = dict(question["chosen"])
        choice = choose(products[0], query, said.text, known=known)
        if choice.known == known:
            return None
        return await self._settle(dispatcher, said, products[0], choice, quantity=quantity)

    async def add(
        self,
        dispatcher: CollectingDispatcher,
        said: Heard,
        cards: Sequence[ProductCard],
        query: Query,
        *,
        quantity: int | None = None,
    ) -> replies.Events:
        products = {product.id: product for product in await self._services.products.products([c.id for c in cards])}
        events: replies.Events = []
        for card in cards:
            product = products[card.id]
            choice = choose(product, query, said.text, known=wanted(said.query, card, product))
            events = await self._settle(dispatcher, said, product, choice, quantity=quantity or query.quantity or 1)
        return events

    async def _settle(
        self, dispatcher: CollectingDispatcher, said: Heard, product: Product, choice: Choice, *, quantity: int
    ) -> replies.Events:
        """Add the one variant left, or ask for the first attribute in which those left differ."""
        card = choice.card(product)
        if choice.open is not None:
            attribute, values = choice.open
            replies.tell(dispatcher, phrasing.which_choice(card, attribute=attribute, values=values))
            question = {"kind": "choice", "product_id": product.id, "quantity": quantity, "chosen": choice.known}
            return [replies.focus_on(card), ask(question, now=self._services.now())]
        await self._put(dispatcher, said, choice.variants[0], product, quantity=quantity)
        return [replies.focus_on(card), close_question()]

    async def _put(
        self, dispatcher: CollectingDispatcher, said: Heard, variant: Variant, product: Product, *, quantity: int
    ) -> None:
        carts = self._services.carts
        try:
            cart = await carts.add(said.shopper_id, variant.id, quantity=quantity, turn_id=said.turn_id)
        except OutOfStock as exc:
            now = await carts.cart_of(said.shopper_id)
            replies.tell(dispatcher, phrasing.too_few(product.title, available=exc.available, cart=now))
        except CartFull as exc:
            now = await carts.cart_of(said.shopper_id)
            replies.tell(dispatcher, phrasing.too_many(now, most=exc.most))
        else:
            lines = [(line, quantity) for line in cart.lines if line.variant_id == variant.id]
            replies.tell(dispatcher, phrasing.added(cart, lines))
