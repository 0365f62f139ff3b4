"""Say honestly that a request is not the shop's, and what is."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import heard
from actions.services import Services
from shop.phrasing import availability, small


class OutOfScope(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_out_of_scope"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker).text
        if availability.asks_for_the_stores(said):
            replies.tell(dispatcher, availability.stores(await self._services.products.stores(), said))
        else:
            replies.tell(dispatcher, small.not_understood())
        return []
