"""Speaks as the widget does, for a guest or for a customer who has signed in."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.simulators.errors import CallRefused, NoSuchRequest
from assistant.simulators.memory import Notes
from assistant.simulators.told import Told
from assistant.simulators.wire import Wire

UNAUTHENTICATED = 401


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSpeaker:
    """`notes` keep the session's token; `access_token` is the customer's, if one is signed in."""

    wire: Wire
    notes: Notes
    access_token: str | None = None

    def says(self, text: str) -> Told:
        body = {"request_id": uuid.uuid4().hex, "text": text}
        return _told(self.wire.ask("POST", "/chat/messages", told=body, token=self.token))

    def requests(self, kind: str) -> Told:
        raise NoSuchRequest(kind=kind, known=())

    @property
    def token(self) -> str:
        """Of the session that was opened before, as long as it lives."""
        if not self._lives():
            self.notes["token"] = self._opened()
        return str(self.notes["token"])

    def _lives(self) -> bool:
        if "token" not in self.notes:
            return False
        try:
            self.wire.ask("GET", "/chat/sessions/current", token=self.notes["token"])
        except CallRefused as exc:
            if exc.status == UNAUTHENTICATED:
                return False
            raise
        return True

    def _opened(self) -> str:
        token = str(self.wire.ask("POST", "/chat/sessions")["token"])
        if self.access_token is None:
            return token
        signed_in = self.wire.ask("POST", "/chat/sign-in", told={"access_token": self.access_token}, token=token)
        return str(signed_in["token"])


def _told(reply: Mapping[str, Any]) -> Told:
    shown = tuple(product["title"] for product in reply["products"] or ())
    return Told(speech=reply["speech"], is_open=reply["expects_reply"], shown=shown, raw=reply)
