"""A no: whatever was asked stays undone."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.open_question import close_question
from shop.phrasing import small


class Deny(Action):
    def name(self) -> str:
        return "action_deny"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        replies.tell(dispatcher, small.left_undone())
        return [close_question()]
