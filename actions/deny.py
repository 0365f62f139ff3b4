"""A no: whatever was asked stays undone."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions import replies
from shop.phrasing import small


class Deny(Action):
    def name(self) -> str:
        return "action_deny"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> replies.Events:
        replies.tell(dispatcher, small.left_undone())
        return [replies.ask(None)]
