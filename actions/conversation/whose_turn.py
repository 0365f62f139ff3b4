"""Answers each turn for the shopper whose turn it is: who asks, and their preferences, read when first needed."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.open_question import open_question
from actions.heard import channel_of, conversation_of, heard
from actions.runs import Run
from actions.services import Services
from shop.asking import Asking, asked_by
from shop.preferences.of_turn import OfTurn, answering
from shop.preferences.reading import wants_anyway, without_anyway

# Of a question whether to show what the shopper otherwise avoids: a yes holds for this once.
ANYWAY = "anyway"
A_YES = "action_affirm"
LOOKING_AROUND = frozenset({"action_search_products", "action_refine_search", "action_recommend_products"})


def for_its_shopper(name: str, run: Run, services: Services) -> Run:
    async def running(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        question = open_question(said, now=services.now()) if name == A_YES else None
        anyway = wants_anyway(said.text) or bool(question and question.get(ANYWAY))
        if wants_anyway(said.text):
            tracker.latest_message["text"] = without_anyway(said.text)
        asking = Asking(
            shopper_id=said.shopper_id,
            channel=channel_of(tracker),
            conversation_id=conversation_of(tracker),
            looks_around=name in LOOKING_AROUND,
        )
        with asked_by(asking), answering(OfTurn(services.preferences, said.shopper_id, anyway=anyway)):
            return await run(dispatcher, tracker, domain)

    return running
