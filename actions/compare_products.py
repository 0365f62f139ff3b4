"""Put two or three products side by side."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import heard
from actions.services import Services
from catalog.product import ProductCard
from shop.phrasing import comparing, details
from shop.references import referred

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
        cards: list[ProductCard] = list(named if len(named) >= FEWEST else shown)[: max(FEWEST, min(len(named), MOST))]
        if len(cards) < FEWEST:
            replies.tell(dispatcher, details.of_nothing())
            return []
        by_id = {product.id: product for product in await self._services.products.products([c.id for c in cards])}
        replies.tell(dispatcher, comparing.side_by_side([by_id[card.id] for card in cards], cards, said.text))
        return []
