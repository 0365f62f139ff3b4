"""Put two or three products side by side, or say which of them has what was asked about."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.open_question import ask
from actions.heard import Heard, heard
from actions.products.extremes import tell_extreme
from actions.products.meant import talked_about
from actions.products.pointed import pointed_at
from actions.services import Services
from catalog.product import Product, ProductCard
from shop.extremes import extreme_asked
from shop.phrasing import comparing, details
from shop.pointing import points_at_goods
from shop.references import by_superlative, referred
from shop.reply import Answer

FEWEST, MOST = 2, 3
AND = re.compile(r"\b(?:and|with|to|or|versus|vs\.?|against|than|between)\b|,")
FOR_WHAT = re.compile(
    r"\b(?:better|best|good|suited|suitable|right|ideal|perfect|made)\b(?: one)?(?: suited)? (?:for|in|on|with)"
    r" (?:my |a |an |the |someone with |people with |going |me )*(?P<topic>[\w' -]+?)\W*$"
)
BETTER = re.compile(r"\b(?:which|what|is|are|the)\b.*\b(?:better|best)\b(?! rated)")
NO_TOPIC = frozenset({"me", "money", "price", "value", "it", "that"})


class CompareProducts(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_compare_products"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        asked = extreme_asked(said.text)
        if asked and (events := await tell_extreme(self._services, dispatcher, said, asked)):
            return events
        shown, in_focus = await talked_about(self._services, said)
        named = await self._named(said, shown, in_focus)
        if len(named) < FEWEST:
            named = await self._pointed_at_before(said)
        cards = list(named if len(named) >= FEWEST else shown)
        if len(cards) < FEWEST:
            cards = await self._with_earlier(said, cards)
        if len(cards) < FEWEST:
            replies.tell(dispatcher, details.of_nothing(said.misses))
            return [replies.miss(said.misses)]
        products = {p.id: p for p in await self._services.products.products([card.id for card in cards])}
        cards = [card for card in cards if card.id in products]
        answer = self._told(said, cards, products, several_named=len(named) >= FEWEST)
        replies.tell(dispatcher, answer)
        told = answer.products or ()
        if len(told) == 1:
            return [replies.focus_on(told[0]), ask({"kind": "offer_to_add"}, now=self._services.now())]
        return [*replies.remember_shown(told), ask({"kind": "one_of_these"}, now=self._services.now())]

    async def _pointed_at_before(self, said: Heard) -> tuple[ProductCard, ...]:
        """ "The first and the third", while two of them stand side by side: places of the list they were taken from."""
        for results in said.recollection.others:
            if len(results.pairs) > len(said.shown):
                before = await self._services.products.cards(list(results.pairs))
                if len(found := referred(said.text, before, explicitly=True)) >= FEWEST:
                    return found
        return ()

    async def _with_earlier(self, said: Heard, cards: Sequence[ProductCard]) -> list[ProductCard]:
        """ "What's the difference to the first", where one is left: of what it was chosen from."""
        earlier = next((results.pairs for results in said.recollection.others if len(results.pairs) >= FEWEST), ())
        before = await self._services.products.cards(list(earlier))
        known = {card.id: card for card in (*cards, *(referred(said.text, before, explicitly=True) or before))}
        return list(known.values())[:MOST] if cards else []

    def _told(
        self, said: Heard, cards: Sequence[ProductCard], products: dict[str, Product], *, several_named: bool
    ) -> Answer:
        of = [products[card.id] for card in cards]
        few, of_few = cards[:MOST], of[:MOST]
        if (topic := _topic(said.text)) is not None:
            return comparing.better_for(of_few, few, topic)
        if (most := comparing.which_has_most(of, cards, said.text)) is not None:
            return most
        picked = referred(said.text, cards) if by_superlative(said.text) else ()
        if len(picked) == 1:
            return comparing.that_one(picked[0])
        if BETTER.search(said.text.lower()):
            return comparing.better_liked(of_few, few)
        number = MOST if several_named or len(cards) == MOST else FEWEST
        return comparing.side_by_side(of[:number], cards[:number], said.text, said.query)

    async def _named(
        self, said: Heard, shown: Sequence[ProductCard], in_focus: ProductCard | None
    ) -> tuple[ProductCard, ...]:
        """ "It with the first jacket" are two, each meant by its own words; what was talked of before counts too."""
        called = points_at_goods(said.text, said.recollection)
        of_earlier = bool(called) and called[0] != said.recollection.current
        whole = () if of_earlier else referred(said.text, shown, explicitly=True)
        if len(whole) >= FEWEST:
            return whole
        found: dict[str, ProductCard] = {}
        for part in AND.split(said.text):
            for card in await self._meant_by(part, said, shown, in_focus):
                found.setdefault(card.id, card)
        return tuple(found.values())[:MOST]

    async def _meant_by(
        self, part: str, said: Heard, shown: Sequence[ProductCard], in_focus: ProductCard | None
    ) -> tuple[ProductCard, ...]:
        words = replace(said, text=part)
        pointed = await pointed_at(self._services, words, shown, in_focus, self._services.reader().parse(part))
        if pointed is not None:
            return pointed.cards if pointed.certain else ()
        return referred(part, [in_focus]) if in_focus else ()


def _topic(said: str) -> str | None:
    found = FOR_WHAT.search(said.lower())
    return found["topic"] if found and not set(found["topic"].split()) & NO_TOPIC else None
