"""A form that is left for something else, and how it is come back to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.open_question import ask, close_question, open_question
from actions.forms import words
from actions.forms.form import Form
from actions.forms.turns import (
    FORM_QUESTION,
    OFFERS,
    SUSPENDED,
    actions_run,
    answers_of_turn,
    slots_set,
    stands_first,
)
from actions.heard import heard
from actions.runs import Run
from actions.services import Services
from shop.phrasing import forms as phrasing

# They tell of goods at length even where they show no others.
LEADS_AWAY = frozenset({"action_compare_products"})
FAREWELLS = frozenset({"talk/goodbye", "talk/human"})


def is_new_goal(tracker: Tracker) -> bool:
    """Whether what was answered in between leads away from the form: other goods are looked at, or it was a farewell.

    A question about what goes into the cart, such as "which milk?", belongs to the matter and leads back.
    """
    intent = tracker.latest_message.get("intent") or {}
    if intent.get("full_retrieval_intent_name") in FAREWELLS:
        return True
    new = slots_set(tracker)
    asked = new.get("asked")
    if asked and asked["kind"] not in OFFERS:
        return False
    compared = bool(LEADS_AWAY.intersection(actions_run(tracker)))
    answers = answers_of_turn(tracker)
    return bool(new.get("shown_products")) or (compared and bool(answers and answers[-1]["answer"].get("products")))


def suspend(form: Form, dispatcher: CollectingDispatcher, *, now: datetime) -> replies.Events:
    """Nothing is said of it: the answer in between stands alone, with a way back on the screen."""
    replies.tell(dispatcher, phrasing.way_back(form.called))
    return [SlotSet(FORM_QUESTION, None), SlotSet(SUSPENDED, _suspended(form.name, form.called, now=now))]


def suspended_by(form: Form, tracker: Tracker, *, now: datetime) -> replies.Events:
    """Another form that was open when this one began waits behind it."""
    open_ = tracker.get_slot(FORM_QUESTION) or {}
    if open_.get("form") in (None, form.name):
        return []
    return [SlotSet(SUSPENDED, _suspended(open_["form"], open_["called"], now=now)), SlotSet(FORM_QUESTION, None)]


def come_back_to(form: str) -> replies.Events:
    """From any action: Rasa goes on with the form after it, and the form asks."""
    return [close_question(), ActiveLoop(form)]


def resuming(run: Run) -> Run:
    """ "Where were we?" goes back to the form that waits, whatever else it would be on its own."""

    async def going_back(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        waiting = tracker.get_slot(SUSPENDED)
        if (tracker.get_slot("asked") or {}).get("kind") == "resume" and words.gives_up(heard(tracker).text):
            replies.tell(dispatcher, phrasing.later())
            return [close_question()]
        if waiting and not tracker.active_loop.get("name") and words.resumes(heard(tracker).text):
            return come_back_to(waiting["form"])
        return await run(dispatcher, tracker, domain)

    return going_back


def offering(run: Run, services: Services) -> Run:
    """Once what led away is done, "anything else?" is better asked as "back to the checkout?"; once is enough."""

    async def offering_to_return(
        dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> replies.Events:
        events = await run(dispatcher, tracker, domain)
        waiting = tracker.get_slot(SUSPENDED)
        asked = next((event["value"] for event in reversed(events) if event.get("name") == "asked"), None)
        if not waiting or waiting["offered"] or not asked or asked["kind"] != "anything_else" or asked.get("of_list"):
            return events
        if not dispatcher.messages:
            return events
        replies.ask_instead(dispatcher, phrasing.shall_we_go_back(waiting["called"]))
        return [*events, SlotSet(SUSPENDED, {**waiting, "offered": True}), _resume(waiting, now=services.now())]

    return offering_to_return


class AfterForm:
    """The run of `action_after_form`: when a form has ended, the one that waits is come back to, or offered."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        waiting = tracker.get_slot(SUSPENDED)
        said = heard(tracker)
        if not waiting or slots_set(tracker).get(SUSPENDED):
            return []
        if words.resumes(said.text):
            return come_back_to(waiting["form"])
        question = open_question(said, now=self._services.now())
        if waiting["offered"] or stands_first(tracker) or (question and question["kind"] not in OFFERS):
            return []
        replies.tell(dispatcher, phrasing.shall_we_go_back(waiting["called"]))
        return [SlotSet(SUSPENDED, {**waiting, "offered": True}), _resume(waiting, now=self._services.now())]


def _suspended(form: str, called: str, *, now: datetime) -> dict[str, Any]:
    return {"form": form, "called": called, "at": now.isoformat(), "offered": False}


def _resume(waiting: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    return ask({"kind": "resume", "form": waiting["form"]}, now=now)
