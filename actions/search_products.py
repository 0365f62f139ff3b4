"""Find products for what the shopper just said."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import heard
from actions.qualities import qualified
from actions.search_list import present_list
from actions.services import Services
from actions.tell_found import present, tell_found
from actions.things_meant import things_meant
from catalog.stages import Stopwatch
from shop.phrasing import results


class SearchProducts(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_search_products"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        stopwatch = Stopwatch()
        listed = await things_meant(self._services, said, stopwatch)
        if len(listed.items) > 1:
            return await present_list(self._services, dispatcher, listed, stopwatch)
        query = listed.items[0].query
        if (narrower := await qualified(self._services, said, query, stopwatch)) is not None:
            return await tell_found(self._services, dispatcher, *narrower, stopwatch)
        if not results.can_be_looked_for(query):
            replies.tell(dispatcher, results.what_then(), stopwatch)
            return []
        return await present(self._services, dispatcher, query, stopwatch, said=said.text)
