"""Say which sizes there are of what is being talked about; which of them fits is not known yet, and not guessed."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import heard
from actions.meant import meant
from actions.services import Services
from catalog.stages import Stopwatch
from shop.phrasing import details


class RecommendSize(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_recommend_size"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        stopwatch = Stopwatch()
        said = heard(tracker)
        found = await meant(self._services, said, stopwatch, asking=True)
        cards = found.cards[:1] if found.certain else ()
        products = await self._services.products.products([card.id for card in cards])
        if not products:
            replies.tell(dispatcher, details.sizes_of_nothing(), stopwatch)
            return []
        replies.tell(dispatcher, details.sizes(products[0], cards[0], said.text), stopwatch)
        return [replies.focus_on(cards[0])]
