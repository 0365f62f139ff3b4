"""Where in a form a turn is, as Rasa's call tells it."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum, auto
from typing import Any

from rasa_sdk.interfaces import Tracker

from actions.conversation.open_question import LIVES
from actions.forms.form import Form, FormTurn
from actions.heard import heard
from actions.replies import without_question

FORM_QUESTION = "form_question"
SUSPENDED = "suspended"
REQUESTED_SLOT = "requested_slot"

GREETED = "talk/greet"

# Offers, which nobody misses when a form goes on with its own question. Any other open question needs its answer.
OFFERS = frozenset(
    {"anything_else", "hear_about", "look_for", "offer_to_add", "one_of_these", "order_told", "resume", "the_rest"},
)


class Stage(Enum):
    BEGINS = auto()
    HEARS = auto()
    RETURNS = auto()


def stage_of(form: Form, tracker: Tracker) -> Stage:
    """Rasa calls for the same validation when a form opens, when it hears a sentence, and when it is come back to."""
    events = [(event["event"], event.get("name")) for event in tracker.events]
    if ("active_loop", form.name) in events:
        return Stage.BEGINS
    if ("action_execution_rejected", form.name) in events:
        return Stage.RETURNS
    return Stage.HEARS


def form_turn(form: Form, tracker: Tracker, *, now: datetime) -> FormTurn:
    question = tracker.get_slot(FORM_QUESTION) or {}
    own = question if question.get("form") == form.name else {}
    return FormTurn(
        said=heard(tracker),
        intent=(tracker.latest_message.get("intent") or {}).get("name") or "",
        slots={name: tracker.get_slot(name) for name in form.slots},
        requested=own.get("slot"),
        about=own.get("about", {}),
        lapsed=bool(own) and (own.get("superseded", False) or now - datetime.fromisoformat(own["asked_at"]) > LIVES),
        times=own.get("times", 0),
        interrupted=stage_of(form, tracker) is Stage.RETURNS,
        told=" ".join(str(each["answer"].get("speech") or "") for each in answers_of_turn(tracker)).strip(),
        greeted=(tracker.latest_message.get("intent") or {}).get("full_retrieval_intent_name") == GREETED,
    )


def as_question(form: Form, slot: str, turn: FormTurn, about: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """How the slot keeps a form's question."""
    times = turn.times + 1 if turn.requested == slot else 1
    return {
        "form": form.name,
        "called": form.called,
        "slot": slot,
        "about": dict(about),
        "asked_at": now.isoformat(),
        "times": times,
    }


def slots_set(tracker: Tracker) -> dict[str, Any]:
    """What the actions of this turn have put into slots."""
    return {event["name"]: event.get("value") for event in tracker.events if event["event"] == "slot"}


def actions_run(tracker: Tracker) -> list[str]:
    return [event["name"] for event in tracker.events if event["event"] == "action"]


def answers_of_turn(tracker: Tracker) -> list[Mapping[str, Any]]:
    """What has been said in this turn already: actions' messages, and plain texts of the domain."""
    uttered = [event for event in tracker.events if event["event"] == "bot"]
    return [((event.get("data") or {}).get("custom") or {"answer": {"speech": event.get("text")}}) for event in uttered]


def said_again(tracker: Tracker) -> bool:
    """Whether the turn was answered by what was said before."""
    answers = answers_of_turn(tracker)
    said = str(answers[-1]["answer"].get("speech") or "") if answers else ""
    return bool(said) and said == tracker.get_slot("last_speech")


def stands_first(tracker: Tracker) -> bool:
    """Another question, an apology or the form's own words again: the form then says nothing more."""
    answers = answers_of_turn(tracker)
    if not answers:
        return False
    if any(answer.get("failure") for answer in answers):
        return True
    if said_again(tracker):
        return True
    said = str(answers[-1]["answer"].get("speech") or "")
    if not said.rstrip().endswith("?"):
        return False
    asked = slots_set(tracker).get("asked")
    if asked:
        return asked["kind"] not in OFFERS
    return not without_question(said)
