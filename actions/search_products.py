"""Find products for what the shopper just said."""

from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import Heard, heard
from actions.search_list import present_list
from actions.services import RequestReader, Services
from actions.tell_found import present, tell_found
from actions.things_meant import things_meant
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.phrasing import results

LONGEST_QUALITY = 2


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
        if (events := await self._narrowed(dispatcher, said, query, stopwatch)) is not None:
            return events
        if not results.can_be_looked_for(query):
            replies.tell(dispatcher, results.what_then(), stopwatch)
            return []
        return await present(self._services, dispatcher, query, stopwatch, said=said.text)

    async def _narrowed(
        self, dispatcher: CollectingDispatcher, said: Heard, query: Query, stopwatch: Stopwatch
    ) -> replies.Events | None:
        """ "Decaf", after coffee was found, asks for decaf coffee, if there is some."""
        reader = self._services.reader()
        if not said.shown or not said.query.text or query.brands or _names_a_thing(reader, said.text, query):
            return None
        narrower = reader.refine(said.query, said.text)
        if reader.names_goods(said.text):
            narrower = replace(said.query, text=f"{query.text} {said.query.text}")
        elif narrower == said.query:
            return None
        only_bounds = narrower.text == said.query.text
        if not only_bounds and len(query.text.split()) > LONGEST_QUALITY:
            return None
        found = await self._services.finding.find(narrower, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
        if not only_bounds and not any(results.says(card, query.text) for card in found.cards):
            return None
        return await tell_found(self._services, dispatcher, narrower, found, stopwatch)


def _names_a_thing(reader: RequestReader, text: str, query: Query) -> bool:
    """ "Whole bean", after coffee, is more of a quality than beans are; "peanut butter" is a thing of its own."""
    return reader.names_goods(text) and (
        reader.goods_named(text) == query.text or len(query.text.split()) < LONGEST_QUALITY
    )
