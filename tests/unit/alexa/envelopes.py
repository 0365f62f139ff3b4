"""Requests as Alexa writes them, of every type that a custom skill can get."""

import json
from datetime import datetime
from typing import Any

from tests.unit.alexa.authority import NOW

SKILL = "amzn1.ask.skill.ours"
USER = "amzn1.ask.account.AHQ"
SESSION = "amzn1.echo-api.session.1"
API_TOKEN = "eyJ-api-canary"
APL = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}


def envelope(
    request: dict[str, Any],
    *,
    interfaces: dict[str, Any] | None = None,
    attributes: dict[str, Any] | None = None,
    access_token: str | None = None,
    request_id: str = "amzn1.echo-api.request.1",
    at: datetime = NOW,
) -> dict[str, Any]:
    user = {"userId": USER, **({"accessToken": access_token} if access_token else {})}
    return {
        "version": "1.0",
        "session": {
            "new": attributes is None,
            "sessionId": SESSION,
            "application": {"applicationId": SKILL},
            "attributes": attributes or {},
            "user": user,
        },
        "context": {
            "System": {
                "application": {"applicationId": SKILL},
                "user": user,
                "device": {"deviceId": "amzn1.ask.device.1", "supportedInterfaces": interfaces or {}},
                "apiEndpoint": "https://api.eu.amazonalexa.com",
                "apiAccessToken": API_TOKEN,
            }
        },
        "request": {"requestId": request_id, "timestamp": f"{at:%Y-%m-%dT%H:%M:%SZ}", "locale": "en-US", **request},
    }


def launch() -> dict[str, Any]:
    return {"type": "LaunchRequest", "shouldLinkResultBeReturned": False}


def intent(name: str, **slots: str) -> dict[str, Any]:
    told = {slot: {"name": slot, "value": value, "confirmationStatus": "NONE"} for slot, value in slots.items()}
    return {
        "type": "IntentRequest",
        "dialogState": "IN_PROGRESS",
        "intent": {"name": name, "confirmationStatus": "NONE", "slots": told},
    }


def ended(reason: str, **error: str) -> dict[str, Any]:
    return {"type": "SessionEndedRequest", "reason": reason, **({"error": error} if error else {})}


def touched(*arguments: Any) -> dict[str, Any]:
    return {
        "type": "Alexa.Presentation.APL.UserEvent",
        "arguments": list(arguments),
        "components": {},
        "source": {"type": "TouchWrapper", "handler": "Press", "id": ""},
        "token": "aisle-list",
    }


def can_fulfill(name: str, **slots: str) -> dict[str, Any]:
    told = {slot: {"name": slot, "value": value} for slot, value in slots.items()}
    return {"type": "CanFulfillIntentRequest", "intent": {"name": name, "slots": told}}


def encoded(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()


# None of these has anybody who listens for an answer.
SILENT = (
    *(ended(reason) for reason in ("USER_INITIATED", "EXCEEDED_MAX_REPROMPTS")),
    ended("ERROR", type="ENDPOINT_TIMEOUT", message="an answer took too long"),
    ended("ERROR", type="INVALID_RESPONSE", message="an answer was no good"),
    {"type": "System.ExceptionEncountered", "error": {"type": "INVALID_RESPONSE"}, "cause": {"requestId": "1"}},
    {"type": "AudioPlayer.PlaybackStarted", "token": "t", "offsetInMilliseconds": 0},
    {"type": "AudioPlayer.PlaybackFailed", "error": {"type": "MEDIA_ERROR_UNKNOWN"}},
    {"type": "PlaybackController.NextCommandIssued"},
    {"type": "AlexaSkillEvent.SkillEnabled", "eventCreationTime": "2026-01-02T12:00:00Z"},
    {"type": "AlexaSkillEvent.SkillDisabled", "body": {"userInformationPersistenceStatus": "NOT_PERSISTED"}},
    {"type": "AlexaSkillEvent.SkillAccountLinked", "body": {"accessToken": "linked-canary"}},
    {"type": "AlexaSkillEvent.SkillPermissionAccepted", "body": {"acceptedPermissions": [{"scope": "s"}]}},
    {"type": "AlexaSkillEvent.SkillPermissionChanged", "body": {}},
    {"type": "AlexaSkillEvent.ProactiveSubscriptionChanged", "body": {"subscriptions": []}},
    {"type": "Alexa.Presentation.APL.RuntimeError", "errors": [{"type": "LIST_ERROR"}], "token": "aisle-list"},
    {"type": "Alexa.Presentation.APL.LoadIndexListData", "listId": "l", "startIndex": 0, "count": 2},
    {"type": "Messaging.MessageReceived", "message": {}},
    {"type": "Something.Nobody.KnowsYet", "payload": [[[]]]},
)
