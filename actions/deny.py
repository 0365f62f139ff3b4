"""A no: whatever was asked stays undone; "no, the first one" says what is wanted instead."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.affirm import FINISHED
from actions.heard import heard
from actions.open_question import close_question, open_question
from actions.services import Services
from actions.show_details import ShowDetails
from shop.phrasing import small
from shop.references import by_place


class Deny(Action):
    def __init__(self, services: Services, *, details: ShowDetails) -> None:
        self._services = services
        self._details = details

    def name(self) -> str:
        return "action_deny"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        if by_place(said.text, await self._services.products.cards(said.shown)):
            return await self._details.tell_of(dispatcher, said)
        question = open_question(said, now=self._services.now())
        finished = FINISHED.search(said.text.lower()) is not None
        nothing_more = finished or (question is not None and question["kind"] == "anything_else")
        replies.tell(dispatcher, small.that_is_all() if nothing_more else small.left_undone())
        return [close_question()]
