"""Say the last answer again."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions import replies
from shop.phrasing import small


class Repeat(Action):
    def name(self) -> str:
        return "action_repeat"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> replies.Events:
        replies.tell(dispatcher, small.again(tracker.get_slot("last_speech")))
        return []
