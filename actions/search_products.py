"""Find products for what the shopper just said."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import heard
from actions.services import Services
from catalog.query import Query
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
        return await present(self._services, dispatcher, query, stopwatch)


async def present(
    services: Services, dispatcher: CollectingDispatcher, query: Query, stopwatch: Stopwatch
) -> replies.Events:
    """Search, tell, and remember what is now being talked about."""
    found = await services.finding.find(query, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
    nearest = [found.nearest] if found.nearest else []
    answer = results.found(found.cards, query) if found.cards else results.nothing(query, nearest=found.nearest)
    replies.tell(dispatcher, answer, stopwatch)
    shown = found.cards or nearest
    return [replies.remember_query(query), *replies.remember_shown(shown), replies.start_seen(shown)]
