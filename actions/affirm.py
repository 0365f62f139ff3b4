"""A yes: to the question that was left open, or to the one product just offered."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.add_to_cart import AddToCart
from actions.change_cart import ChangeCart
from actions.heard import heard
from actions.open_question import open_question
from actions.services import Services
from catalog.query import Query
from shop.phrasing import small


class Affirm(Action):
    def __init__(self, services: Services, *, add: AddToCart, change: ChangeCart) -> None:
        self._services = services
        self._add = add
        self._change = change

    def name(self) -> str:
        return "action_affirm"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        question = open_question(said, now=self._services.now())
        if question and question["kind"] == "empty_cart":
            return await self._change.empty(dispatcher, said)
        if said.in_focus and not question:
            cards = await self._services.products.cards([said.in_focus])
            return await self._add.add(dispatcher, said, cards, Query())
        replies.tell(dispatcher, small.yes_to_what())
        return []
