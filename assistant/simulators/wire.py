"""Calls a server over HTTP, one call after the other."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from assistant.simulators.errors import CallRefused, ServerUnreachable

TIMEOUT_S = 30.0
HTTP_PORT = 80
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Raises CallRefused for a body that is none."""
        try:
            return json.loads(self.body) if self.body else {}
        except ValueError:
            raise CallRefused(status=self.status, why="the answer is no JSON") from None


@dataclass(frozen=True, slots=True)
class Wire:
    """`address` is where the server is, such as http://127.0.0.1:8080."""

    address: str

    def call(
        self, method: str, path: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answered:
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port or HTTP_PORT, timeout=TIMEOUT_S)
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answered(status=answer.status, headers=told, body=answer.read())
        except (OSError, http.client.HTTPException) as exc:
            raise ServerUnreachable(address=self.address) from exc
        finally:
            connection.close()

    def ask(self, method: str, path: str, *, told: Any = None, token: str | None = None) -> Any:
        """JSON there and back; raises CallRefused with the problem's own words."""
        headers = {**JSON, **({"Authorization": f"Bearer {token}"} if token else {})}
        body = None if told is None else json.dumps(told).encode()
        answered = self.call(method, path, body=body, headers=headers)
        if answered.status >= http.client.BAD_REQUEST:
            raise CallRefused(status=answered.status, why=why_refused(answered))
        return answered.json

    @property
    def audience(self) -> str:
        """What a server in development mode calls itself, whatever name of this machine it was called by."""
        return f"http://127.0.0.1:{urlsplit(self.address).port or HTTP_PORT}"

    @property
    def is_in_development(self) -> bool:
        answered = self.call("GET", "/healthz")
        return answered.status == http.client.OK and answered.json.get("mode") == "development"


def why_refused(answered: Answered) -> str:
    try:
        told = json.loads(answered.body)
    except ValueError:
        return "no reason is given"
    return str(told.get("detail") or told.get("title") or "no reason is given") if isinstance(told, dict) else str(told)
