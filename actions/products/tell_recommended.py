"""Tells what is recommended where nothing was searched for: to begin with, beside a product, and for the cart."""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.conversation.open_question import open_question
from actions.heard import Heard
from actions.products.tell_found import remember_found
from actions.services import Services
from catalog.product import ProductCard
from catalog.query import Query
from catalog.stages import Stopwatch
from rerank.recommending import Only, Visit, Wish
from shop.advice import thing_beside
from shop.asking import who_asks
from shop.phrasing import recommending as phrasing
from shop.phrasing.results import SHOWN_AT_ONCE
from shop.references import referred, titled
from shop.reply import Answer
from shop.shown import Surface
from shop.turn import Channel


class Recommendations:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def ideas(
        self, dispatcher: CollectingDispatcher, said: Heard, stopwatch: Stopwatch, *, only: Only | None = None
    ) -> replies.Events | None:
        """None in a shop that has nothing to recommend."""
        with stopwatch.measure("retrieve"):
            wish = Wish(surface=Surface.HOME, only=only)
            found = await self._services.recommending.recommended(_visit(said), wish, limit=SHOWN_AT_ONCE)
        if not found.cards:
            return None
        if only is Only.POPULAR:
            answer = phrasing.popular(found.cards)
        else:
            answer = phrasing.ideas(found.cards, is_personal=found.is_personal)
        return self._told(dispatcher, found.cards, answer, wish, stopwatch)

    async def for_cart(self, dispatcher: CollectingDispatcher, said: Heard, stopwatch: Stopwatch) -> replies.Events:
        cart = await self._services.carts.cart_of(said.shopper_id)
        beside = tuple(dict.fromkeys(line.product_id for line in cart.lines))
        wish = Wish(surface=Surface.CART, beside=beside, only=None if beside else Only.DUE)
        with stopwatch.measure("retrieve"):
            found = await self._services.recommending.recommended(_visit(said), wish, limit=SHOWN_AT_ONCE)
        if not found.cards:
            replies.tell(dispatcher, phrasing.nothing_missing(is_empty=not beside), stopwatch)
            return []
        answer = phrasing.for_cart(found.cards) if beside else phrasing.due(found.cards)
        return self._told(dispatcher, found.cards, answer, wish, stopwatch)

    async def beside(
        self, dispatcher: CollectingDispatcher, said: Heard, stopwatch: Stopwatch
    ) -> replies.Events | None:
        """None where nothing is pointed at, or nothing is known to go with it."""
        anchor = await self._meant(said, stopwatch)
        if anchor is None:
            return None
        with stopwatch.measure("retrieve"):
            wish = Wish(surface=Surface.GOES_WITH, beside=(anchor.id,))
            found = await self._services.recommending.recommended(_visit(said), wish, limit=SHOWN_AT_ONCE)
        if not found.cards:
            return None
        return self._told(dispatcher, found.cards, phrasing.beside(found.cards, anchor.title), wish, stopwatch)

    async def others(
        self, dispatcher: CollectingDispatcher, said: Heard, stopwatch: Stopwatch
    ) -> replies.Events | None:
        """None where nothing was recommended just now."""
        question = open_question(said, now=self._services.now()) or {}
        if "recommended" not in question:
            return None
        wish = _wish(question["recommended"], but=said.seen)
        with stopwatch.measure("retrieve"):
            found = await self._services.recommending.recommended(_visit(said), wish, limit=SHOWN_AT_ONCE)
        if not found.cards:
            replies.tell(dispatcher, phrasing.no_others(), stopwatch)
            return []
        told = self._told(dispatcher, found.cards, phrasing.others(found.cards), wish, stopwatch)
        return [*told, replies.extend_seen(said.seen, found.cards)]

    async def _meant(self, said: Heard, stopwatch: Stopwatch) -> ProductCard | None:
        """What is pointed at among what was shown, what is in the cart by that name, or the first the shop has so."""
        cards = await self._services.products.cards([pair for pair in (said.in_focus, *said.shown) if pair])
        thing = thing_beside(said.text)
        if not thing:
            in_focus = cards[0] if said.in_focus and cards else None
            pointed = referred(said.text, cards, in_focus=in_focus)
            return next(iter(pointed), cards[0] if cards else None)
        lines = (await self._services.carts.cart_of(said.shopper_id)).lines
        in_cart = await self._services.products.cards([(line.product_id, line.variant_id) for line in lines])
        if called := titled(thing, [*cards, *in_cart]) or _called(thing, [*cards, *in_cart]):
            return called
        query = self._services.reader().parse(thing)
        found = await self._services.finding.find(query, limit=1, stopwatch=stopwatch)
        return next(iter(found.cards), None)

    def _told(
        self,
        dispatcher: CollectingDispatcher,
        cards: Sequence[ProductCard],
        answer: Answer,
        wish: Wish,
        stopwatch: Stopwatch,
    ) -> replies.Events:
        """What was wished for stays with the question, so that "not those" can be answered with others, and why."""
        replies.tell(dispatcher, answer, stopwatch)
        whys = {card.id: card.why for card in cards if card.why}
        wished = {"surface": wish.surface.value, "beside": list(wish.beside), "only": wish.only, "whys": whys}
        question = {"kind": "offer_to_add" if len(cards) == 1 else "one_of_these", "recommended": wished}
        return remember_found(self._services, Query(), cards, question)


def why_recommended(question: Mapping[str, Any] | None, product_id: str) -> str | None:
    """As it was when the product was recommended, while that is talked of."""
    whys: Mapping[str, str] = (question or {}).get("recommended", {}).get("whys", {})
    return whys.get(product_id)


def _called(thing: str, cards: Sequence[ProductCard]) -> ProductCard | None:
    words = set(thing.split())
    return next((card for card in cards if words <= set(f"{card.title} {card.category}".lower().split())), None)


def _wish(plain: Mapping[str, Any], *, but: Sequence[str]) -> Wish:
    only = plain.get("only")
    return Wish(
        surface=Surface(plain["surface"]),
        beside=tuple(plain["beside"]),
        but=tuple(but),
        only=Only(only) if only else None,
    )


def _visit(said: Heard) -> Visit:
    asking = who_asks()
    return Visit(shopper_id=said.shopper_id, channel=asking.channel if asking else Channel.SHELL)
