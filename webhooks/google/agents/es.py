"""Makes a Dialogflow ES agent as the folder that Dialogflow imports."""

import uuid
from collections.abc import Mapping
from typing import Any

from webhooks.google.door import ES_PATH

LANGUAGE = "en"
WELCOME, FALLBACK = "Default Welcome Intent", "Default Fallback Intent"
WELCOME_EVENTS = ("WELCOME", "GOOGLE_ASSISTANT_WELCOME", "TELEPHONY_WELCOME")
FAILED = "Sorry, I can't answer that just now. Please try again in a moment."
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "dialogflow-es.aisle.invalid")

Json = Mapping[str, Any]


def package(*, url: str) -> Mapping[str, Json]:
    """The files of the agent by their paths. `url` is the server's address as Dialogflow reaches it."""
    welcome, fallback = _intent(WELCOME, action="input.welcome"), _intent(FALLBACK, action="input.unknown")
    return {
        "package.json": {"version": "1.0.0"},
        "agent.json": _agent(url),
        f"intents/{WELCOME}.json": {**welcome, "events": [{"name": event} for event in WELCOME_EVENTS]},
        f"intents/{FALLBACK}.json": {**fallback, "fallbackIntent": True},
    }


def _agent(url: str) -> Json:
    return {
        "displayName": "Aisle",
        "description": "Hands every word to Aisle.",
        "language": LANGUAGE,
        "supportedLanguages": [],
        "defaultTimezone": "Etc/UTC",
        "webhook": {
            "url": f"{url.rstrip('/')}{ES_PATH}",
            "headers": {},
            "available": True,
            "useForDomains": False,
            "cloudFunctionsEnabled": False,
            "cloudFunctionsInitialized": False,
        },
        "isPrivate": True,
        "customClassifierMode": "use.after",
        "mlMinConfidence": 0.3,
        "onePlatformApiVersion": "v2",
    }


def _intent(name: str, *, action: str) -> dict[str, Any]:
    """Without sentences to learn from: the one is for events, the other for everything that is said.

    Its words are only told where the webhook could not be reached.
    """
    return {
        "id": str(uuid.uuid5(NAMESPACE, name)),
        "name": name,
        "auto": True,
        "contexts": [],
        "responses": [
            {
                "resetContexts": False,
                "action": action,
                "affectedContexts": [],
                "parameters": [],
                "messages": [{"type": "0", "lang": LANGUAGE, "speech": [FAILED]}],
                "speech": [],
            }
        ],
        "priority": 500_000,
        "webhookUsed": True,
        "webhookForSlotFilling": False,
        "fallbackIntent": False,
        "events": [],
    }
