"""Say when a lower price seen elsewhere is matched."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.explain_policy import tell_policy
from actions.heard import heard
from actions.services import Services


class MatchPrice(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_match_price"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        return await tell_policy(self._services, dispatcher, heard(tracker), kind="price_match")
