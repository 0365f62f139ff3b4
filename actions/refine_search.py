"""Narrow, widen or page through the results being talked about."""

import re

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import Heard, heard
from actions.search_products import present
from actions.services import Services
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.phrasing import results

MORE = re.compile(r"\b(more|others?|else|next|another|different)\b")


class RefineSearch(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_refine_search"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        stopwatch = Stopwatch()
        shown = await self._services.products.cards(said.shown)
        with stopwatch.measure("parse"):
            query = self._services.reader().refine(
                said.query,
                said.text,
                shown_prices_minor=[card.price.amount_minor for card in shown],
                shown_brands=[card.brand for card in shown[: results.SPOKEN_AT_ONCE]],
            )
        if query == said.query and MORE.search(said.text.lower()):
            return await self._next_page(dispatcher, said, query, stopwatch)
        return await present(self._services, dispatcher, query, stopwatch)

    async def _next_page(
        self, dispatcher: CollectingDispatcher, said: Heard, query: Query, stopwatch: Stopwatch
    ) -> replies.Events:
        found = await self._services.finding.find(
            query, limit=results.SHOWN_AT_ONCE, skip=said.seen, stopwatch=stopwatch
        )
        if not found.cards:
            replies.tell(dispatcher, results.no_more(query), stopwatch)
            return []
        replies.tell(dispatcher, results.found(found.cards, query, lead="There is also"), stopwatch)
        return [*replies.remember_shown(found.cards), replies.extend_seen(said.seen, found.cards)]
