"""A no: whatever was asked stays undone; "no, the first one" says what is wanted instead."""

import re

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.add_to_cart import AddToCart
from actions.affirm import FINISHED
from actions.cart.waiting import names_open
from actions.conversation.open_question import close_question, open_question
from actions.heard import heard
from actions.services import Services
from actions.show_details import ShowDetails
from shop.phrasing import lists, small
from shop.references import by_place

GIVES_UP = re.compile(r"\b(never\s?mind|nevermind|forget|stop|cancel|leave (it|that|them|all)|none of (it|that))\b")


class Deny(Action):
    def __init__(self, services: Services, *, add: AddToCart, details: ShowDetails) -> None:
        self._services = services
        self._add = add
        self._details = details

    def name(self) -> str:
        return "action_deny"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        if by_place(said.text, await self._services.products.cards(said.shown)):
            return await self._details.tell_of(dispatcher, said)
        question = open_question(said, now=self._services.now())
        if question is not None and "as_last" in question and not GIVES_UP.search(said.text.lower()):
            return await self._add.another_choice(dispatcher, said, question)
        finished = FINISHED.search(said.text.lower()) is not None
        if not finished and not GIVES_UP.search(said.text.lower()):
            events = await self._add.skip(dispatcher, said)
            if events is not None:
                return events
        nothing_more = finished or (question is not None and question["kind"] == "anything_else")
        answer = small.that_is_all() if nothing_more else small.left_undone()
        replies.tell(dispatcher, lists.left_open(answer, names_open(question)))
        return [close_question()]
