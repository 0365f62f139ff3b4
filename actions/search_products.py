"""Find products for what the shopper just said."""

from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import Heard, heard
from actions.open_question import ask
from actions.services import Services
from catalog.query import Query
from catalog.search import Found
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
        with stopwatch.measure("parse"):
            query = self._services.reader().parse(said.text)
        if (events := await self._narrowed(dispatcher, said, query, stopwatch)) is not None:
            return events
        if not results.can_be_looked_for(query):
            replies.tell(dispatcher, results.what_then(), stopwatch)
            return []
        return await present(self._services, dispatcher, query, stopwatch)

    async def _narrowed(
        self, dispatcher: CollectingDispatcher, said: Heard, query: Query, stopwatch: Stopwatch
    ) -> replies.Events | None:
        """ "Decaf", after coffee was found, asks for decaf coffee, if there is some."""
        reader = self._services.reader()
        few = len(query.text.split()) <= LONGEST_QUALITY and not query.brands
        if not few or not said.shown or not said.query.text or reader.names_goods(said.text):
            return None
        if not query.text and not results.can_be_looked_for(query):
            return None
        narrower = reader.refine(said.query, said.text)
        found = await self._services.finding.find(narrower, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
        if not any(results.says(card, query.text) for card in found.cards):
            return None
        return tell_found(self._services, dispatcher, narrower, found, stopwatch)


async def present(
    services: Services, dispatcher: CollectingDispatcher, query: Query, stopwatch: Stopwatch, *, lead: str = ""
) -> replies.Events:
    """Search, tell, and remember what is now being talked about."""
    found = await services.finding.find(query, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
    goods = "" if found.cards or found.near_miss else services.reader().goods_named(query.text)
    if goods and goods != query.text:
        plainly = replace(query, text=goods)
        simpler = await services.finding.find(plainly, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
        if simpler.cards:
            return tell_found(services, dispatcher, plainly, simpler, stopwatch, lead="Not exactly that, but I have")
    return tell_found(services, dispatcher, query, found, stopwatch, lead=lead)


def tell_found(
    services: Services,
    dispatcher: CollectingDispatcher,
    query: Query,
    found: Found,
    stopwatch: Stopwatch,
    *,
    lead: str = "",
) -> replies.Events:
    if found.cards:
        answer, shown = results.found(found.cards, query, lead=lead or "I found"), found.cards
        kind = "offer_to_add" if len(shown) == 1 else "one_of_these"
    elif found.near_miss:
        answer, shown = results.nearly(query, found.near_miss), (found.near_miss.card,)
        kind = "hear_about"
    else:
        answer, shown, kind = results.nothing(query), (), "anything_else"
    replies.tell(dispatcher, answer, stopwatch)
    return [
        replies.remember_query(query),
        *replies.remember_shown(shown),
        replies.start_seen(shown),
        ask({"kind": kind}, now=services.now()),
    ]
