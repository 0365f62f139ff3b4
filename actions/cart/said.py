"""What is said about the cart in so many words, whatever intent it sounds like: corrections, the usual, questions."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.add_to_cart import AddToCart
from actions.cart.correcting import SWAP_FOR, Correcting
from actions.cart.filling import HOW_MANY_TO_ADD
from actions.cart.steps import last_step
from actions.cart.usual_asked import UsualAsked
from actions.cart.usual_basket import UsualBasket
from actions.cart.waiting import CHOICES
from actions.change_cart import HOW_MANY, WHICH_LINE, ChangeCart
from actions.conversation.open_question import close_question, open_question
from actions.heard import Heard, heard
from actions.refine_search import RefineSearch
from actions.runs import Run
from actions.services import Services
from actions.show_details import ShowDetails
from actions.view_cart import REST_OF_CART, ViewCart
from catalog.query import Query
from shop.amounts import amount_taken
from shop.cart_questions import Asked, asked_of_cart, asks_about_cart, asks_how_much_now, priced
from shop.cart_requests import changes_cart
from shop.usual.wording import LAST_TIME, asks_for_groceries, claims_usual, names_nothing_else

ADD, CHANGE, VIEW = "action_add_to_cart", "action_change_cart", "action_view_cart"
MAY_BE_ABOUT_THE_CART = frozenset(
    {
        ADD,
        CHANGE,
        VIEW,
        "action_affirm",
        "action_check_availability",
        "action_deny",
        "action_explain_policy",
        "action_give_help",
        "action_match_price",
        "action_order_status",
        "action_out_of_scope",
        "action_recommend_products",
        "action_refine_search",
        "action_remember_preference",
        "action_reorder",
        "action_repeat",
        "action_search_products",
        "action_show_details",
        "action_start_return",
    }
)
MAY_HIDE_AN_ADDITION = frozenset({"action_search_products", "action_refine_search", "action_out_of_scope"})
ADDS = re.compile(r"^\W*(?:(?:please|can you|could you|ok|okay|and|then|now|just)\W+)*add\b")
AGAIN = re.compile(
    r"^\W*(?:(?:and|oh|ok|okay|yes|yeah|please)\W+)*(?:i'?ll (?:take|have) |i want |give me |get me |add )?"
    r"(?:another(?: one)?|one more|same again)(?: please)?\W*$"
)

# Who is asked this has the cart in mind.
OF_THE_CART = frozenset({"anything_else", HOW_MANY, WHICH_LINE, REST_OF_CART})
GOES_ON = re.compile(r"^\W*(?:(?:oh|ok|okay|yes|yeah|um|uh)\W+)*(?:and|also|plus|as well as)\b|\b(?:too|as well)\W*$")
LOOKS = re.compile(r"\b(?:show|find|search|look(?:ing)?|do you (?:have|sell|carry)|what|which|how|is|are|does)\b")


class AboutCart:
    """Wraps an action: its own run goes on where the words are about something else."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._add = AddToCart(services)
        self._correcting = Correcting(services)
        self._change = ChangeCart(services, refine=RefineSearch(services, details=ShowDetails(services)))
        self._view = ViewCart(services)
        self._basket = UsualBasket(services)
        self._usual = UsualAsked(services)

    def first(self, name: str, runs: Mapping[str, Run]) -> Run:
        async def minding(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
            said = heard(tracker)
            if (events := await self._answered(dispatcher, said)) is not None:
                return events
            return await runs[self._meant(name, said) or name](dispatcher, tracker, domain)

        return minding

    async def _answered(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events | None:
        question = open_question(said, now=self._services.now())
        events = await self._to_question(dispatcher, said, question) if question else None
        if events is None:
            events = await self._usual.answer(dispatcher, said)
        if events is None:
            events = await self._correcting.correct(dispatcher, said)
        is_asked = question is not None and question["kind"] in CHOICES
        if events is None and AGAIN.match(said.text.lower()):
            events = await self._change.once_more(dispatcher, said)
        if events is None and said.cart_step and (question is None or question["kind"] in OF_THE_CART):
            events = await self._priced(dispatcher, said)
        whole = asks_for_groceries(said.text) or (names_nothing_else(said.text) and not is_asked)
        if events is None and whole and not LAST_TIME.search(said.text.lower()):
            return await self._basket.offer(dispatcher, said)
        return events

    async def _priced(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events | None:
        """Right after the cart was changed "how much is that now" is about the cart."""
        if asks_how_much_now(said.text):
            return await self._view.total(dispatcher, said)
        goods = priced(said.text)
        return None if goods is None else await self._view.price_of(dispatcher, said, goods)

    async def _to_question(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events | None:
        if question["kind"] == "offer_to_add" and (number := amount_taken(said.text)):
            return await self._so_many(dispatcher, said, number)
        if question["kind"] == SWAP_FOR:
            return await self._correcting.complete(dispatcher, said, question)
        if question["kind"] == HOW_MANY_TO_ADD:
            return await self._add.of_so_many(dispatcher, said, question)
        if question["kind"] in {HOW_MANY, WHICH_LINE}:
            return await self._change.complete(dispatcher, said, question)
        if question["kind"] == REST_OF_CART and asked_of_cart(said.text) is Asked.REST:
            return await self._view.read_on(dispatcher, said, question)
        return None

    async def _so_many(self, dispatcher: CollectingDispatcher, said: Heard, number: int) -> replies.Events | None:
        """ "Make it two", of what was offered a moment ago and not of what is in the cart."""
        cards = await self._services.products.cards([said.in_focus] if said.in_focus else [])
        if not cards:
            return None
        return [close_question(), *await self._add.add(dispatcher, said, cards, Query(quantity=number))]

    def _meant(self, name: str, said: Heard) -> str | None:
        """The action that the words ask for, where another was understood."""
        text = said.text.lower()
        if asks_about_cart(text):
            return VIEW
        if name not in {CHANGE, "action_affirm"} and changes_cart(text):
            return CHANGE
        if name in MAY_HIDE_AN_ADDITION and ADDS.search(text) and self._services.reader().names_goods(text):
            return ADD
        if claims_usual(text) and name not in {CHANGE, VIEW} and not LOOKS.search(text):
            return ADD if not LAST_TIME.search(text) else None
        if name in {"action_search_products", "action_refine_search"} and self._goes_on(said):
            return ADD
        return None

    def _goes_on(self, said: Heard) -> bool:
        """ "And bread", right after milk was added, is bread to be added."""
        question = open_question(said, now=self._services.now())
        after_adding = bool(last_step(said.cart_step, now=self._services.now()))
        is_open = question is not None and question["kind"] == "anything_else"
        text = said.text.lower()
        names_goods = self._services.reader().names_goods(text)
        return after_adding and is_open and names_goods and GOES_ON.search(text) is not None and not LOOKS.search(text)
