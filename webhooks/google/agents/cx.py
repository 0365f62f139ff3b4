"""Makes a Dialogflow CX agent as the JSON package that Dialogflow restores."""

import uuid
from collections.abc import Mapping
from typing import Any

from webhooks.google.door import CX_PATH

WEBHOOK, START, TALK, WELCOME = "Aisle", "Default Start Flow", "Talk", "Default Welcome Intent"
END_SESSION = "End Session"
LANGUAGE = "en"
GREETINGS = ("hello", "hi", "hey", "hello there", "good morning", "good evening")
FAILED = "Sorry, I can't answer that just now. Please try again in a moment."
# Dialogflow's own, the same in every agent.
START_ID = WELCOME_ID = "00000000-0000-0000-0000-000000000000"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "dialogflow-cx.aisle.invalid")

Json = Mapping[str, Any]


def package(*, url: str) -> Mapping[str, Json]:
    """The files of the agent by their paths. `url` is the server's address as Dialogflow reaches it."""
    intent, flow = f"intents/{WELCOME}", f"flows/{START}"
    return {
        "agent.json": _agent(),
        f"webhooks/{WEBHOOK}.json": _webhook(url),
        f"{intent}/{WELCOME}.json": _welcome(),
        f"{intent}/trainingPhrases/{LANGUAGE}.json": {"trainingPhrases": [_phrase(each) for each in GREETINGS]},
        f"{flow}/{START}.json": _start_flow(),
        f"{flow}/pages/{TALK}.json": _talk_page(),
    }


def _agent() -> Json:
    """Keys may be pressed on a telephone, and end with #."""
    return {
        "displayName": "Aisle",
        "defaultLanguageCode": LANGUAGE,
        "timeZone": "Etc/UTC",
        "startFlow": START,
        "advancedSettings": {
            "speechSettings": {"endpointerSensitivity": 90, "noSpeechTimeout": {"seconds": 5}},
            "dtmfSettings": {"enabled": True, "maxDigits": 16, "finishDigit": "#"},
        },
    }


def _webhook(url: str) -> Json:
    return {
        "name": _id("webhook"),
        "displayName": WEBHOOK,
        "genericWebService": {"uri": f"{url.rstrip('/')}{CX_PATH}", "serviceAgentAuth": "ID_TOKEN"},
        "timeout": {"seconds": 5},
    }


def _welcome() -> Json:
    return {
        "name": WELCOME_ID,
        "displayName": WELCOME,
        "priority": 500_000,
        "numTrainingPhrases": len(GREETINGS),
    }


def _start_flow() -> Json:
    return {
        "name": START_ID,
        "displayName": START,
        "transitionRoutes": [
            {
                "name": _id("welcome"),
                "intent": WELCOME,
                "triggerFulfillment": _fulfilled_by("aisle.welcome"),
                "targetPage": TALK,
            }
        ],
        "eventHandlers": [
            _handler(START, "WELCOME", "aisle.welcome"),
            *_handlers(START),
        ],
        "nluSettings": {"modelType": "MODEL_TYPE_ADVANCED", "classificationThreshold": 0.3},
    }


def _talk_page() -> Json:
    """Entered anew after every turn, for only then its route is looked at again."""
    return {
        "name": _id("talk"),
        "displayName": TALK,
        "transitionRoutes": [
            {
                "name": _id("ended"),
                "condition": "$session.params.aisle_ended = true",
                "triggerFulfillment": {},
                "targetPage": END_SESSION,
            }
        ],
        "eventHandlers": _handlers(TALK),
    }


def _handlers(place: str) -> list[Json]:
    """No words match an intent of the agent's, so they come in by the first; Dialogflow itself counts silences."""
    return [
        _handler(place, "sys.no-match-default", "aisle.turn"),
        _handler(place, "sys.no-input-default", "aisle.no_input"),
        {**_handler(place, "sys.no-input-3", "aisle.last_no_input"), "targetPage": END_SESSION},
        {
            "name": _id(f"{place} webhook.error"),
            "event": "webhook.error",
            "triggerFulfillment": {"messages": [{"text": {"text": [FAILED]}, "languageCode": LANGUAGE}]},
        },
    ]


def _handler(place: str, event: str, tag: str) -> dict[str, Any]:
    return {
        "name": _id(f"{place} {event}"),
        "event": event,
        "triggerFulfillment": _fulfilled_by(tag),
        "targetPage": TALK,
    }


def _fulfilled_by(tag: str) -> Json:
    return {"webhook": WEBHOOK, "tag": tag}


def _phrase(text: str) -> Json:
    return {
        "parts": [{"text": text, "auto": True}],
        "repeatCount": 1,
        "languageCode": LANGUAGE,
    }


def _id(of: str) -> str:
    """The same in every package, so that two of them can be compared."""
    return str(uuid.uuid5(NAMESPACE, of))
