"""Say the last answer again: word for word, from some words on, or slower from now on."""

import re
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.manners import Manners, remember_manners
from actions.heard import heard
from actions.services import Services
from shop.phrasing import manners as phrasing
from shop.phrasing import small
from shop.preferences.preference import SLOWER, Kind, Preference

SLOWER_PLEASE = re.compile(r"\b(?:slow(?:er|ly)?|too fast|not so fast|slow down)\b")
FASTER = re.compile(r"\b(?:faster|quicker|speed up|normal speed|too slow)\b")
AFTER = re.compile(r"\bafter (?:the )?(?:word |words )?(?P<words>.+?)\W*$")


class Repeat(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_repeat"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said, last = heard(tracker), tracker.get_slot("last_speech")
        words = said.text.lower()
        if found := AFTER.search(words):
            last = phrasing.after(last, found["words"]) or last
        replies.tell(dispatcher, small.again(last))
        if not SLOWER_PLEASE.search(words) and not FASTER.search(words):
            return []
        slower = SLOWER_PLEASE.search(words) is not None and "too slow" not in words
        pace = Preference(kind=Kind.PACE, value=SLOWER if slower else "usual")
        await self._services.preferences.change(said.shopper_id, turn_id=said.turn_id, told=[pace])
        return [remember_manners(replace(Manners.of(tracker), slower=slower))]
