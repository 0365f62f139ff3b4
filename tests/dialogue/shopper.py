"""A shopper who talks through the chat API, as the widget does."""

import json
import uuid
from typing import Any
from urllib.request import Request, urlopen

Reply = dict[str, Any]


class Shopper:
    def __init__(self, address: str) -> None:
        self.address = address
        self._token: str | None = None
        self._token = self._post("/chat/sessions", {})["token"]

    def says(self, text: str) -> Reply:
        return self._post("/chat/messages", {"request_id": uuid.uuid4().hex, "text": text})

    def _post(self, path: str, body: dict[str, str]) -> Reply:
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = json.dumps(body).encode() if body else None
        request = Request(self.address + path, data=data, headers=headers, method="POST")  # noqa: S310 - a shop of ours
        with urlopen(request, timeout=20) as answered:  # noqa: S310 - as above
            reply: Reply = json.load(answered)
        return reply
