"""A yes: to the question that was left open, never to one that was not asked."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.add_to_cart import AddToCart
from actions.cart.usual_basket import BASKET, UsualBasket
from actions.cart.waiting import asked_about, is_of_list, names_open, waiting_in, with_waiting
from actions.change_cart import ChangeCart
from actions.conversation.open_question import THE_REST, ask, close_question, open_question
from actions.conversation.second_look import MEANT, SecondLook
from actions.forms.suspension import come_back_to
from actions.heard import Heard, heard
from actions.products.tell_found import Telling, present
from actions.services import Services
from actions.show_details import ShowDetails
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.choosing import choose
from shop.phrasing import lists, small

Question = Mapping[str, Any]
LEAST_CONFIDENCE = 0.5
FINISHED = re.compile(r"\b(that'?s (all|it|everything)|that is (all|it)|nothing else|i'?m (done|good|all set))\b")
# A question is no yes, however it sounds.
ASKS = re.compile(r"\W*(?:why|what|how|which|where|when|who)\b(?! not\b)")
SAYS_SOMETHING = re.compile(r"[^\W_]|👍|👌|✅")


class Affirm(Action):
    def __init__(
        self, services: Services, *, add: AddToCart, change: ChangeCart, details: ShowDetails, second_look: SecondLook
    ) -> None:
        self._services = services
        self._add = add
        self._change = change
        self._details = details
        self._second_look = second_look
        self._basket = UsualBasket(services)

    def name(self) -> str:
        return "action_affirm"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        question = open_question(said, now=self._services.now())
        unsure = said.confidence < LEAST_CONFIDENCE or ASKS.match(said.text.lower()) is not None
        if not SAYS_SOMETHING.search(said.text) or unsure:
            replies.tell(dispatcher, small.not_heard())
            return []
        if FINISHED.search(said.text.lower()):
            replies.tell(dispatcher, lists.left_open(small.that_is_all(), names_open(question)))
            return [close_question()]
        if question is None:
            return await self._without_question(dispatcher, said)
        if question["kind"] == MEANT:
            return await self._second_look.confirmed(question, dispatcher, tracker, domain)
        return await self._to(question, dispatcher, said)

    async def _to(self, question: Question, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        doing = {
            "empty_cart": self._empty,
            "offer_to_add": self._offered,
            "instead": self._instead,
            "hear_about": self._hear_about,
            "look_for": self._look_for,
            "resume": self._resume,
            "which_one": self._ask_again,
            "choice": self._as_last_time,
            BASKET: self._basket.take,
        }
        if do := doing.get(question["kind"]):
            return await do(dispatcher, said, question)
        if question["kind"] == THE_REST:
            replies.tell(dispatcher, small.rest(question["rest"]))
        else:
            replies.tell(dispatcher, small.which_then() if question["kind"] == "one_of_these" else small.what_else())
        return [close_question()]

    async def _empty(self, dispatcher: CollectingDispatcher, said: Heard, question: Question) -> replies.Events:
        return await self._change.empty(dispatcher, said)

    async def _offered(self, dispatcher: CollectingDispatcher, said: Heard, question: Question) -> replies.Events:
        cards = await self._services.products.cards([said.in_focus] if said.in_focus else [])
        amount = Query(quantity=self._services.reader().parse(said.text).quantity)
        return [close_question(), *await self._add.add(dispatcher, said, cards, amount)]

    async def _hear_about(self, dispatcher: CollectingDispatcher, said: Heard, question: Question) -> replies.Events:
        events = await self._details.tell_of(dispatcher, replace(said, text=""))
        return self._keeping_list(question, events)

    async def _resume(self, dispatcher: CollectingDispatcher, said: Heard, question: Question) -> replies.Events:
        return come_back_to(question["form"])

    async def _look_for(self, dispatcher: CollectingDispatcher, said: Heard, question: Question) -> replies.Events:
        query = Query.from_dict(question["query"])
        telling = Telling(services=self._services, dispatcher=dispatcher, said=said, stopwatch=Stopwatch())
        return self._keeping_list(question, await present(telling, query))

    def _keeping_list(self, question: Question, events: replies.Events) -> replies.Events:
        """A yes to something in between does not end the list that waits behind it."""
        if not is_of_list(question):
            return [close_question(), *events]
        asked = next((event["value"] for event in reversed(events) if event.get("name") == "asked"), None)
        kept = with_waiting(asked or {"kind": "anything_else"}, asked_about(question), waiting_in(question))
        return [*events, ask(kept, now=self._services.now())]

    async def _ask_again(self, dispatcher: CollectingDispatcher, said: Heard, question: Question) -> replies.Events:
        await self._add.ask_again(dispatcher, said, question)
        return []

    async def _as_last_time(self, dispatcher: CollectingDispatcher, said: Heard, question: Question) -> replies.Events:
        """A yes to "in your size nine, as last time?"; to any other "which size?" it says nothing."""
        if "as_last" not in question:
            return await self._ask_again(dispatcher, said, question)
        for product in await self._services.products.products([question["product_id"]]):
            last = next((variant for variant in product.variants if variant.id == question["as_last"]), None)
            if last is not None:
                choice = choose(product, Query(), "", known=last.attributes)
                return await self._add.settle(dispatcher, said, product, choice, quantity=int(question["quantity"]))
        return await self._ask_again(dispatcher, said, question)

    async def _instead(self, dispatcher: CollectingDispatcher, said: Heard, question: Question) -> replies.Events:
        for product in await self._services.products.products([question["product_id"]]):
            choice = choose(product, Query(), "", known=dict(question["chosen"]))
            return await self._add.settle(dispatcher, said, product, choice, quantity=int(question["quantity"]))
        return [close_question()]

    async def _without_question(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        cards = await self._services.products.cards([said.in_focus] if said.in_focus else [])
        if not cards:
            replies.tell(dispatcher, small.yes_to_what())
            return []
        replies.tell(dispatcher, small.shall_i_add(cards[0]))
        return [ask({"kind": "offer_to_add"}, now=self._services.now())]
