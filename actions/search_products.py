"""Find products for what the shopper just said."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import heard
from actions.open_question import ask
from actions.services import Services
from catalog.query import Query
from catalog.search import Found
from catalog.stages import Stopwatch
from shop.phrasing import results


class SearchProducts(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_search_products"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        stopwatch = Stopwatch()
        with stopwatch.measure("parse"):
            query = self._services.reader().parse(heard(tracker).text)
        if not results.can_be_looked_for(query):
            replies.tell(dispatcher, results.what_then(), stopwatch)
            return []
        return await present(self._services, dispatcher, query, stopwatch)


async def present(
    services: Services, dispatcher: CollectingDispatcher, query: Query, stopwatch: Stopwatch, *, lead: str = ""
) -> replies.Events:
    """Search, tell, and remember what is now being talked about."""
    found = await services.finding.find(query, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
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
