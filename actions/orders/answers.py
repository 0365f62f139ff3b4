"""Takes a sentence as the answer to a question that was asked about orders."""

from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.open_question import ask, open_question
from actions.explain_policy import START_RETURN
from actions.forms.suspension import come_back_to
from actions.heard import Heard, heard
from actions.order_status import CANCEL, TOLD, WHICH, OrderStatus
from actions.orders.reordering import REORDER
from actions.orders.return_form import ReturnForm
from actions.orders.returning import LINES
from actions.reorder import WHICH_AGAIN, Reorder
from actions.runs import Run
from actions.services import Services
from shop.checkout.hearing.confirming import Verdict, verdict
from shop.phrasing import reordering as phrasing
from shop.phrasing import returning

KINDS = {CANCEL, REORDER, START_RETURN, TOLD, WHICH, WHICH_AGAIN}


class OrderAnswers:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._status = OrderStatus(services)
        self._reorder = Reorder(services)
        self._naming = {WHICH: self._status.chosen, WHICH_AGAIN: self._reorder.chosen, TOLD: self._status.more}

    def first(self, run: Run) -> Run:
        """The question that is open comes before what the sentence would be on its own."""

        async def answering(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
            said = heard(tracker)
            question = open_question(said, now=self._services.now())
            if question is None or question["kind"] not in KINDS:
                return await run(dispatcher, tracker, domain)
            is_yes = (tracker.latest_message.get("intent") or {}).get("name") == "affirm"
            events = await self._answered(dispatcher, said, question, is_yes=is_yes)
            return await run(dispatcher, tracker, domain) if events is None else events

        return answering

    async def _answered(
        self, dispatcher: CollectingDispatcher, said: Heard, question: dict[str, Any], *, is_yes: bool
    ) -> replies.Events | None:
        kind = question["kind"]
        if (naming := self._naming.get(kind)) is not None:
            return await naming(dispatcher, said, question)
        may_order = kind == REORDER
        answer = verdict(said.text, confidence=said.confidence, is_yes=is_yes, may_order=may_order)
        if answer is Verdict.YES:
            return await self._agreed(dispatcher, said, question)
        return await self._refused(dispatcher, said, question) if answer is Verdict.NO else None

    async def _agreed(self, dispatcher: CollectingDispatcher, said: Heard, question: dict[str, Any]) -> replies.Events:
        if question["kind"] == CANCEL:
            return await self._status.cancel(dispatcher, said, question)
        if question["kind"] == REORDER:
            return await self._reorder.confirmed(dispatcher, said, question)
        lines = {"order": question["order"], "positions": [question["position"]]}
        return [SlotSet(LINES, lines), *come_back_to(ReturnForm.name)]

    async def _refused(self, dispatcher: CollectingDispatcher, said: Heard, question: dict[str, Any]) -> replies.Events:
        if question["kind"] == CANCEL:
            return await self._status.keep(dispatcher, said, question)
        replies.tell(dispatcher, phrasing.left_it() if question["kind"] == REORDER else returning.left())
        return [ask({"kind": "anything_else"}, now=self._services.now())]
