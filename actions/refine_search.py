"""Narrow, widen or page through the results being talked about."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.bringing_back import bring_back
from actions.heard import Heard, heard
from actions.open_question import ask
from actions.qualities import qualified
from actions.services import Services
from actions.show_details import ShowDetails
from actions.tell_alike import asks_for_alike, tell_alike
from actions.tell_availability import tell_availability
from actions.tell_found import tell_found
from catalog.product import ProductCard
from catalog.query import Query
from catalog.search import Found
from catalog.stages import Stopwatch
from shop.phrasing import results
from shop.references import by_place

THIS_ONE = re.compile(r"\b(it|this|that)\b(?! (one )?(is|was)\b)")
NO_GOODS = {"other", "others", "another", "different"}
MORE = re.compile(r"\b(more|others?|else|next|another|different|similar)\b")


class RefineSearch(Action):
    def __init__(self, services: Services, *, details: ShowDetails) -> None:
        self._services = services
        self._details = details

    def name(self) -> str:
        return "action_refine_search"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        stopwatch = Stopwatch()
        if (back := await bring_back(self._services, dispatcher, said, stopwatch)) is not None:
            return back
        if asks_for_alike(said.text) and (told := await tell_alike(self._services, dispatcher, said, stopwatch)):
            return told
        if self._services.reader().names_goods(said.text):
            asked = self._services.reader().parse(said.text)
            if (narrower := await qualified(self._services, said, asked, stopwatch)) is not None:
                return await tell_found(self._services, dispatcher, *narrower, stopwatch)
        return await self._refine(dispatcher, said, stopwatch)

    async def _refine(self, dispatcher: CollectingDispatcher, said: Heard, stopwatch: Stopwatch) -> replies.Events:
        with stopwatch.measure("parse"):
            asked = self._services.reader().parse(said.text)
        shown = await self._services.products.cards(said.shown)
        if not asked.text and (asked.colors or asked.sizes) and (one := await self._one_meant(said, shown)):
            return await tell_availability(self._services, dispatcher, said, [one], asked, stopwatch)
        if not said.shown and not self._services.reader().names_goods(said.text) and not said.query.text:
            replies.tell(dispatcher, results.what_then(), stopwatch)
            return []
        with stopwatch.measure("parse"):
            query = self._services.reader().refine(
                said.query,
                said.text,
                shown_prices_minor=[card.price.amount_minor for card in shown],
                shown_brands=[card.brand for card in shown[: results.SPOKEN_AT_ONCE]],
            )
        if not results.can_be_looked_for(query):
            replies.tell(dispatcher, results.what_then(), stopwatch)
            return []
        if query == said.query and by_place(said.text, shown):
            return await self._details.tell_of(dispatcher, said)
        if MORE.search(said.text.lower()) and (query == said.query or asked.text in NO_GOODS):
            return await self._next_page(dispatcher, said, said.query, stopwatch)
        return await self._changed(dispatcher, said, query, asked, stopwatch)

    async def _one_meant(self, said: Heard, shown: Sequence[ProductCard]) -> ProductCard | None:
        """ "Do you have this in red" and "the first in navy" are about one thing, not about all that were found."""
        if THIS_ONE.search(said.text.lower()) and said.in_focus:
            return next(iter(await self._services.products.cards([said.in_focus])), None)
        return by_place(said.text, shown)

    async def _changed(
        self, dispatcher: CollectingDispatcher, said: Heard, query: Query, asked: Query, stopwatch: Stopwatch
    ) -> replies.Events:
        """What was `asked` may be a request of its own: it is, if nothing fits otherwise and it names goods itself.

        Words that fit nothing are given up before the bounds said with them, and what was shown is still talked of.
        """
        found = await self._find(query, stopwatch)
        if not found.cards and self._services.reader().names_goods(said.text):
            other = await self._find(asked, stopwatch)
            if other.cards:
                query, found = asked, other
        if found.cards or found.near_miss or not said.shown:
            return await tell_found(self._services, dispatcher, query, found, stopwatch)
        plainly = replace(query, text=said.query.text)
        if plainly not in (query, said.query) and (simpler := await self._find(plainly, stopwatch)).cards:
            return await tell_found(self._services, dispatcher, plainly, simpler, stopwatch, lead=results.NOT_EXACTLY)
        replies.tell(dispatcher, results.none_so(query), stopwatch)
        return []

    async def _find(self, query: Query, stopwatch: Stopwatch) -> Found:
        return await self._services.finding.find(query, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)

    async def _next_page(
        self, dispatcher: CollectingDispatcher, said: Heard, query: Query, stopwatch: Stopwatch
    ) -> replies.Events:
        found = await self._services.finding.find(
            query, limit=results.SHOWN_AT_ONCE, skip=said.seen, stopwatch=stopwatch
        )
        if not found.cards:
            replies.tell(dispatcher, results.no_more(query), stopwatch)
            return []
        replies.tell(dispatcher, results.found(found.cards, query, lead="I also have"), stopwatch)
        question = ask({"kind": "one_of_these"}, now=self._services.now())
        return [*replies.remember_shown(found.cards), replies.extend_seen(said.seen, found.cards), question]
