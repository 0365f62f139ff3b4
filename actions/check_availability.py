"""Say which stores have a product, and when it would be delivered."""

import re

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.explain_policy import tell_policy
from actions.heard import Heard, heard
from actions.products.meant import meant
from actions.products.stock_alert import StockAlert
from actions.products.tell_availability import tell_availability
from actions.products.tell_found import Telling, present
from actions.products.tell_stores import tell_stores
from actions.refine_search import RefineSearch
from actions.services import Services
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.alerts.wishes import wants_alert
from shop.phrasing import availability

NONE_IN_PARTICULAR = re.compile(r"\b(it|that|this|them|those|these|any|one|ones)\b")


class CheckAvailability(Action):
    def __init__(self, services: Services, *, refine: RefineSearch) -> None:
        self._services = services
        self._refine = refine
        self._alert = StockAlert(services)

    def name(self) -> str:
        return "action_check_availability"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        asked = self._services.reader().parse(said.text)
        if self._is_a_change(said, asked):
            return await self._refine.run(dispatcher, tracker, domain)
        if availability.asks_when_open(said.text) and not self._services.reader().names_goods(said.text):
            return await tell_stores(self._services, dispatcher, said)
        return await self._of_what_is_meant(dispatcher, said, asked, Stopwatch())

    def _is_a_change(self, said: Heard, asked: Query) -> bool:
        """ "Do you have them in blue", of several, and "in any store", narrow or widen what was found."""
        of_several = len(said.shown) > 1 and not said.in_focus and not asked.text
        if of_several and (asked.colors or asked.sizes) and NONE_IN_PARTICULAR.search(said.text.lower()):
            return True
        return bool(said.query.store) and self._services.reader().refine(said.query, said.text).store is None

    async def _of_what_is_meant(
        self, dispatcher: CollectingDispatcher, said: Heard, asked: Query, stopwatch: Stopwatch
    ) -> replies.Events:
        about = await meant(self._services, said, stopwatch, asking=True)
        in_a_store = about.query.store is not None and bool(about.query.text)
        if not about.certain and (about.cards or in_a_store):
            telling = Telling(services=self._services, dispatcher=dispatcher, said=said, stopwatch=stopwatch)
            return await present(telling, about.query, found=about.found)
        if about.cards and wants_alert(said.text):
            return await self._alert.of(dispatcher, said, about.cards[0], asked)
        if not about.cards and availability.asks_for_the_stores(said.text):
            return await tell_stores(self._services, dispatcher, said)
        if not about.cards and availability.asks_how_it_comes(said.text):
            return await tell_policy(self._services, dispatcher, said, kind="shipping")
        return await tell_availability(self._services, dispatcher, said, about.cards, asked, stopwatch)
