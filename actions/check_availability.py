"""Say which stores have a product, and when it would be delivered."""

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import Heard, heard
from actions.meant import meant
from actions.open_question import ask
from actions.search_products import present
from actions.services import Services
from catalog.product import ProductCard
from catalog.stages import Stopwatch
from shop.choosing import choose
from shop.phrasing import availability, details


class CheckAvailability(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_check_availability"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        stopwatch = Stopwatch()
        found = await meant(self._services, said, stopwatch, asking=True)
        if not found.certain and found.cards:
            return await present(self._services, dispatcher, found.query, stopwatch)
        if not found.cards and availability.asks_for_the_stores(said.text):
            replies.tell(dispatcher, availability.stores(await self._services.products.stores(), said.text), stopwatch)
            return []
        return await tell_availability(self._services, dispatcher, said, found.cards, stopwatch)


async def tell_availability(
    services: Services,
    dispatcher: CollectingDispatcher,
    said: Heard,
    cards: Sequence[ProductCard],
    stopwatch: Stopwatch,
) -> replies.Events:
    """Of the first card, in the choice that was named; what it does not come in is offered to be looked for."""
    products = await services.products.products([card.id for card in cards[:1]])
    if not products:
        replies.tell(dispatcher, details.of_nothing(), stopwatch)
        return []
    product, asked = products[0], services.reader().parse(said.text)
    choice = choose(product, asked, said.text, known={})
    if choice.lacking:
        others = replace(said.query, colors=asked.colors or said.query.colors, sizes=asked.sizes or said.query.sizes)
        replies.tell(dispatcher, availability.not_made(product, choice, cards[0], asked), stopwatch)
        question = {"kind": "look_for", "query": others.as_dict()}
        return [replies.focus_on(cards[0]), ask(question, now=services.now())]
    stores = await services.products.store_names()
    replies.tell(dispatcher, availability.of(product, choice, cards[0], stores, said.text), stopwatch)
    return [replies.focus_on(choice.card(product)), ask({"kind": "offer_to_add"}, now=services.now())]
