"""Puts one or several things into the cart: what is certain at once; what is not is asked for, one after the other."""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.cart.steps import StepLine, last_step, put_in, put_on_top, remember_step
from actions.cart.thing_finding import OwnHistory, ThingFinding
from actions.cart.usually import Usual
from actions.cart.waiting import Thing, with_waiting
from actions.conversation.open_question import ask, open_question
from actions.heard import Heard, ShownPair
from actions.services import Services
from catalog.product import Product, ProductCard
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.amounts import beyond_counting, how_many
from shop.carts import MOST_PER_LINE
from shop.choosing import ASKED_FIRST, Choice, choose, to_be_chosen, wanted
from shop.errors import CartFull, OtherCurrency, OutOfStock
from shop.phrasing import cart as phrasing
from shop.phrasing import lists
from shop.phrasing import usual as usual_phrasing
from shop.reply import Answer
from shop.shopping_list import Added, Taken
from shop.usual.habits import Habit
from shop.usual.history import Bought
from shop.usual.wording import claims_usual_amount, without_usual

ONCE_MORE = re.compile(r"\b(?:again|more|another|once more)\b")
HOW_MANY_TO_ADD = "how_many_to_add"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question that keeps a thing out of the cart for now, and what has to be remembered with it."""

    answer: Answer
    question: dict[str, Any]
    events: replies.Events
    thing: Thing


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTime:
    """The variant that was bought the last time, and what of it only the shopper can choose."""

    bought: Bought
    required: tuple[str, ...]

    @property
    def variant_id(self) -> str:
        return self.bought.variant_id

    def answer(self, card: ProductCard) -> Answer:
        return usual_phrasing.as_last_time(card, self.bought, self.required)


@dataclass(slots=True)
class Filling:
    """One turn's work on the cart. `alone` is a single thing, told as such."""

    said: Heard
    alone: bool
    taken: Taken = field(default_factory=Taken)
    asking: Asking | None = None
    waiting: list[Thing] = field(default_factory=list)
    focus: ShownPair | None = None
    steps: list[StepLine] = field(default_factory=list)

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
        self._things = ThingFinding(services)

    async def fill(
        self, said: Heard, things: Sequence[Thing], stopwatch: Stopwatch, *, taken: Taken | None = None
    ) -> Filling:
        """Every thing in turn; `taken` is what was done before in the same turn."""
        filling = Filling(said=said, alone=len(things) == 1 and taken is None, taken=taken or Taken())
        own = OwnHistory(self._services, said.shopper_id)
        ahead = deque(things)
        while ahead:
            thing = ahead.popleft()
            if (asking := self._how_many(thing)) is not None:
                filling.ask(asking)
                continue
            about, usual = await self._things.find(said, thing, own, stopwatch)
            cards, thing = about.cards, replace(thing, query=_with_amount(about.query, thing.amount))
            if not cards:
                filling.note(missing=(*filling.taken.missing, about.query))
            elif usual.is_gone and not about.certain:
                filling.ask(await self._instead_of_usual(usual, thing, cards, stopwatch))
            elif len(cards) > 1 and about.certain:
                left = await self._not_put_yet(said, thing, cards)
                filling.note(cart=filling.taken.cart if left else await self._services.carts.cart_of(said.shopper_id))
                ahead.extendleft(replace(thing, pair=(card.id, card.variant_id)) for card in reversed(left))
                filling.alone = False
            elif len(cards) > 1:
                filling.ask(self._which(filling, thing, cards, usual))
            else:
                await self._choose(filling, thing, cards[0], usual)
        return filling

    async def settle(self, filling: Filling, thing: Thing, product: Product, choice: Choice, *, quantity: int) -> None:
        """Add the one variant left, or ask for what is open; something else than asked for is offered, never added."""
        if choice.is_made:
            await self._put(filling, thing, product, choice, quantity=quantity)
            return
        card = choice.card(product)
        question: dict[str, Any] = {"product_id": product.id, "quantity": quantity, "chosen": dict(choice.known)}
        more: dict[str, Any] = {"kind": "instead"}
        if choice.open is None:
            answer = phrasing.only_this(card, choice)
        else:
            more = {"kind": "choice", "attribute": choice.open[0]}
            last = await self._as_last_time(filling.said, product, choice)
            answer = last.answer(card) if last else phrasing.which_choice(card, choice)
            more |= {"as_last": last.variant_id} if last else {}
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
            return [*asking.events, *_remembered(filling, now), ask(question, now=now)]
        if filling.alone and taken.missing:
            replies.tell(dispatcher, phrasing.nothing_to_add(taken.missing[0]), stopwatch)
            return []
        replies.tell(dispatcher, lists.told(taken, None), stopwatch)
        focus = [replies.focus_on_pair(*filling.focus)] if filling.focus else []
        return [*focus, *_remembered(filling, now), ask({"kind": "anything_else"}, now=now)]

    async def _instead_of_usual(
        self, usual: Usual, thing: Thing, cards: Sequence[ProductCard], stopwatch: Stopwatch
    ) -> Asking:
        """What is nearest to a usual thing that cannot be had is offered, never put in its place."""
        habit = usual.sure
        if habit is None:
            raise AssertionError("only what is usual can be gone")
        alike = await self._services.finding.find_alike(
            habit.bought.product_id, within=thing.query, limit=1, stopwatch=stopwatch
        )
        card = next(iter(alike), cards[0])
        question = {
            "kind": "instead",
            "product_id": card.id,
            "chosen": {name: value for name, value in card.attributes.items() if name not in ASKED_FIRST},
            "quantity": how_many(thing.text, thing.query) or 1,
        }
        events = [*replies.remember_shown([card]), replies.remember_query(thing.query)]
        return Asking(answer=usual_phrasing.instead(habit, card), question=question, events=events, thing=thing)

    async def _not_put_yet(self, said: Heard, thing: Thing, cards: Sequence[ProductCard]) -> Sequence[ProductCard]:
        """ "Both", right after one of them was put in, is the other one too."""
        once_more = thing.query.quantity is not None or ONCE_MORE.search(thing.text.lower())
        put = put_in(last_step(said.cart_step, now=self._services.now()))
        if once_more or not any(card.id in put for card in cards):
            return cards
        there = {line.product_id for line in (await self._services.carts.cart_of(said.shopper_id)).lines}
        return [card for card in cards if card.id not in there]

    def _how_many(self, thing: Thing) -> Asking | None:
        """Where no number of things was said that could be meant; "1000 piece puzzle" is a name."""
        goods = beyond_counting(thing.text, thing.query, most=MOST_PER_LINE) if thing.amount is None else None
        reader = self._services.reader()
        if goods is None or (goods not in {"", thing.query.text} and reader.goods_named(goods) != goods):
            return None
        plain = replace(thing, text=goods or "it", query=replace(thing.query, text=goods, quantity=None))
        question = {"kind": HOW_MANY_TO_ADD, "thing": plain.as_dict()}
        answer = phrasing.how_many_of(goods, most=MOST_PER_LINE)
        return Asking(answer=answer, question=question, events=[], thing=plain)

    def _which(self, filling: Filling, thing: Thing, cards: Sequence[ProductCard], usual: Usual) -> Asking:
        plain = filling.alone and filling.taken.is_nothing
        answer = phrasing.which_one(cards) if plain else lists.which_of(thing.query, cards)
        if usual.is_unknown:
            answer = usual_phrasing.led_by(usual_phrasing.unknown(thing.query), answer)
        question = {"kind": "which_one", "query": thing.query.as_dict()}
        events = [*replies.remember_shown(cards), replies.remember_query(thing.query)]
        return Asking(answer=answer, question=question, events=events, thing=thing)

    async def _choose(self, filling: Filling, thing: Thing, card: ProductCard, usual: Usual) -> None:
        for product in await self._services.products.products([card.id]):
            said = filling.said
            shown = said.query if card.id in {id_ for id_, _ in said.shown} else thing.query
            before = thing.requested or shown
            known = {**wanted(before, card, product), **self._just_told(said, card)}
            habit = usual.sure or thing.habit
            habit = habit if habit and habit.bought.product_id == card.id else None
            known |= _part_of_habit(habit, product) if habit else {}
            choice = choose(product, thing.query, without_usual(thing.text), known=known)
            quantity = thing.amount or how_many(thing.text, thing.query) or self._amount_before(said, thing, card)
            if habit is not None and claims_usual_amount(thing.text):
                quantity = quantity or habit.quantity
            await self.settle(filling, replace(thing, habit=habit), product, choice, quantity=quantity or 1)

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
            part = sum(one.line.variant_id == variant.id for one in filling.taken.added)
            cart = await carts.add(said.shopper_id, variant.id, quantity=quantity, turn_id=said.turn_id, part=part)
        except OutOfStock as exc:
            await self._offer_what_is_left(filling, thing, product, choice, available=exc.available)
        except OtherCurrency:
            titles = (*filling.taken.other_currency, product.title)
            filling.note(other_currency=titles, cart=await carts.cart_of(said.shopper_id))
        except CartFull as exc:
            filling.note(most=exc.most, cart=await carts.cart_of(said.shopper_id))
        else:
            asked = thing.requested or thing.query
            lines = [line for line in cart.lines if line.variant_id == variant.id]
            filling.steps += [put_on_top(line, quantity, asked=asked) for line in lines]
            added = tuple(Added(line=line, quantity=quantity, asked=asked, habit=thing.habit) for line in lines)
            filling.note(added=(*filling.taken.added, *added), cart=cart)
        filling.focus = (product.id, variant.id)

    async def _as_last_time(self, said: Heard, product: Product, choice: Choice) -> LastTime | None:
        """What is worn was bought before in a size: it is offered, and taken only on a yes."""
        required = to_be_chosen(product)
        if choice.open is None or choice.lacking or choice.open[0] not in required or set(required) & {*choice.known}:
            return None
        offered = {variant.id for variant in choice.variants if any(variant.stock.values())}
        bought = await OwnHistory(self._services, said.shopper_id).of_product(product.id)
        last = next((each for each in bought if each.variant_id in offered), None)
        return LastTime(bought=last, required=required) if last else None

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


def _part_of_habit(habit: Habit, product: Product) -> dict[str, str]:
    """The pack and the flavor go with the habit; what is worn is chosen anew each time."""
    open_ = to_be_chosen(product)
    return {name: value for name, value in habit.bought.attributes.items() if name not in open_}


def _with_amount(query: Query, amount: int | None) -> Query:
    """What was asked for twice in a sentence was added up: its own words tell only the first amount."""
    return query if amount is None else replace(query, quantity=amount)


def _remembered(filling: Filling, now: datetime) -> replies.Events:
    return [remember_step(filling.steps, now=now)] if filling.steps else []
