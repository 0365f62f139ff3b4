"""A shopper who talks through the chat API, as the widget does."""

import json
import uuid
from time import perf_counter
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from assistant.evaluation.dialogue.errors import ShopRefused
from assistant.operator_passes import Passes

Reply = dict[str, Any]
LONGEST_ANSWER_S = 20


class Shopper:
    """`turns_ms` are the times of the turns so far. `passes` are headers that say that the operator is at work."""

    def __init__(self, address: str, *, passes: Passes = dict) -> None:
        self.address = address
        self._passes = passes
        self.turns_ms: list[float] = []
        self._token: str | None = None
        self._enter(self._call("POST", "/chat/sessions", {}))

    def says(self, text: str) -> Reply:
        started = perf_counter()
        reply = self._call("POST", "/chat/messages", {"request_id": uuid.uuid4().hex, "text": text})
        self.turns_ms.append((perf_counter() - started) * 1000)
        return reply

    def sign_in(self, customer: str) -> None:
        """As a customer of the demo shop; the conversation goes on."""
        self._enter(self._call("POST", "/chat/demo-sign-in", {"customer": customer}))

    def sign_out(self) -> None:
        self._enter(self._call("POST", "/chat/sign-out", {}))

    def cart(self) -> Reply:
        return self._call("GET", "/chat/cart")

    def _enter(self, opened: Reply) -> None:
        self._token = opened["token"]

    def _call(self, method: str, path: str, body: dict[str, str] | None = None) -> Reply:
        headers = {"Content-Type": "application/json", **self._passes()}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = json.dumps(body).encode() if body is not None else None
        request = Request(self.address + path, data=data, headers=headers, method=method)  # noqa: S310 - the operator's address
        try:
            with urlopen(request, timeout=LONGEST_ANSWER_S) as answered:  # noqa: S310 - as above
                reply: Reply = json.load(answered)
        except HTTPError as exc:
            raise ShopRefused(call=f"{method} {path}", status=exc.code, title=_title(exc)) from exc
        except (URLError, TimeoutError) as exc:
            raise ShopRefused(call=f"{method} {path}", status=0, title="no answer") from exc
        return reply


def _title(refusal: HTTPError) -> str:
    try:
        return str(json.load(refusal)["title"])
    except (ValueError, KeyError):
        return str(refusal.reason)
