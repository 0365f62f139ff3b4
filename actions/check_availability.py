"""Say which stores have a product, and when it would be delivered."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import heard
from actions.meant import meant
from actions.services import Services
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
        cards = await meant(self._services, said, stopwatch)
        products = await self._services.products.products([card.id for card in cards[:1]])
        if not products:
            replies.tell(dispatcher, details.of_nothing(), stopwatch)
            return []
        choice = choose(products[0], self._services.reader().parse(said.text), said.text, known={})
        stores = await self._services.products.store_names()
        replies.tell(dispatcher, availability.of(products[0], choice, cards[0], stores, said.text), stopwatch)
        return [replies.focus_on(cards[0])]
