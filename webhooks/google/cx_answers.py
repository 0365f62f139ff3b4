"""Writes webhook responses of Dialogflow CX: messages for text, telephone and Messenger, and a few parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webhooks.google.messenger import CX, rich_content
from webhooks.google.shown import Shown
from webhooks.google.speech import slow_ssml

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    by_telephone: bool = False


def render(shown: Shown, *, called: Called) -> Mapping[str, Any]:
    """Ours instead of what the agent has to say itself: the agent that we ship says nothing of its own."""
    return {
        "fulfillmentResponse": {"messages": _messages(shown, called), "mergeBehavior": "REPLACE"},
        "sessionInfo": {"parameters": _parameters(shown)},
    }


def _messages(shown: Shown, called: Called) -> list[Json]:
    messages: list[Json] = [{"text": {"text": [bubble]}} for bubble in shown.text]
    messages.append({"outputAudioText": _spoken(shown)})
    rich = None if called.by_telephone else rich_content(shown, dialect=CX)
    if rich:
        messages.append({"payload": {"richContent": rich}})
    if shown.handoff is not None:
        messages.append({"liveAgentHandoff": {"metadata": dict(shown.handoff)}})
    if shown.ended:
        messages.append({"endInteraction": {}})
    return messages


def _spoken(shown: Shown) -> Json:
    speech = " ".join(shown.speech)
    return {"ssml": slow_ssml(speech)} if shown.slower else {"text": speech}


def _parameters(shown: Shown) -> Json:
    """Kept for the session, so one that was true in an earlier turn is told again when it is not."""
    parameters: Json = {
        "aisle_expects_reply": shown.expects_reply,
        "aisle_ended": shown.ended,
        "aisle_needs_account": shown.needs_account,
        "aisle_handed_over": shown.handoff is not None,
    }
    if shown.cart_count is not None:
        parameters["aisle_cart_count"] = shown.cart_count
    return parameters
