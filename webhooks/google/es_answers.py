"""Writes webhook responses of Dialogflow ES: default messages, rich content, and the Assistant's payload."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webhooks.google.assistant_answers import assistant_payload
from webhooks.google.messenger import ES, OPEN_IN_BROWSER, rich_content
from webhooks.google.shown import Card, Shown

SOURCE = "aisle"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    is_assistant: bool = False
    has_screen: bool = False
    by_telephone: bool = False


def render(shown: Shown, *, surface: Surface) -> Mapping[str, Any]:
    """Contexts are not mentioned, so they stay as they are. `payload.aisle` is for integrations of one's own."""
    payload: Json = {"aisle": _facts(shown)}
    if surface.is_assistant:
        payload["google"] = assistant_payload(shown, has_screen=surface.has_screen)
    return {
        "fulfillmentText": " ".join(shown.speech),
        "fulfillmentMessages": _messages(shown, surface),
        "source": SOURCE,
        "payload": payload,
    }


def _messages(shown: Shown, surface: Surface) -> list[Json]:
    """A telephone reads aloud what is in a text message, so it gets the speech."""
    bubbles = shown.speech if surface.by_telephone else shown.text
    messages: list[Json] = [{"text": {"text": [bubble]}} for bubble in bubbles]
    if surface.by_telephone:
        return messages
    messages += [{"card": _card(card)} for card in shown.cards]
    if shown.link:
        buttons = [{"text": OPEN_IN_BROWSER, "postback": shown.link}]
        messages.append({"card": {"title": OPEN_IN_BROWSER, "buttons": buttons}})
    if shown.chips:
        messages.append({"quickReplies": {"quickReplies": list(shown.chips)}})
    if rich := rich_content(shown, dialect=ES):
        messages.append({"payload": {"richContent": rich}})
    return messages


def _card(card: Card) -> Json:
    written: Json = {"title": card.title, "subtitle": card.subtitle}
    if card.image:
        written["imageUri"] = card.image
    if card.link:
        written["buttons"] = [{"text": "Open", "postback": card.link}]
    return written


def _facts(shown: Shown) -> Json:
    """ES has no field in version 2 for a talk that is over or goes on with a person."""
    facts: Json = {
        "expectsReply": shown.expects_reply,
        "ended": shown.ended,
        "needsAccount": shown.needs_account,
    }
    if shown.cart_count is not None:
        facts["cartCount"] = shown.cart_count
    if shown.handoff is not None:
        facts["handoff"] = dict(shown.handoff)
    return facts
