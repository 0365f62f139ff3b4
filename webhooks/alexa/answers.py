"""The JSON that Alexa gets: made of what is told alone, so that the same reply is the same to the byte.

Of what is too much for one answer, what is least missed goes first: the end of a list, the screen, the card, and the
end of what is said.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from shop.reply import Reply
from webhooks.alexa.cards import LINK_ACCOUNT, card_of
from webhooks.alexa.carriers import ANSWER_INTENT, ANSWER_SLOT
from webhooks.alexa.screens import Screen, screen_of
from webhooks.alexa.speech import question_of, shortened, speakable, ssml

MOST_BYTES = 24 * 1024
CARD_SENT = "I've sent a card for it to your Alexa app."
# A device without a screen leaves what is to be read on a card.
ON_SCREEN, IN_APP = "on your screen", "on a card in your Alexa app"
GOING_ON = "Anything else?"
# What is told of as not understood and asks nothing is that nothing can be answered now.
APOLOGY = "out_of_scope"
WITH_AN_END = frozenset({"affirm", "deny", "talk", "checkout"})
SHORTER_LISTS = (6, 3)
NOTHING: dict[str, Any] = {"version": "1.0", "response": {}}
QUIET_END: dict[str, Any] = {"version": "1.0", "response": {"shouldEndSession": True}}
# Whatever is said next comes whole, as the slot of this intent.
ELICITING = {
    "type": "Dialog.ElicitSlot",
    "slotToElicit": ANSWER_SLOT,
    "updatedIntent": {
        "name": ANSWER_INTENT,
        "confirmationStatus": "NONE",
        "slots": {ANSWER_SLOT: {"name": ANSWER_SLOT, "confirmationStatus": "NONE"}},
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What every answer of this shop's skill looks like. Pictures are served below `public_url`."""

    shop: str
    public_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`reprompt` keeps the microphone open; without it the session ends. `elicits` only where Alexa allows it.

    No `speech` is left of an answer that has been said already.
    """

    speech: str
    reprompt: str | None = None
    slower: bool = False
    card: dict[str, Any] | None = None
    screen: Screen | None = None
    elicits: bool = False
    attributes: dict[str, Any] | None = None


def told_of(
    reply: Reply, look: Look, *, has_screen: bool, is_amid: bool, stays_open: bool = False, said: str = ""
) -> Told:
    """`is_amid` a session, a fact that was told is not the end of it; whoever asked for it in one breath has it.

    `stays_open` where the microphone has to be open even if the reply asks for nothing, unless it is an apology. What
    was `said` while the answer was made is how it begins, and not said again.
    """
    spoken, asks = reply.speech or reply.text, reply.expects_reply
    if not asks and (stays_open or is_amid) and not _ends(reply, stays_open=stays_open):
        spoken, asks = f"{spoken} {GOING_ON}", True
    if not has_screen:
        spoken = said + spoken[len(said) :].replace(ON_SCREEN, IN_APP)
    if reply.needs_account and not reply.expects_reply:
        spoken = f"{spoken} {CARD_SENT}"
    return Told(
        speech=spoken[len(said) :].strip() if said else spoken,
        reprompt=question_of(spoken) if asks else None,
        slower=reply.pace == "slower",
        card=card_of(reply, shop=look.shop, public_url=look.public_url),
        screen=screen_of(reply, shop=look.shop, public_url=look.public_url) if has_screen else None,
    )


def _ends(reply: Reply, *, stays_open: bool) -> bool:
    """Nothing is left to ask after these: an apology, goodbye, an order, an account to be linked first."""
    if reply.understood.intent == APOLOGY:
        return True
    is_over = reply.farewell or reply.needs_account or reply.order is not None
    return not stays_open and (is_over or reply.understood.intent in WITH_AN_END)


def written(told: Told) -> bytes:
    """The first version that is small enough."""
    for version in _versions(told):
        content = dumped(_body(version))
        if len(content) <= MOST_BYTES:
            return content
    raise AssertionError("a few words fit into every answer")


def dumped(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _versions(told: Told) -> Iterator[Told]:
    yield told
    if told.screen:
        for items in SHORTER_LISTS:
            yield replace(told, screen=told.screen.with_at_most(items))
    told = replace(told, screen=None)
    yield told
    if told.card != LINK_ACCOUNT:
        told = replace(told, card=None)
        yield told
    speech = speakable(told.speech)
    while speech:
        yield replace(told, speech=speech)
        speech = shortened(speech, len(speech) * 3 // 4) if len(speech) > 2 else ""


def _body(told: Told) -> dict[str, Any]:
    is_open = told.reprompt is not None
    response: dict[str, Any] = {"outputSpeech": _speech(told.speech, slower=told.slower)} if told.speech else {}
    if told.card:
        response["card"] = told.card
    if told.reprompt:
        response["reprompt"] = {"outputSpeech": _speech(told.reprompt, slower=told.slower)}
    if directives := _directives(told):
        response["directives"] = directives
    response["shouldEndSession"] = not is_open
    body: dict[str, Any] = {"version": "1.0", "response": response}
    if told.attributes:
        body["sessionAttributes"] = told.attributes
    return body


def _directives(told: Told) -> list[dict[str, Any]]:
    screen = [told.screen.directive()] if told.screen else []
    return [*screen, ELICITING] if told.elicits and told.reprompt else screen


def _speech(said: str, *, slower: bool) -> dict[str, Any]:
    return {"type": "SSML", "ssml": ssml(said, slower=slower)}
