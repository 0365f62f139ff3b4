"""Put two or three products side by side."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import heard
from actions.open_question import ask
from actions.services import Services
from catalog.product import ProductCard
from shop.phrasing import comparing, details
from shop.references import by_superlative, referred

FEWEST, MOST = 2, 3


class CompareProducts(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_compare_products"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        shown = await self._services.products.cards(said.shown)
        named = referred(said.text, shown)
        products = {p.id: p for p in await self._services.products.products([card.id for card in shown])}
        if len(named) < FEWEST and len(shown) >= FEWEST:
            best = comparing.most_of(list(products.values()), shown, said.text)
            if best is None and named and by_superlative(said.text):
                best = comparing.that_one(named[0])
            if best is not None and best.products:
                replies.tell(dispatcher, best)
                return [replies.focus_on(best.products[0]), ask({"kind": "offer_to_add"}, now=self._services.now())]
        cards: list[ProductCard] = list(named if len(named) >= FEWEST else shown)[: max(FEWEST, min(len(named), MOST))]
        if len(cards) < FEWEST:
            replies.tell(dispatcher, details.of_nothing())
            return []
        answer = comparing.side_by_side([products[card.id] for card in cards], cards, said.text)
        replies.tell(dispatcher, answer)
        return [*replies.remember_shown(cards), ask({"kind": "one_of_these"}, now=self._services.now())]
