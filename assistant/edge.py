"""The outermost layer of the public server: one log line and one figure per request, and an answer to every one."""

import asyncio
import time
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.metrics import Metrics
from webhooks.problems import OVERDUE, UNEXPECTED, Problem

UNKNOWN_ROUTE = "unknown"
KNOWN_METHODS = {"GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"}
NOT_WORTH_A_LINE = {"/healthz", "/readyz", "/metrics"}

log = structlog.get_logger("aisle.http")


class Edge:
    """Answers for an app that breaks or hangs before it has begun to answer.

    A database that hangs delays the cancellation of what waits for it, so an overdue app is left to itself.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics, deadline_s: float) -> None:
        self._app = app
        self._metrics = metrics
        self._deadline_s = deadline_s
        self._left_behind: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        started = time.perf_counter()
        answer = _Answer(send)
        running = asyncio.create_task(self._run(scope, receive, answer))
        try:
            await asyncio.wait({running}, timeout=self._deadline_s)
            if not running.done() and answer.status is None:
                running.cancel()
                self._left_behind.add(running)
                running.add_done_callback(self._left_behind.discard)
                await answer.end_with(OVERDUE)
                log.warning("request_overdue", route=_route(scope))
            else:
                await running
        except asyncio.CancelledError:
            running.cancel()
            raise
        finally:
            self._note(scope, answer.status or 0, time.perf_counter() - started)

    async def _run(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        try:
            await self._app(scope, receive, answer.send)
        except Exception:  # the outermost loop of a request
            log.exception("request_broke", route=_route(scope))
            await answer.end_with(UNEXPECTED)

    def _note(self, scope: Scope, status: int, took_s: float) -> None:
        """The route's template, never the address asked for: that may hold anything, and so may the method."""
        route = _route(scope)
        method = scope["method"] if scope["method"] in KNOWN_METHODS else "OTHER"
        self._metrics.request_ended(method=method, route=route, status=status, took_s=took_s)
        if route not in NOT_WORTH_A_LINE:
            log.info("request", method=method, route=route, status=status, ms=round(took_s * 1000, 1))


class _Answer:
    """What has been sent so far; once the edge has answered itself, the app is no longer listened to."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._closed = False
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        if self._closed:
            return
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self._send(message)

    async def end_with(self, problem: Problem) -> None:
        """A response that has begun cannot be changed any more: it just ends early."""
        if self.status is None:
            self.status = problem.status
            self._closed = True
            response = problem.response()
            headers = response.raw_headers
            await self._send({"type": "http.response.start", "status": problem.status, "headers": headers})
            await self._send({"type": "http.response.body", "body": response.body})


def _route(scope: Scope) -> str:
    route: Any = scope.get("route")
    return getattr(route, "path", None) or UNKNOWN_ROUTE
