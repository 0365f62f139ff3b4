"""Answer a question about a product that was shown, from what the catalogue says of it."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import heard
from actions.meant import meant
from actions.services import Services
from catalog.stages import Stopwatch
from shop.choosing import choose, wanted
from shop.phrasing import details


class ShowDetails(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_show_details"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        stopwatch = Stopwatch()
        cards = await meant(self._services, said, stopwatch)
        products = await self._services.products.products([card.id for card in cards[:1]])
        if not products:
            replies.tell(dispatcher, details.of_nothing(), stopwatch)
            return []
        query = self._services.reader().parse(said.text)
        choice = choose(products[0], query, said.text, known=wanted(said.query, cards[0], products[0]))
        card = choice.card(products[0]) if choice.known else cards[0]
        replies.tell(dispatcher, details.of_product(products[0], card, said.text), stopwatch)
        return [replies.focus_on(card)]
