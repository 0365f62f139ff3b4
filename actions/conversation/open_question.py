"""The question the assistant has asked and the shopper has not answered yet."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk.events import SlotSet

from actions.heard import Heard

WHICH_MEANT = "which_meant"
# What remains to be said of a policy.
THE_REST = "the_rest"
LIVES = timedelta(minutes=10)


def ask(question: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    return SlotSet("asked", {**question, "asked_at": now.isoformat()})


def close_question() -> dict[str, Any]:
    return SlotSet("asked", None)


def open_question(said: Heard, *, now: datetime) -> dict[str, Any] | None:
    """None once it has lapsed: a "yes" the next day must not confirm what was asked today."""
    if not said.asked or now - datetime.fromisoformat(said.asked["asked_at"]) > LIVES:
        return None
    return dict(said.asked)
