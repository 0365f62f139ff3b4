"""Put what the shopper means into the cart; ask for a choice rather than make it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.cart.filling import CartFilling, Filling
from actions.cart.usually import usual_of
from actions.cart.waiting import CHOICES, Thing, asked_about, is_of_list, unsettled, waiting_in
from actions.conversation.answers import answer_to
from actions.conversation.open_question import ask, open_question
from actions.heard import Heard, heard
from actions.products.narrowing import Left
from actions.products.things_meant import things_meant
from actions.services import Services
from catalog.product import Product, ProductCard
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.amounts import how_many, is_less_than_none, number_alone
from shop.carts import MOST_PER_LINE
from shop.choosing import Choice, choose
from shop.narrowing import USUAL
from shop.phrasing import cart as phrasing
from shop.phrasing import lists
from shop.recollection import stems
from shop.references import are_called_so
from shop.shopping_list import Taken
from shop.usual.habits import Habit
from shop.usual.wording import names_nothing_else

INTO_THE_CART = re.compile(r"\b(to|in|into) (my |the |our )?(shopping )?(cart|basket|bag|trolley)\b", re.IGNORECASE)


class AddToCart(Action):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._filling = CartFilling(services)

    def name(self) -> str:
        return "action_add_to_cart"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        stopwatch = Stopwatch()
        said = replace(said, text=INTO_THE_CART.sub("", said.text))
        listed = await things_meant(self._services, said, stopwatch)
        things = [Thing(text=item.text, query=item.query, amount=item.amount) for item in listed.items]
        question = open_question(said, now=self._services.now())
        waiting = unsettled(question, things, self._services.reader().names_goods)
        taken = Taken(left_out=listed.left_out) if listed.left_out or waiting else None
        filling = await self._filling.fill(said, [*things, *waiting], stopwatch, taken=taken)
        return self._filling.tell(dispatcher, filling, stopwatch)

    async def complete(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events | None:
        """Take the sentence as the answer to an open question; None if it is not one."""
        if question["kind"] == "which_one" and names_nothing_else(said.text):
            return await self._usual_of_those(dispatcher, said, question)
        answer = await answer_to(question, said, self._services)
        if answer is None:
            return None
        if answer.left is not None:
            return await self._which_of_those_left(dispatcher, said, question, answer.left)
        if answer.choice is None:
            return await self.add(dispatcher, said, answer.cards, answer.query, requested=answer.requested)
        product, quantity = answer.products[0], int(question["quantity"])
        return await self.settle(dispatcher, said, product, answer.choice, quantity=quantity)

    async def ask_again(
        self,
        dispatcher: CollectingDispatcher,
        said: Heard,
        question: Mapping[str, Any],
        *,
        without: Query | None = None,
    ) -> None:
        """A bare yes to "which one?" leaves the question as open as it was; so does what there is nothing of."""
        if question["kind"] == "which_one":
            asked = Query.from_dict(question["query"])
            cards = await self._services.products.cards(said.shown)
            usual = USUAL.search(said.text.lower()) is not None
            replies.tell(dispatcher, lists.which_after_all(asked, cards, without=without, no_usual=usual))
            return
        for product in await self._services.products.products([question["product_id"]]):
            choice = choose(product, Query(), "", known=dict(question["chosen"]))
            if choice.open is not None:
                replies.tell(dispatcher, phrasing.which_choice(choice.card(product), choice))

    async def _usual_of_those(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events:
        """ "The usual", after "which milk?"."""
        asked = Query.from_dict(question["query"])
        history = await self._services.usuals.history(said.shopper_id)
        usual = await usual_of(self._services, said.text, asked, history, Stopwatch())
        if usual.sure is None or usual.is_gone:
            await self.ask_again(dispatcher, said, question)
            return []
        pair = usual.sure.bought.product_id, usual.sure.bought.variant_id
        cards = await self._services.products.cards([pair])
        return await self.add(dispatcher, said, cards, Query(), requested=asked, habit=usual.sure)

    async def another_choice(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events:
        """Not as last time: then which size?"""
        await self.ask_again(dispatcher, said, question)
        plain = {name: value for name, value in question.items() if name not in {"as_last", "asked_at"}}
        return [ask(plain, now=self._services.now())]

    async def _which_of_those_left(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any], left: Left
    ) -> replies.Events:
        if not left.cards:
            await self.ask_again(dispatcher, said, question, without=left.query)
            return []
        replies.tell(dispatcher, lists.which_of(left.query, left.cards))
        narrower = {**question, "query": left.query.as_dict()}
        now = self._services.now()
        return [*replies.remember_shown(left.cards), replies.remember_query(left.query), ask(narrower, now=now)]

    async def add(
        self,
        dispatcher: CollectingDispatcher,
        said: Heard,
        cards: Sequence[ProductCard],
        query: Query,
        *,
        requested: Query | None = None,
        habit: Habit | None = None,
    ) -> replies.Events:
        """`requested` is what was asked for before "which one?": its amount holds, unless another is named now."""
        stopwatch = Stopwatch()
        things = [
            Thing(text=said.text, query=query, pair=(card.id, card.variant_id), requested=requested, habit=habit)
            for card in cards
        ]
        waiting = self._waiting(said, cards)
        taken = Taken() if waiting else None
        filling = await self._filling.fill(said, [*things, *waiting], stopwatch, taken=taken)
        return self._filling.tell(dispatcher, filling, stopwatch)

    async def settle(
        self, dispatcher: CollectingDispatcher, said: Heard, product: Product, choice: Choice, *, quantity: int
    ) -> replies.Events:
        """The one product that was asked about, and then what waits behind it."""
        stopwatch = Stopwatch()
        question = open_question(said, now=self._services.now())
        thing = asked_about(question) or Thing(text=said.text, query=Query())
        begun = Filling(said=said, alone=not is_of_list(question))
        await self._filling.settle(begun, thing, product, choice, quantity=quantity)
        if begun.asking is not None:
            begun.waiting = waiting_in(question)
            return self._filling.tell(dispatcher, begun, stopwatch)
        filling = await self._filling.fill(said, waiting_in(question), stopwatch, taken=begun.taken)
        filling.focus = filling.focus or begun.focus
        filling.steps = [*begun.steps, *filling.steps]
        return self._filling.tell(dispatcher, filling, stopwatch)

    async def of_so_many(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events | None:
        """The answer to "how many would you like?"; None if it is something else."""
        thing, reader = asked_about(question), self._services.reader()
        number = how_many(said.text, reader.parse(said.text)) or number_alone(said.text)
        if thing is None or number is None:
            return None
        if reader.names_goods(said.text) and not stems(reader.goods_named(said.text)) & stems(thing.query.text):
            return None
        if not 1 <= number <= MOST_PER_LINE or is_less_than_none(said.text):
            replies.tell(dispatcher, phrasing.how_many_of(thing.query.text, most=MOST_PER_LINE))
            return [ask(question, now=self._services.now())]
        stopwatch = Stopwatch()
        taken = Taken() if is_of_list(question) else None
        things = [replace(thing, amount=number), *waiting_in(question)]
        filling = await self._filling.fill(replace(said, text=thing.text), things, stopwatch, taken=taken)
        return self._filling.tell(dispatcher, filling, stopwatch)

    async def skip(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events | None:
        """Leave out the thing that was asked about and go on with the list; None if nothing waits.

        A no to something in between, such as "shall I add it?", leaves out nothing of the list.
        """
        question = open_question(said, now=self._services.now())
        thing, waiting = asked_about(question), waiting_in(question)
        if thing and _is_in_between(question):
            waiting, thing = [thing, *waiting], None
        if not waiting:
            return None
        taken = Taken(dropped=(thing.name,) if thing else ())
        stopwatch = Stopwatch()
        filling = await self._filling.fill(said, waiting, stopwatch, taken=taken)
        return self._filling.tell(dispatcher, filling, stopwatch)

    def _waiting(self, said: Heard, cards: Sequence[ProductCard]) -> list[Thing]:
        """What was asked about waits on, where the cards are something in between."""
        question = open_question(said, now=self._services.now())
        thing = asked_about(question) if _is_in_between(question) else None
        open_ = [thing] if thing and not are_called_so(cards, thing.name) else []
        return [*open_, *waiting_in(question)]


def _is_in_between(question: Mapping[str, Any] | None) -> bool:
    """Of a list, but not about its next thing: other goods were looked at."""
    return question is not None and is_of_list(question) and question["kind"] not in {*CHOICES, "instead"}
