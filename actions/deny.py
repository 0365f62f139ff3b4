"""A no: whatever was asked stays undone."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import heard
from actions.open_question import close_question, open_question
from actions.services import Services
from shop.phrasing import small


class Deny(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_deny"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        question = open_question(heard(tracker), now=self._services.now())
        nothing_more = question is not None and question["kind"] == "anything_else"
        replies.tell(dispatcher, small.that_is_all() if nothing_more else small.left_undone())
        return [close_question()]
