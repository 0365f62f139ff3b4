"""Makes the interaction model: which sentences Alexa hears as which intent of the skill."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from webhooks.alexa.carriers import ANSWER_INTENT, ANSWER_SLOT, CARRIERS, GOODS, SENTENCE, Carrier
from webhooks.alexa.slot_values import SEARCH_QUERY

BUILT_INS = (
    "AMAZON.HelpIntent",
    "AMAZON.StopIntent",
    "AMAZON.CancelIntent",
    "AMAZON.FallbackIntent",
    "AMAZON.NavigateHomeIntent",
    "AMAZON.YesIntent",
    "AMAZON.NoIntent",
    "AMAZON.RepeatIntent",
    "AMAZON.StartOverIntent",
    "AMAZON.MoreIntent",
    "AMAZON.NextIntent",
    "AMAZON.PreviousIntent",
)
ANSWER_PROMPT = "Elicit.Slot.Answer"
# Told only where Alexa has to ask by itself; the skill's own question is told otherwise.
ASKED = ("What would you like?", "What shall it be?")
LONGEST_VALUE = 140
# Of the characters that Amazon allows in slot values these are the ones that are spoken.
TYPOGRAPHIC = "\N{RIGHT SINGLE QUOTATION MARK}"
SPOKEN = re.compile(r"[a-z][a-z' -]*")

Model = dict[str, Any]


def interaction_model(
    *,
    invocation: str,
    sentences: Iterable[str] = (),
    goods: Iterable[str] = (),
    carriers: Mapping[str, Carrier] = CARRIERS,
) -> Model:
    """A type of our own for which there are no values is left out, with the intents that need it."""
    values = {SENTENCE: spoken_values(sentences), GOODS: spoken_values(goods)}
    types = [{"name": name, "values": [_value(each) for each in known]} for name, known in values.items() if known]
    missing = {name for name, known in values.items() if not known}
    heard = {name: each for name, each in carriers.items() if not missing & set(each.slots.values())}
    return {
        "interactionModel": {
            "languageModel": {
                "invocationName": invocation,
                "intents": [*(_built_in(name) for name in BUILT_INS), *(_intent(*each) for each in heard.items())],
                "types": types,
            },
            "dialog": _dialog(),
            "prompts": [
                {
                    "id": ANSWER_PROMPT,
                    "variations": [{"type": "PlainText", "value": question} for question in ASKED],
                }
            ],
        }
    }


def spoken_values(said: Iterable[str]) -> Sequence[str]:
    """Those that can be a slot's value, each once, in the order they came."""
    plain = (" ".join(each.lower().replace(TYPOGRAPHIC, "'").split()) for each in said)
    fitting = (each for each in plain if len(each) <= LONGEST_VALUE and SPOKEN.fullmatch(each))
    return list(dict.fromkeys(fitting))


def _value(said: str) -> Mapping[str, Any]:
    return {"name": {"value": said}}


def _built_in(name: str) -> Mapping[str, Any]:
    return {"name": name, "samples": []}


def _intent(name: str, carrier: Carrier) -> Mapping[str, Any]:
    slots = [{"name": slot, "type": slot_type} for slot, slot_type in carrier.slots.items()]
    return {"name": name, "slots": slots, "samples": list(carrier.samples)}


def _dialog() -> Mapping[str, Any]:
    """Without it no answer may ask for the slot that the whole of the next sentence comes in."""
    slot = {
        "name": ANSWER_SLOT,
        "type": SEARCH_QUERY,
        "confirmationRequired": False,
        "elicitationRequired": True,
        "prompts": {"elicitation": ANSWER_PROMPT},
    }
    intent = {
        "name": ANSWER_INTENT,
        "delegationStrategy": "SKILL_RESPONSE",
        "confirmationRequired": False,
        "prompts": {},
        "slots": [slot],
    }
    return {"intents": [intent], "delegationStrategy": "SKILL_RESPONSE"}
