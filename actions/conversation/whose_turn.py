"""Answers each turn for the shopper whose turn it is: their preferences, read when first needed."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.open_question import open_question
from actions.heard import heard
from actions.runs import Run
from actions.services import Services
from shop.preferences.of_turn import OfTurn, answering
from shop.preferences.reading import wants_anyway, without_anyway

# Of a question whether to show what the shopper otherwise avoids: a yes holds for this once.
ANYWAY = "anyway"
A_YES = "action_affirm"


def for_its_shopper(name: str, run: Run, services: Services) -> Run:
    async def running(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        question = open_question(said, now=services.now()) if name == A_YES else None
        anyway = wants_anyway(said.text) or bool(question and question.get(ANYWAY))
        if wants_anyway(said.text):
            tracker.latest_message["text"] = without_anyway(said.text)
        with answering(OfTurn(services.preferences, said.shopper_id, anyway=anyway)):
            return await run(dispatcher, tracker, domain)

    return running
