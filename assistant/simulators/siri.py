"""Speaks as a Shortcut does, by a device token of a demo customer."""

import uuid
from dataclasses import dataclass

from assistant.simulators.errors import CallRefused, NoSuchRequest
from assistant.simulators.memory import Notes
from assistant.simulators.told import Told
from assistant.simulators.web import WebSpeaker
from assistant.simulators.wire import Wire

UNAUTHENTICATED = 401
LOST = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class SiriSpeaker:
    """`notes` keep the device's token and the conversation."""

    wire: Wire
    notes: Notes
    customer: WebSpeaker

    def says(self, text: str) -> Told:
        try:
            return self._say(text)
        except CallRefused as exc:
            if exc.status not in {UNAUTHENTICATED, LOST}:
                raise
            self.notes.clear()
            return self._say(text)

    def requests(self, kind: str) -> Told:
        raise NoSuchRequest(kind=kind, known=())

    def _say(self, text: str) -> Told:
        if "token" not in self.notes:
            issued = self.wire.ask("POST", "/chat/devices", told={"name": "aisle say"}, token=self.customer.token)
            self.notes["token"] = issued["token"]
        body = {
            "text": text,
            "locale": "en_US",
            "conversation_id": self.notes.get("conversation"),
            "request_id": uuid.uuid4().hex,
        }
        answer = self.wire.ask("POST", "/webhooks/siri", told=body, token=self.notes["token"])
        self.notes["conversation"] = answer["conversation_id"]
        link = (f"Link: {answer['link']}",) if answer["link"] else ()
        return Told(speech=answer["speech"], is_open=answer["expects_reply"], shown=link, raw=answer)
