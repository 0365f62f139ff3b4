"""Narrow, widen, sort or page through the results being talked about, or go back to others."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.open_question import ask
from actions.heard import Heard, heard
from actions.products.bringing_back import bring_back
from actions.products.by_degree import tell_more_of
from actions.products.mentioning import saying, words_added
from actions.products.qualities import qualified
from actions.products.tell_alike import asks_for_alike, tell_alike
from actions.products.tell_availability import tell_availability
from actions.products.tell_found import Telling, none_so, tell_found
from actions.products.tell_recommended import Recommendations
from actions.services import Services
from actions.show_details import ShowDetails
from catalog.product import ProductCard
from catalog.query import Query
from catalog.search import Found
from catalog.stages import Stopwatch
from shop.measures import may_compare
from shop.narrowing import is_a_measure
from shop.phrasing import results
from shop.references import by_place

THIS_ONE = re.compile(r"\b(it|this|that)\b(?! (one )?(is|was)\b)")
OTHERS = re.compile(
    r"(?:others?|another|different)(?: (?:kinds?|types?|sorts?|scents?|flavou?rs?|styles?|options?|choices))?"
)
MORE = re.compile(
    r"\b(more|others?|else|next|another|different|similar)\b"
    r"|^\W*(?:(?:no|nah|nope|um|uh|hmm|actually|sorry|but)\W+)*"
    r"(?:not|none of|neither of|i (?:don'?t|do not) (?:like|want)) (?:any of |either of )?(?:those|these|them)"
    r"(?: ones)?(?:\W+(?:please|thanks|at all|either))*\W*$"
)
IN_A_CURRENCY = re.compile(r"\b(?:in|to|into) (?:euros?|pounds?|dollars?|sterling|rupees?|yen|gbp|eur|usd)\W*$")
GIVES_UP = re.compile(r"\b(?:any|forget|drop|never ?mind|doesn'?t matter|don'?t care|whatever|regardless|no limit)\b")
# "Not wood but glass" says of what, and asks for no glasses.
CONTRASTS = re.compile(r"^\W*(?:no\W+)?not? [\w' -]+?\W+but\b")
# What can be looked up, rather than what is a matter of taste.
FIRMLY = re.compile(r"\b(?:with|has|have|having|contain\w*|from|by|called)\b|\d")
WHAT_ABOUT = re.compile(r"^\W*(?:(?:and|so|ok|or) )?(?:what|how) about (?:an? )?")
A_NUMBER_ALONE = re.compile(r"\W*(?:an? )?[\w.]+(?: and a half)?\W*$")


class RefineSearch(Action):
    def __init__(self, services: Services, *, details: ShowDetails) -> None:
        self._services = services
        self._details = details
        self._recommendations = Recommendations(services)

    def name(self) -> str:
        return "action_refine_search"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        telling = Telling(services=self._services, dispatcher=dispatcher, said=said, stopwatch=Stopwatch())
        if (back := await bring_back(telling)) is not None:
            return back
        alike = asks_for_alike(said.text)
        if alike and (told := await tell_alike(self._services, dispatcher, said, telling.stopwatch)):
            return told
        if self._services.reader().names_goods(said.text):
            asked = self._services.reader().parse(said.text)
            if (narrower := await qualified(self._services, said, asked, telling.stopwatch)) is not None:
                return await tell_found(telling, narrower.query, narrower.found, lead=narrower.lead)
            if said.shown and is_a_measure(said.text):
                return await none_so(telling, replace(said.query, text=f"{asked.text} {said.query.text}"))
        return await self._refine(telling)

    async def _refine(self, telling: Telling) -> replies.Events:
        said, watch = telling.said, telling.stopwatch
        with watch.measure("parse"):
            asked = self._services.reader().parse(said.text)
        shown = await self._services.products.cards(said.shown)
        # "That's too small" asks for no size small.
        other_goods = self._services.reader().names_goods(said.text)
        chosen = bool(asked.colors or asked.sizes) and not other_goods and not may_compare(said.text)
        if chosen and (one := await self._one_meant(said, shown)):
            return await tell_availability(self._services, telling.dispatcher, said, [one], asked, watch)
        if (otherwise := await self._no_bound(telling, shown, asked)) is not None:
            return otherwise
        if size := await self._size_alone(said, shown):
            telling = replace(telling, said=replace(said, text=f"size {size}"))
        query = self._refined(telling, shown)
        if query is None or not results.can_be_looked_for(query):
            return await self._of_nothing(telling)
        if query == said.query and by_place(said.text, shown):
            return await self._details.tell_of(telling.dispatcher, said)
        if MORE.search(said.text.lower()) and (query == said.query or OTHERS.fullmatch(asked.text)):
            return await self._next_page(telling, said.query)
        return await self._changed(telling, query, asked)

    async def _of_nothing(self, telling: Telling) -> replies.Events:
        """Nothing was searched for that could be changed; of what was recommended there may be others."""
        said, watch = telling.said, telling.stopwatch
        if MORE.search(said.text.lower()):
            others = await self._recommendations.others(telling.dispatcher, said, watch)
            if others is not None:
                return others
        replies.tell(telling.dispatcher, results.what_then(said.misses), watch)
        return [replies.miss(said.misses)]

    async def _no_bound(self, telling: Telling, shown: Sequence[ProductCard], asked: Query) -> replies.Events | None:
        """What no bound can say: another currency, or more of what the products measure."""
        if shown and asked.max_price_minor is None and IN_A_CURRENCY.search(telling.said.text.lower()):
            replies.tell(telling.dispatcher, results.prices_are_in(shown[0].price.currency), telling.stopwatch)
            return []
        return await tell_more_of(telling, shown)

    async def _size_alone(self, said: Heard, shown: Sequence[ProductCard]) -> str:
        """A bare "nine" after shoes asks for no nine pairs of them; empty where nothing shown comes in it."""
        reader = self._services.reader()
        text = WHAT_ABOUT.sub("", said.text.lower())
        if not shown or not A_NUMBER_ALONE.match(text) or reader.parse(text).quantity is None:
            return ""
        asked = reader.parse(f"size {text}").sizes
        products = await self._services.products.products([card.id for card in shown[: results.SPOKEN_AT_ONCE]])
        sizes = {variant.attributes.get("size") for product in products for variant in product.variants}
        return asked[0] if asked and asked[0] in sizes else ""

    def _refined(self, telling: Telling, shown: Sequence[ProductCard]) -> Query | None:
        """None where nothing is being talked about that could be changed."""
        said, reader = telling.said, self._services.reader()
        if not said.shown and not reader.names_goods(said.text) and not said.query.text:
            return None
        with telling.stopwatch.measure("parse"):
            return reader.refine(
                said.query,
                said.text,
                shown_prices_minor=[card.price.amount_minor for card in shown],
                shown_brands=[card.brand for card in shown[: results.SPOKEN_AT_ONCE]],
            )

    async def _one_meant(self, said: Heard, shown: Sequence[ProductCard]) -> ProductCard | None:
        """ "Do you have this in red" and "the first in navy" are about one thing, not about all that were found."""
        if THIS_ONE.search(said.text.lower()) and said.in_focus:
            return next(iter(await self._services.products.cards([said.in_focus])), None)
        return by_place(said.text, shown)

    async def _changed(self, telling: Telling, query: Query, asked: Query) -> replies.Events:
        """What was `asked` may be a request of its own: it is, if nothing fits otherwise and it names goods itself.

        Words that fit nothing are given up before the bounds said with them, and what was shown is still talked of.
        """
        said, watch = telling.said, telling.stopwatch
        words = words_added(said.query, query)
        if words and said.shown and (told := await self._saying(telling, query, words)) is not None:
            return told
        kept = query.text.partition(" with ")[2]
        if kept and (still := await saying(self._services, query, kept, watch)).cards:
            return await tell_found(telling, query, still)
        found = await self._find(query, watch)
        if (
            not found.cards
            and self._services.reader().names_goods(said.text)
            and not CONTRASTS.match(said.text.lower())
        ):
            other = await self._find(asked, watch)
            if other.cards:
                query, found = asked, other
        if found.cards or found.near_miss or not said.shown:
            unchanged = query == said.query and GIVES_UP.search(said.text.lower()) is not None
            return await tell_found(telling, query, found, lead=results.still(query) if unchanged else "")
        plainly = replace(query, text=said.query.text)
        if plainly not in (query, said.query) and (simpler := await self._find(plainly, watch)).cards:
            return await tell_found(telling, plainly, simpler, lead=results.NOT_EXACTLY)
        return await none_so(telling, query)

    async def _saying(self, telling: Telling, query: Query, words: str) -> replies.Events | None:
        """ "With coconut" is said of the goods or it is not; what nobody calls so, as "cozy", is only told first."""
        said, watch = telling.said, telling.stopwatch
        found = await saying(self._services, query, words, watch)
        if found.cards:
            return await tell_found(telling, query, found)
        plainly = replace(query, text=said.query.text)
        if plainly != said.query:
            return None
        if FIRMLY.search(said.text.lower()):
            return await none_so(telling, query)
        anyhow = await self._find(query, watch)
        return await tell_found(telling, plainly, anyhow, lead=results.none_says(words)) if anyhow.cards else None

    async def _find(self, query: Query, stopwatch: Stopwatch) -> Found:
        return await self._services.finding.find(query, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)

    async def _next_page(self, telling: Telling, query: Query) -> replies.Events:
        said, watch = telling.said, telling.stopwatch
        found = await self._services.finding.find(query, limit=results.SHOWN_AT_ONCE, skip=said.seen, stopwatch=watch)
        # A screen shows more at once than is spoken: those are others too, for who only listens.
        unheard = said.shown[results.SPOKEN_AT_ONCE :]
        cards = found.cards or tuple(await self._services.products.cards(unheard))
        if not cards:
            replies.tell(telling.dispatcher, results.no_more(query, again=said.misses > 0), watch)
            return [replies.miss(said.misses)]
        replies.tell(telling.dispatcher, results.found(cards, query, lead="I also have"), watch)
        question = ask({"kind": "one_of_these"}, now=self._services.now())
        return [*replies.remember_shown(cards), replies.extend_seen(said.seen, cards), question]
