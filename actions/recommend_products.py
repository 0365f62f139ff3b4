"""Suggest the best rated of what was described, or what others like most."""

from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import heard
from actions.services import Services
from catalog.query import Sort
from catalog.stages import Stopwatch
from shop.phrasing import results


class RecommendProducts(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_recommend_products"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        stopwatch = Stopwatch()
        with stopwatch.measure("parse"):
            query = self._services.reader().parse(heard(tracker).text)
        query = replace(query, sort=query.sort or Sort.BEST_RATED)
        found = await self._services.finding.find(query, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
        if not found.cards:
            replies.tell(dispatcher, results.what_for(), stopwatch)
            return []
        cards = [replace(card, why=f"rated {card.rating:.1f} of 5" if card.rating else None) for card in found.cards]
        replies.tell(dispatcher, results.found(cards, query, lead="People like"), stopwatch)
        return [replies.remember_query(query), *replies.remember_shown(cards), replies.start_seen(cards)]
