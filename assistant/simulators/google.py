"""Speaks as Dialogflow does, CX or ES, with an ID token signed by the local authority of development mode."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from assistant.development import Development
from assistant.simulators.alexa import plain
from assistant.simulators.errors import CallRefused, NoSuchRequest
from assistant.simulators.memory import Notes
from assistant.simulators.told import Told
from assistant.simulators.wire import Wire, why_refused

Edition = Literal["cx", "es"]
PROJECT = "projects/aisle-development"
TAGS = {"launch": "aisle.welcome", "stop": "aisle.goodbye", "silence": "aisle.no_input"}
EVENTS = {"launch": "WELCOME", "silence": "NO_INPUT"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleSpeaker:
    wire: Wire
    development: Development
    notes: Notes
    edition: Edition = "cx"
    access_token: str | None = None

    def says(self, text: str) -> Told:
        return self._send(self._cx(text=text) if self.edition == "cx" else self._es(text))

    def requests(self, kind: str) -> Told:
        kinds = TAGS if self.edition == "cx" else EVENTS
        if kind not in kinds:
            raise NoSuchRequest(kind=kind, known=kinds)
        return self._send(self._cx(tag=kinds[kind]) if self.edition == "cx" else self._es(kinds[kind]))

    def _send(self, body: Mapping[str, Any]) -> Told:
        token = self.development.google_token(audience=self.wire.audience, now=datetime.now(UTC))
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        path = f"/webhooks/dialogflow/{self.edition}"
        answered = self.wire.call("POST", path, body=json.dumps(body).encode(), headers=headers)
        if answered.status != 200:
            raise CallRefused(status=answered.status, why=why_refused(answered))
        told = _told_by_cx(answered.json) if self.edition == "cx" else _told_by_es(answered.json)
        if not told.is_open:
            self.notes.clear()
        return told

    @property
    def _session(self) -> str:
        return str(self.notes.setdefault("session", uuid.uuid4().hex))

    def _cx(self, *, text: str | None = None, tag: str = "aisle") -> Mapping[str, Any]:
        return {
            "detectIntentResponseId": str(uuid.uuid4()),
            "languageCode": "en",
            "fulfillmentInfo": {"tag": tag},
            "sessionInfo": {"session": f"{PROJECT}/locations/global/agents/say/sessions/{self._session}"},
            "payload": {"user": {"accessToken": self.access_token}} if self.access_token else {},
            **({"text": text} if text is not None else {}),
        }

    def _es(self, said: str) -> Mapping[str, Any]:
        user = {"user": {"accessToken": self.access_token}} if self.access_token else {}
        return {
            "responseId": str(uuid.uuid4()),
            "session": f"{PROJECT}/agent/sessions/{self._session}",
            "queryResult": {"queryText": said, "languageCode": "en", "parameters": {}},
            "originalDetectIntentRequest": {"source": "aisle", "payload": user},
        }


def _told_by_cx(answer: Mapping[str, Any]) -> Told:
    messages = answer["fulfillmentResponse"]["messages"]
    spoken = " ".join(plain(each["outputAudioText"]) for each in messages if "outputAudioText" in each)
    return Told(
        speech=spoken,
        is_open=not any("endInteraction" in each for each in messages),
        shown=tuple(line for each in messages for line in _cards(each.get("payload", {}))),
        raw=answer,
    )


def _told_by_es(answer: Mapping[str, Any]) -> Told:
    cards = [each["card"] for each in answer["fulfillmentMessages"] if "card" in each]
    return Told(
        speech=answer["fulfillmentText"],
        is_open=not answer["payload"]["aisle"]["ended"],
        shown=tuple(str(card["title"]) for card in cards),
        raw=answer,
    )


def _cards(payload: Mapping[str, Any]) -> list[str]:
    rows = [item for row in payload.get("richContent", []) for item in row]
    return [str(item["title"]) for item in rows if item.get("type") in {"info", "list"} and item.get("title")]
