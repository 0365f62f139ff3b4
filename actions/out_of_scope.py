"""Say honestly that a request is not the shop's, and what is."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions import replies
from shop.phrasing import small


class OutOfScope(Action):
    def name(self) -> str:
        return "action_out_of_scope"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> replies.Events:
        replies.tell(dispatcher, small.not_understood())
        return []
