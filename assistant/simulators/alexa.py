"""Speaks as Alexa does: requests of a custom skill, signed by the local authority of development mode."""

import html
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from assistant.development import CERTIFICATE_URL, SKILL_ID, Development
from assistant.simulators.errors import CallRefused, NoSuchRequest
from assistant.simulators.memory import Notes
from assistant.simulators.told import Told
from assistant.simulators.wire import Wire, why_refused
from webhooks.alexa.carriers import ANSWER_INTENT, ANSWER_SLOT, CARRIERS
from webhooks.alexa.skill.hearing import BUILT_IN_WORDS, NUMBERS, Hearing
from webhooks.alexa.slot_values import NUMBER

PATH = "/webhooks/alexa"
FALLBACK = "AMAZON.FallbackIntent"
INTENTS = {
    "stop": "AMAZON.StopIntent",
    "cancel": "AMAZON.CancelIntent",
    "yes": "AMAZON.YesIntent",
    "no": "AMAZON.NoIntent",
    "help": "AMAZON.HelpIntent",
    "repeat": "AMAZON.RepeatIntent",
    "fallback": FALLBACK,
    "home": "AMAZON.NavigateHomeIntent",
    "more": "AMAZON.MoreIntent",
    "next": "AMAZON.NextIntent",
}
OTHERS: Mapping[str, Mapping[str, Any]] = {
    "launch": {"type": "LaunchRequest"},
    "ended": {"type": "SessionEndedRequest", "reason": "USER_INITIATED"},
    "timeout": {"type": "SessionEndedRequest", "reason": "ERROR", "error": {"type": "ENDPOINT_TIMEOUT"}},
}
SCREEN = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}
LOST = "With no word of the skill in front Alexa hands nothing on: the server only hears that something was said."
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlexaSpeaker:
    """`hearing` is how the skill's model lets it be heard; `notes` are kept from one request to the next."""

    wire: Wire
    development: Development
    user: str
    notes: Notes
    access_token: str | None = None
    has_screen: bool = False
    hearing: Hearing = field(default_factory=Hearing)

    def says(self, text: str) -> Told:
        """While the skill has asked for it, all that is said comes whole; else as the model lets it be heard."""
        plain = " ".join(text.lower().split())
        if self.notes.get("elicits") and plain not in BUILT_IN_WORDS:
            return self._send(_intent(ANSWER_INTENT, {ANSWER_SLOT: text}))
        heard = self.hearing.heard(text)
        carrier = CARRIERS.get(heard.intent)
        slots = {slot: _as_alexa(heard.value, kind) for slot, kind in carrier.slots.items()} if carrier else {}
        return self._send(_intent(heard.intent, slots), note=LOST if heard.intent == FALLBACK else None)

    def requests(self, kind: str) -> Told:
        if kind in INTENTS:
            return self._send(_intent(INTENTS[kind], {}))
        if kind not in OTHERS:
            raise NoSuchRequest(kind=kind, known=[*OTHERS, *INTENTS])
        return self._send(OTHERS[kind])

    def _send(self, request: Mapping[str, Any], *, note: str | None = None) -> Told:
        body = json.dumps(self._envelope(request), ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "SignatureCertChainUrl": CERTIFICATE_URL,
            "Signature-256": self.development.signature_of(body),
        }
        answered = self.wire.call("POST", PATH, body=body, headers=headers)
        if answered.status != 200:
            raise CallRefused(status=answered.status, why=why_refused(answered))
        told = told_by(answered.json, note=note)
        self._keep(answered.json, is_open=told.is_open)
        return told

    def _envelope(self, request: Mapping[str, Any]) -> dict[str, Any]:
        is_new = "session" not in self.notes
        session = self.notes.setdefault("session", f"amzn1.echo-api.session.{uuid.uuid4()}")
        user = {"userId": self.user, **({"accessToken": self.access_token} if self.access_token else {})}
        application = {"applicationId": SKILL_ID}
        device = {"deviceId": "amzn1.ask.device.development", "supportedInterfaces": SCREEN if self.has_screen else {}}
        return {
            "version": "1.0",
            "session": {
                "new": is_new,
                "sessionId": session,
                "application": application,
                "attributes": self.notes.get("attributes", {}),
                "user": user,
            },
            "context": {"System": {"application": application, "user": user, "device": device}},
            "request": {
                "requestId": f"amzn1.echo-api.request.{uuid.uuid4()}",
                "timestamp": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
                "locale": "en-US",
                **request,
            },
        }

    def _keep(self, answer: Mapping[str, Any], *, is_open: bool) -> None:
        """A closed microphone ends the session: what is said next opens the skill anew."""
        if not is_open:
            self.notes.clear()
            return
        directives = answer["response"].get("directives", [])
        self.notes["attributes"] = answer.get("sessionAttributes", {})
        self.notes["elicits"] = any(each["type"] == "Dialog.ElicitSlot" for each in directives)


def told_by(answer: Mapping[str, Any], *, note: str | None = None) -> Told:
    response = answer.get("response", {})
    screens = [each for each in response.get("directives", []) if each["type"].startswith("Alexa.Presentation.APL")]
    return Told(
        speech=plain(response.get("outputSpeech", {})),
        is_open=response.get("shouldEndSession") is False,
        shown=(*_card(response.get("card")), *(line for screen in screens for line in _screen(screen))),
        note=note,
        raw=answer,
    )


def plain(speech: Mapping[str, Any]) -> str:
    """Without the marks for the voice."""
    said = speech.get("text") or TAG.sub(" ", speech.get("ssml", ""))
    return " ".join(html.unescape(said).split())


def _card(card: Mapping[str, Any] | None) -> tuple[str, ...]:
    if not card:
        return ()
    if card["type"] == "LinkAccount":
        return ("Card: link your account",)
    return (f"Card: {card['title']}", *str(card.get("content") or card.get("text") or "").splitlines())


def _screen(directive: Mapping[str, Any]) -> tuple[str, ...]:
    told: Any = next(iter(directive.get("datasources", {}).values()), {})
    items = [str(item.get("title", "")) for item in told.get("items", [])]
    return (f"Screen: {told.get('heading', '')}".rstrip(), *items)


def _as_alexa(value: str | None, slot_type: str) -> str:
    """Numbers are told in digits, however they were said."""
    return str(NUMBERS.index(value) + 1) if slot_type == NUMBER and value in NUMBERS else value or ""


def _intent(name: str, slots: Mapping[str, str]) -> Mapping[str, Any]:
    told = {slot: {"name": slot, "value": value, "confirmationStatus": "NONE"} for slot, value in slots.items()}
    return {
        "type": "IntentRequest",
        "dialogState": "IN_PROGRESS" if name == ANSWER_INTENT else "STARTED",
        "intent": {"name": name, "confirmationStatus": "NONE", "slots": told},
    }
