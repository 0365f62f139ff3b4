"""Say plainly what the assistant does not do yet, and what the shopper can do instead."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from shop.phrasing import small


class NotServed(Action):
    """One per request that is understood but needs a part of the shop that this version does not offer."""

    def __init__(self, *, name: str) -> None:
        self._name = name

    def name(self) -> str:
        return self._name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        replies.tell(dispatcher, small.not_served(self._name.removeprefix("action_")))
        return []
