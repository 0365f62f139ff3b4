"""Suggest what suits the shopper, what goes with something, or the best rated of what was described."""

import re
from collections.abc import Iterator
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.open_question import ask
from actions.heard import Heard, heard
from actions.products.tell_alike import asks_for_alike, tell_alike
from actions.products.tell_found import remember_found
from actions.products.tell_recommended import Recommendations
from actions.services import Services
from catalog.query import Query, Sort
from catalog.stages import Stopwatch
from rerank.recommending import Only
from shop import occasions
from shop.advice import asks_beside, asks_for_ideas, asks_for_popular, asks_what_else
from shop.phrasing import results
from shop.pointing import goes_on

OF_THESE = re.compile(r"\b(?:of|between|among|from) (?:those|these|them)\b|\bwhich (?:one )?(?:would|do|should|is)\b")
POINTS_AT_SEVERAL = re.compile(r"\b(?:of|between|among|from) (?:those|these|them)\b")
DOUBTED, ENOUGH_PEOPLE = 3.8, 20


class RecommendProducts(Action):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._recommendations = Recommendations(services)

    def name(self) -> str:
        return "action_recommend_products"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        stopwatch = Stopwatch()
        if (told := await self._beside_something(dispatcher, said, stopwatch)) is not None:
            return told
        if asks_for_popular(said.text) and (
            told := await self._recommendations.ideas(dispatcher, said, stopwatch, only=Only.POPULAR)
        ):
            return told
        with stopwatch.measure("parse"):
            query = self._asked(said)
        if self._may_be_anything(said, query) and (
            told := await self._recommendations.ideas(dispatcher, said, stopwatch)
        ):
            return told
        if not results.can_be_looked_for(query) or self._is_of_shown(said):
            return await self._of_shown(dispatcher, said, stopwatch)
        for described, lead in self._described(said.text, query):
            best = replace(described, sort=described.sort or Sort.BEST_RATED)
            found = await self._services.finding.find(best, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
            if found.cards:
                cards, kind = found.cards, "offer_to_add" if len(found.cards) == 1 else "one_of_these"
                replies.tell(dispatcher, results.recommended(cards, found.rating_counts, best, lead=lead), stopwatch)
                return remember_found(self._services, best, cards, {"kind": kind})
        replies.tell(dispatcher, results.no_idea(query), stopwatch)
        return []

    async def _beside_something(
        self, dispatcher: CollectingDispatcher, said: Heard, stopwatch: Stopwatch
    ) -> replies.Events | None:
        """Like it, with it, or with all that is in the cart; None where nothing of the kind is asked for."""
        if asks_for_alike(said.text) and (told := await tell_alike(self._services, dispatcher, said, stopwatch)):
            return told
        if asks_what_else(said.text):
            return await self._recommendations.for_cart(dispatcher, said, stopwatch)
        if not asks_beside(said.text):
            return None
        if (told := await self._recommendations.beside(dispatcher, said, stopwatch)) is None:
            replies.tell(dispatcher, results.goes_with_unknown(), stopwatch)
            return []
        return told

    def _may_be_anything(self, said: Heard, query: Query) -> bool:
        """While products are talked of only what points at them, or says no more than "recommend", is about those."""
        if asks_for_ideas(said.text):
            return True
        return not (results.can_be_looked_for(query) or said.shown)

    def _asked(self, said: Heard) -> Query:
        """ "What would you take under fifty" is about the jackets that are talked of, and a present is about others."""
        reader = self._services.reader()
        asked = reader.parse(said.text)
        bounds_only = results.can_be_looked_for(asked) and not (asked.text or asked.attributes or asked.brands)
        if said.query.text and bounds_only and not occasions.is_a_present(said.text):
            return reader.refine(said.query, said.text)
        return reader.refine(said.query, said.text) if said.query.text and goes_on(said.text) else asked

    def _is_of_shown(self, said: Heard) -> bool:
        """ "Which of those would you take, and why" names no goods, whatever words are in it, shown or not."""
        pattern = OF_THESE if said.shown else POINTS_AT_SEVERAL
        return pattern.search(said.text.lower()) is not None and not self._services.reader().goods_named(said.text)

    def _described(self, text: str, query: Query) -> Iterator[tuple[Query, str]]:
        """What there is to go by, surest first: what someone likes, what was named, and whom it is for."""
        reader = self._services.reader()
        if thing := occasions.liked(text):
            likes = reader.parse(thing)
            yield _within(query, likes), f"For someone who likes {likes.text}, I have" if likes.text else "People like"
        yield query, "People like"
        if goods := reader.goods_named(text):
            yield _within(query, reader.parse(goods)), "People like"
        if occasions.is_for_a_child(text):
            yield _within(query, reader.parse("something for kids")), "For kids, people like"

    async def _of_shown(self, dispatcher: CollectingDispatcher, said: Heard, stopwatch: Stopwatch) -> replies.Events:
        """ "Which of these would you take?" asks for an opinion; the shop's customers have one."""
        products = await self._services.products.products([product_id for product_id, _ in said.shown])
        rated = [product for product in products if product.rating is not None]
        if not rated:
            replies.tell(dispatcher, results.what_for(), stopwatch)
            return []
        best = max(rated, key=lambda product: believed(product.rating or 0, product.rating_count))
        card = next(card for card in await self._services.products.cards(said.shown) if card.id == best.id)
        replies.tell(dispatcher, results.best_of_shown(card, best.rating_count, several=len(rated) > 1), stopwatch)
        return [replies.focus_on(card), ask({"kind": "offer_to_add"}, now=self._services.now())]


def believed(rating: float, people: int) -> float:
    """Five stars from one person are less than four and a half from hundreds."""
    return (rating * people + DOUBTED * ENOUGH_PEOPLE) / (people + ENOUGH_PEOPLE)


def _within(query: Query, other: Query) -> Query:
    """The other thing, within the prices that were named."""
    bounds = ("max_price_minor", "min_price_minor", "currency", "exclude", "not_brands")
    return replace(other, **{name: getattr(query, name) for name in bounds})
