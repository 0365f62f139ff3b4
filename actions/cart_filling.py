"""Puts one or several things into the cart: what is certain at once; what is not is asked for, one after the other."""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.heard import Heard, ShownPair
from actions.meant import meant
from actions.open_question import ask, open_question
from actions.services import Services
from actions.waiting import Thing, with_waiting
from catalog.product import Product, ProductCard
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.amounts import how_many
from shop.choosing import Choice, choose, wanted
from shop.errors import CartFull, OutOfStock
from shop.phrasing import cart as phrasing
from shop.phrasing import lists
from shop.reply import Answer
from shop.shopping_list import Added, Taken

# "The one with the longer battery" is one of those shown, whichever that is.
POINTS = re.compile(r"\b(?:the|that|this) (?:\w+ )?one\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question that keeps a thing out of the cart for now, and what has to be remembered with it."""

    answer: Answer
    question: dict[str, Any]
    events: replies.Events
    thing: Thing


@dataclass(slots=True)
class Filling:
    """One turn's work on the cart. `alone` is a single thing, told as such."""

    said: Heard
    alone: bool
    taken: Taken = field(default_factory=Taken)
    asking: Asking | None = None
    waiting: list[Thing] = field(default_factory=list)
    focus: ShownPair | None = None

    def note(self, **changes: Any) -> None:
        self.taken = replace(self.taken, **changes)

    def ask(self, asking: Asking) -> None:
        if self.asking is None:
            self.asking = asking
        else:
            self.waiting.append(asking.thing)


class CartFilling:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def fill(
        self, said: Heard, things: Sequence[Thing], stopwatch: Stopwatch, *, taken: Taken | None = None
    ) -> Filling:
        """Every thing in turn; `taken` is what was done before in the same turn."""
        filling = Filling(said=said, alone=len(things) == 1 and taken is None, taken=taken or Taken())
        ahead = deque(things)
        while ahead:
            thing = ahead.popleft()
            cards, certain, query = await self._cards_of(said, thing, stopwatch)
            if not cards:
                filling.note(missing=(*filling.taken.missing, query))
            elif len(cards) > 1 and certain:
                pointed = replace(thing, query=query)
                ahead.extendleft(replace(pointed, pair=(card.id, card.variant_id)) for card in reversed(cards))
                filling.alone = False
            elif len(cards) > 1:
                filling.ask(self._which(filling, replace(thing, query=query), cards))
            else:
                await self._choose(filling, replace(thing, query=query), cards[0])
        return filling

    async def settle(self, filling: Filling, thing: Thing, product: Product, choice: Choice, *, quantity: int) -> None:
        """Add the one variant left, or ask for what is open; something else than asked for is offered, never added."""
        if choice.is_made:
            await self._put(filling, thing, product, choice, quantity=quantity)
            return
        card = choice.card(product)
        question: dict[str, Any] = {"product_id": product.id, "quantity": quantity, "chosen": dict(choice.known)}
        if choice.open is None:
            answer, more = phrasing.only_this(card, choice), {"kind": "instead"}
        else:
            answer, more = phrasing.which_choice(card, choice), {"kind": "choice", "attribute": choice.open[0]}
        filling.ask(Asking(answer=answer, question={**question, **more}, events=[replies.focus_on(card)], thing=thing))

    def tell(self, dispatcher: CollectingDispatcher, filling: Filling, stopwatch: Stopwatch) -> replies.Events:
        """One answer for all of it, and what is to be remembered."""
        now, asking, taken = self._services.now(), filling.asking, filling.taken
        if asking is not None:
            answer = asking.answer if taken.is_nothing else lists.told(taken, asking.answer)
            replies.tell(dispatcher, answer, stopwatch)
            question = asking.question
            if not filling.alone:
                question = with_waiting(question, asking.thing, filling.waiting)
            return [*asking.events, ask(question, now=now)]
        if filling.alone and taken.missing:
            replies.tell(dispatcher, phrasing.nothing_to_add(taken.missing[0]), stopwatch)
            return []
        replies.tell(dispatcher, lists.told(taken, None), stopwatch)
        focus = [replies.focus_on_pair(*filling.focus)] if filling.focus else []
        return [*focus, ask({"kind": "anything_else"}, now=now)]

    async def _cards_of(
        self, said: Heard, thing: Thing, stopwatch: Stopwatch
    ) -> tuple[Sequence[ProductCard], bool, Query]:
        """A wish for an order ("the cheapest milk") makes the first of them certain."""
        if thing.pair is not None:
            return await self._services.products.cards([thing.pair]), True, thing.query
        found = await meant(self._services, replace(said, text=thing.text), stopwatch)
        if found.query.sort is not None and not found.certain:
            return found.cards[:1], True, found.query
        if not found.cards and POINTS.search(thing.text.lower()):
            return await self._services.products.cards(said.shown), False, Query()
        return found.cards, found.certain, found.query

    def _which(self, filling: Filling, thing: Thing, cards: Sequence[ProductCard]) -> Asking:
        plain = filling.alone and filling.taken.is_nothing
        answer = phrasing.which_one(cards) if plain else lists.which_of(thing.query, cards)
        question = {"kind": "which_one", "query": thing.query.as_dict()}
        events = [*replies.remember_shown(cards), replies.remember_query(thing.query)]
        return Asking(answer=answer, question=question, events=events, thing=thing)

    async def _choose(self, filling: Filling, thing: Thing, card: ProductCard) -> None:
        for product in await self._services.products.products([card.id]):
            said = filling.said
            shown = said.query if card.id in {id_ for id_, _ in said.shown} else thing.query
            before = thing.requested or shown
            known = {**wanted(before, card, product), **self._just_told(said, card)}
            choice = choose(product, thing.query, thing.text, known=known)
            quantity = how_many(thing.text, thing.query) or self._amount_before(said, thing, card) or 1
            await self.settle(filling, thing, product, choice, quantity=quantity)

    def _amount_before(self, said: Heard, thing: Thing, card: ProductCard) -> int | None:
        """ "Two gallons of milk" holds for "the first one" of those that were found, until another thing is asked."""
        if thing.requested is not None:
            return thing.requested.quantity
        question = open_question(said, now=self._services.now())
        if question is None or (card.id, card.variant_id) not in said.shown:
            return None
        if question["kind"] == "of_several":
            amounts = {one["product_id"]: one["query"].get("quantity") for one in question["things"]}
            return amounts.get(card.id)
        return said.query.quantity if question["kind"] in {"one_of_these", "offer_to_add"} else None

    def _just_told(self, said: Heard, card: ProductCard) -> dict[str, str]:
        """After "it is in stock in navy, size M: shall I add it?", neither is asked again."""
        question = open_question(said, now=self._services.now())
        offered = question is not None and question["kind"] == "offer_to_add"
        is_it = said.in_focus is not None and said.in_focus[0] == card.id
        return dict(question.get("chosen", {})) if question and offered and is_it else {}

    async def _put(self, filling: Filling, thing: Thing, product: Product, choice: Choice, *, quantity: int) -> None:
        variant, carts, said = choice.variants[0], self._services.carts, filling.said
        try:
            cart = await carts.add(said.shopper_id, variant.id, quantity=quantity, turn_id=said.turn_id)
        except OutOfStock as exc:
            await self._offer_what_is_left(filling, thing, product, choice, available=exc.available)
        except CartFull as exc:
            filling.note(most=exc.most, cart=await carts.cart_of(said.shopper_id))
        else:
            asked = thing.requested or thing.query
            lines = [line for line in cart.lines if line.variant_id == variant.id]
            added = tuple(Added(line=line, quantity=quantity, asked=asked) for line in lines)
            filling.note(added=(*filling.taken.added, *added), cart=cart)
        filling.focus = (product.id, variant.id)

    async def _offer_what_is_left(
        self, filling: Filling, thing: Thing, product: Product, choice: Choice, *, available: int
    ) -> None:
        variant = choice.variants[0]
        cart = await self._services.carts.cart_of(filling.said.shopper_id)
        left = available - sum(line.quantity for line in cart.lines if line.variant_id == variant.id)
        answer = phrasing.too_few(product.title, available=available, cart=cart, left=left)
        events = [replies.focus_on_pair(product.id, variant.id)]
        if left > 0:
            question = {"kind": "instead", "product_id": product.id, "chosen": dict(variant.attributes)}
            filling.ask(Asking(answer=answer, question={**question, "quantity": left}, events=events, thing=thing))
        elif filling.alone:
            filling.ask(Asking(answer=answer, question={"kind": "anything_else"}, events=events, thing=thing))
        else:
            filling.note(sold_out=(*filling.taken.sold_out, product.title), cart=cart)
