"""Say what the shop promises about returns, shipping, warranty or price match."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import heard
from actions.services import Services
from shop.phrasing import policies
from shop.policy import kind_asked_for


class ExplainPolicy(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_explain_policy"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        await tell_policy(self._services, dispatcher, kind=kind_asked_for(heard(tracker).text))
        return []


async def tell_policy(services: Services, dispatcher: CollectingDispatcher, *, kind: str) -> None:
    by_kind = {policy.kind: policy for policy in await services.products.policies()}
    replies.tell(dispatcher, policies.explained(by_kind.get(kind)))
