"""How long, how much and from how many connections the public server listens: uvicorn itself would wait for ever.

A request that dribbles in is cut off with 408, endless headers with 431, and what is no HTTP with 400; all three as
problems with the headers that every other answer has.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

import structlog
from httptools import HttpParserError
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from webhooks.problems import HEADERS_TOO_LARGE, TOO_SLOW, UNREADABLE, Problem

MOST_HEADER_BYTES = 32 * 1024
# The app itself answers a body that is late; this is for whoever goes on sending after that answer.
TIMES_TOO_LATE = 2

log = structlog.get_logger("aisle.http")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """`headers` are those of every answer."""

    most_connections: int
    headers_s: float
    body_s: float
    headers: Mapping[str, str] = field(default_factory=dict)


class PatientProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *args: Any, patience: Patience, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._patience = patience
        self._due: asyncio.TimerHandle | None = None
        self._header_bytes = 0
        self._in_body = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's
        super().connection_made(transport)
        if len(self.connections) > self._patience.most_connections:
            log.warning("connections_exhausted", most=self._patience.most_connections)
            transport.abort()
            return
        self._wait(self._patience.headers_s, self.transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._in_body:
            self._header_bytes += len(data)
            if self._due is None or self._header_bytes == len(data):
                self._wait(self._patience.headers_s, partial(self._refuse, TOO_SLOW))
        super().data_received(data)
        if not self._in_body and self._header_bytes > MOST_HEADER_BYTES:
            self._refuse(HEADERS_TOO_LARGE)

    def on_headers_complete(self) -> None:
        # They may all have come at once, and httptools hands them on whatever they weigh.
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > MOST_HEADER_BYTES:
            self._refuse(HEADERS_TOO_LARGE)
            raise HttpParserError("the headers are too large")
        self._in_body = True
        self._wait(self._patience.body_s * TIMES_TOO_LATE, self.transport.abort)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_body = False
        self._header_bytes = 0
        self._stop_waiting()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's signature
        self._refuse(UNREADABLE)

    def _refuse(self, problem: Problem) -> None:
        """While an earlier request on the connection is still being answered, nothing may be said in between."""
        if self.transport.is_closing():
            return
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is None or cycle.response_complete:
            self.transport.write(self._written(problem))
        self.transport.close()

    def _written(self, problem: Problem) -> bytes:
        response = problem.response()
        told = {**self._patience.headers, **dict(response.headers), "connection": "close"}
        lines = [f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}"]
        lines += [f"{name.decode()}: {value.decode()}" for name, value in self.server_state.default_headers]
        lines += [f"{name.lower()}: {value}" for name, value in told.items()]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + bytes(response.body)

    def _wait(self, seconds: float, otherwise: Any) -> None:
        self._stop_waiting()
        self._due = self.loop.call_later(seconds, otherwise)

    def _stop_waiting(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None
