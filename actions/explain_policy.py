"""Say what the shop promises about returns, shipping, warranty or price match."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import Heard, heard
from actions.open_question import ask
from actions.services import Services
from shop.phrasing import policies
from shop.policy import kind_asked_for


class ExplainPolicy(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_explain_policy"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        return await tell_policy(self._services, dispatcher, said, kind=kind_asked_for(said.text))


async def tell_policy(
    services: Services, dispatcher: CollectingDispatcher, said: Heard, *, kind: str
) -> replies.Events:
    by_kind = {policy.kind: policy for policy in await services.products.policies()}
    answer, rest = policies.explained(by_kind.get(kind), said.text)
    replies.tell(dispatcher, answer)
    return [ask({"kind": "the_rest", "rest": rest}, now=services.now())] if rest else []
