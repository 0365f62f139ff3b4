"""How a form asks for its next slot, unless something else is to be answered first."""

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.open_question import close_question
from actions.forms.form import Form
from actions.forms.turns import (
    FORM_QUESTION,
    SUSPENDED,
    Stage,
    as_question,
    form_turn,
    said_again,
    stage_of,
    stands_first,
)
from actions.services import Services


class Asking:
    """The run of `action_ask_<form>_<slot>`."""

    def __init__(self, form: Form, slot: str, services: Services) -> None:
        self._form = form
        self._slot = slot
        self._services = services

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        if stands_first(tracker):
            return self._no_longer_asked(tracker)
        now = self._services.now()
        turn = form_turn(self._form, tracker, now=now)
        again = turn.requested == self._slot and stage_of(self._form, tracker) is not Stage.BEGINS
        question = await self._form.ask(self._slot, turn, again=again)
        replies.tell(dispatcher, question.answer)
        kept = as_question(self._form, self._slot, turn, question.about, now=now)
        return [close_question(), SlotSet(FORM_QUESTION, kept), *self._no_longer_suspended(tracker)]

    def _no_longer_asked(self, tracker: Tracker) -> replies.Events:
        """A yes to what was asked since is none to the form's question, unless that was only said again."""
        question = tracker.get_slot(FORM_QUESTION)
        if not question or said_again(tracker):
            return []
        return [SlotSet(FORM_QUESTION, {**question, "superseded": True})]

    def _no_longer_suspended(self, tracker: Tracker) -> replies.Events:
        waiting = (tracker.get_slot(SUSPENDED) or {}).get("form")
        return [SlotSet(SUSPENDED, None)] if waiting == self._form.name else []
