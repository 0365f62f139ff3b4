"""What the shopper wants with a request, whatever its type: something said, or the end of the session."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from shop.checkout.hearing.confirming import Verdict, verdict
from webhooks.alexa import built_ins
from webhooks.alexa.carriers import CARRIERS, sentence_of
from webhooks.alexa.envelope import Envelope, Intent
from webhooks.alexa.screens import ADD, CHOOSE
from webhooks.web.bodies import cleaned

HELLO = "hello"
# Ours in what Alexa keeps of the session: something was asked, so that cancel has something to leave.
WAITING = "waiting"
OPENINGS = frozenset({"LaunchRequest", "Connections.Response", "SessionResumedRequest"})
TOUCHES = frozenset({"Alexa.Presentation.APL.UserEvent", "Display.ElementSelected"})
MOST_SLOTS = 20
SLOT_NAME = re.compile(r"[\w.-]{1,128}")
LAST_DIGITS = re.compile(r"(\d{1,2})$")


class Wanted(StrEnum):
    SAID = "said"
    OPENED = "opened"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    LEFT = "left"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """`keeps_open`: what was being waited for before still is."""

    kind: Wanted
    text: str = ""
    keeps_open: bool = False


NOTHING = Wish(kind=Wanted.NOTHING)
STOPPED = Wish(kind=Wanted.STOPPED)
CANCELLED = Wish(kind=Wanted.CANCELLED, text=built_ins.LEAVE_IT)


def wish_of(envelope: Envelope) -> Wish:
    request = envelope.request
    if request.type in OPENINGS:
        return Wish(kind=Wanted.OPENED, text=HELLO)
    if request.type == "IntentRequest":
        wish = _of_intent(request.intent, is_waiting=was_waiting(envelope))
        # No order is placed by a yes to what was asked in another session, and perhaps heard by somebody else.
        if envelope.session.new and wish.kind is Wanted.SAID and verdict(wish.text) is Verdict.YES:
            return Wish(kind=Wanted.OPENED, text=built_ins.GO_ON)
        return wish
    if request.type in TOUCHES:
        return _touched(request.arguments or [request.token])
    return NOTHING


def was_waiting(envelope: Envelope) -> bool:
    return envelope.session.attributes.get(WAITING) is True


def _of_intent(intent: Intent, *, is_waiting: bool) -> Wish:
    name = intent.name or ""
    said = _sentence(name, intent)
    plain = said.lower().strip(" .!")
    if name in built_ins.LEAVES_QUIETLY:
        return Wish(kind=Wanted.LEFT)
    if name in built_ins.STOPS or plain in built_ins.STOP_WORDS:
        return STOPPED
    if name in built_ins.CANCELS or plain in built_ins.CANCEL_WORDS:
        return CANCELLED if is_waiting else STOPPED
    return Wish(kind=Wanted.SAID, text=said, keeps_open=name in built_ins.LEAVE_OPEN)


def _sentence(name: str, intent: Intent) -> str:
    """An intent that is not of our model is one that we did not hear."""
    if name == built_ins.SELECTS:
        return _selected(intent)
    said = built_ins.SENTENCES.get(name) or sentence_of(name, _value(name, intent))
    return said or built_ins.NOT_HEARD


def _value(name: str, intent: Intent) -> str | None:
    """Of the slot that the intent has; a skill that was renamed by hand may call it otherwise."""
    carrier = CARRIERS.get(name)
    named = [intent.slots[slot].heard for slot in (carrier.slots if carrier else ()) if slot in intent.slots]
    return next((value for value in (*named, *(slot.heard for slot in intent.slots.values())) if value), None)


def _selected(intent: Intent) -> str:
    """ "Select the second one", "select this": by its place, which is all that a screen's list knows of it."""
    place = intent.slots.get("ListPosition")
    return f"number {place.heard}" if place and place.heard else "tell me about it"


def _touched(arguments: Sequence[Any]) -> Wish:
    """Only what our own documents send; anything else touches nothing."""
    words = [cleaned(each) for each in arguments if isinstance(each, str) and each]
    match words:
        case [sent, title] if sent == CHOOSE:
            return Wish(kind=Wanted.SAID, text=f"tell me more about the {title}")
        case [sent] if sent == ADD:
            return Wish(kind=Wanted.SAID, text="add it to my cart")
        case [token] if place := LAST_DIGITS.search(token):
            return Wish(kind=Wanted.SAID, text=f"number {int(place[1])}")
    return NOTHING


def can_fulfil(intent: Intent) -> Mapping[str, Any]:
    """Whether a shopper who named no skill may be sent to this one; nothing is done yet, and nothing promised."""
    is_ours = intent.name in CARRIERS
    answer = "YES" if is_ours and all(slot.heard for slot in intent.slots.values()) else "MAYBE" if is_ours else "NO"
    understood = "YES" if is_ours else "NO"
    slots = {
        name: {"canUnderstand": understood if slot.heard else "NO", "canFulfill": understood if slot.heard else "NO"}
        for name, slot in islice(intent.slots.items(), MOST_SLOTS)
        if SLOT_NAME.fullmatch(name)
    }
    return {"canFulfill": answer, **({"slots": slots} if slots else {})}
