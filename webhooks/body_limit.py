"""Refuses a body that is too large, told by its length or found out piece by piece, or that does not come in time."""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from webhooks.problems import TOO_LARGE, TOO_SLOW


class BodyLimit:
    """Reads the body before the app sees the request, so that no app has to deal with half of one.

    Starlette's own limit answers with plain text where the length is announced, and an API tells problems one way.
    """

    def __init__(self, app: ASGIApp, *, max_bytes: int, within_s: float) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._within_s = within_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        announced = Headers(scope=scope).get("content-length", "")
        too_large = announced.isdecimal() and int(announced) > self._max_bytes
        try:
            async with asyncio.timeout(self._within_s):
                body = None if too_large else await self._whole(receive)
        except TimeoutError:
            await TOO_SLOW.response()(scope, receive, send)
            return
        if body is None:
            await TOO_LARGE.response()(scope, receive, send)
        else:
            await self._app(scope, _replaying(body, receive), send)

    async def _whole(self, receive: Receive) -> bytes | None:
        pieces = bytearray()
        more = True
        while more:
            message = await receive()
            pieces += message.get("body", b"")
            if len(pieces) > self._max_bytes:
                return None
            more = message["type"] == "http.request" and message.get("more_body", False)
        return bytes(pieces)


def _replaying(body: bytes, receive: Receive) -> Receive:
    """After the body comes whatever the server still has to say, such as that the client has left."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
