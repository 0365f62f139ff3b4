"""Find products for what the shopper just said."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import Heard, heard
from actions.qualities import qualified
from actions.search_list import present_list
from actions.services import Services
from actions.tell_found import Telling, present, tell_found
from actions.things_meant import things_meant
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.phrasing import results
from shop.pointing import goes_on


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
        telling = Telling(services=self._services, dispatcher=dispatcher, said=said, stopwatch=stopwatch)
        query = self._with_what_stays(said, listed.items[0].query)
        if (narrower := await qualified(self._services, said, query, stopwatch)) is not None:
            return await tell_found(telling, *narrower)
        if not results.can_be_looked_for(query):
            replies.tell(dispatcher, results.what_then(), stopwatch)
            return []
        return await present(telling, query, words=said.text)

    def _with_what_stays(self, said: Heard, query: Query) -> Query:
        """ "And matching socks" are for the same person as the shoes before."""
        reader = self._services.reader()
        if not said.query.text or not goes_on(said.text) or not reader.names_goods(said.text):
            return query
        return reader.refine(said.query, said.text)
