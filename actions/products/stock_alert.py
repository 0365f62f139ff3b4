"""Take a wish to be told when something is back in stock, and let go of it again."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.conversation.open_question import ask, close_question
from actions.heard import Heard
from actions.products.tell_stores import stores_as_called
from actions.services import Services
from catalog.product import Product, ProductCard
from catalog.query import Query
from shop.alerts.wishes import contact_in, of_all
from shop.choosing import Choice, choose
from shop.phrasing import availability, waiting

WATCH, SHALL_I_WATCH = "watch", "shall_i_watch"


class StockAlert:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def of(
        self, dispatcher: CollectingDispatcher, said: Heard, card: ProductCard, asked: Query
    ) -> replies.Events:
        """For the product that is talked about, in the choice that was named; what is open is asked for."""
        for product in await self._services.products.products([card.id]):
            choice = _of_missing(product, asked, said.text, known={})
            return await self._settle(dispatcher, said, product, choice)
        return []

    async def answer(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events | None:
        """The size or colour that was asked for; None if the sentence is something else."""
        asked = self._services.reader().parse(said.text)
        for product in await self._services.products.products([question["product_id"]]):
            choice = _of_missing(product, asked, said.text, known=question["chosen"])
            if choice and choice.answered and not asked.text:
                return await self._settle(dispatcher, said, product, choice)
        return None

    async def watch(self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]) -> replies.Events:
        """After a yes to "shall I tell you when it's back?"."""
        for product in await self._services.products.products([question["product_id"]]):
            choice = _of_missing(product, Query(), "", known=question["chosen"])
            return await self._settle(dispatcher, said, product, choice)
        return [close_question()]

    async def cancel(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        """Of the product in focus, unless all are meant or none is waited for."""
        only = None
        if said.in_focus and not of_all(said.text):
            products = await self._services.products.products([said.in_focus[0]])
            only = [variant.id for product in products for variant in product.variants]
        alerts, turn = self._services.alerts, {"turn_id": said.turn_id}
        gone = await alerts.cancel(said.shopper_id, **turn, variant_ids=only)
        if only is not None and not gone:
            gone = await alerts.cancel(said.shopper_id, **turn)
        replies.tell(dispatcher, waiting.cancelled(gone))
        return [close_question()]

    async def _settle(
        self, dispatcher: CollectingDispatcher, said: Heard, product: Product, choice: Choice | None
    ) -> replies.Events:
        now = self._services.now()
        if choice is None or choice.lacking:
            return await self._there_is(dispatcher, said, product)
        focus = replies.focus_on(choice.card(product))
        if choice.open is not None:
            replies.tell(dispatcher, waiting.which(product, choice))
            chosen = {"kind": WATCH, "product_id": product.id, "chosen": dict(choice.known)}
            return [focus, ask(chosen, now=now)]
        variant, contact = choice.variants[0], contact_in(said.text)
        await self._services.alerts.wait_for(said.shopper_id, variant.id, turn_id=said.turn_id, contact=contact)
        replies.tell(dispatcher, waiting.noted(product, variant, writes=contact is not None))
        return [focus, close_question()]

    async def _there_is(self, dispatcher: CollectingDispatcher, said: Heard, product: Product) -> replies.Events:
        """What is wanted is in stock now, or has never been: then there is nothing to wait for."""
        choice = choose(product, self._services.reader().parse(said.text), said.text, known={})
        stores = {store.id: store.name for store in await stores_as_called(self._services)}
        card = choice.card(product)
        if choice.lacking:
            replies.tell(dispatcher, availability.not_made(product, choice, card, Query()))
            return [replies.focus_on(card), close_question()]
        checkouts = self._services.commerce.checkouts
        calendar = await checkouts.calendar(said.shopper_id, lead_days=product.delivery_days)
        replies.tell(dispatcher, availability.of(product, choice, card, stores, "", calendar=calendar))
        offered = {"kind": "offer_to_add", "chosen": dict(choice.known)}
        return [replies.focus_on(card), ask(offered, now=self._services.now())]


def _of_missing(product: Product, asked: Query, said: str, *, known: Mapping[str, str]) -> Choice | None:
    """A choice among what is out of stock; None if all of it is there."""
    missing = tuple(variant for variant in product.variants if not any(variant.stock.values()))
    return choose(replace(product, variants=missing), asked, said, known=known) if missing else None
