"""A turn as server-sent events: accepted, pieces of text as they come, and in the end the reply or a problem."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from shop.reply import Reply
from shop.turn import Turn
from webhooks.assistant import Assistant
from webhooks.problems import UNEXPECTED, problem_of
from webhooks.web.bodies import ReplyBody

MEDIA_TYPE = "text/event-stream"
KEEP_ALIVE = b": still here\n\n"
KEEP_ALIVE_S = 10.0


class TurnStream:
    """Runs a turn and hands on what is heard of it; the turn goes on when the reader leaves."""

    def __init__(self, *, keep_alive_s: float = KEEP_ALIVE_S) -> None:
        self._keep_alive_s = keep_alive_s
        self._heard: asyncio.Queue[bytes | None] = asyncio.Queue()

    def accepted(self, turn_id: str) -> None:
        self._heard.put_nowait(_event("accepted", {"turn_id": turn_id}))

    def text(self, delta: str) -> None:
        self._heard.put_nowait(_event("text", {"delta": delta}))

    def withdrawn(self) -> None:
        self._heard.put_nowait(_event("withdrawn", {}))

    async def open(self, assistant: Assistant, turn: Turn) -> AsyncIterator[bytes]:
        """The events. An error before the turn is accepted is raised here, so that it gets its own HTTP status."""
        answering = asyncio.create_task(assistant.answer(turn, listener=self))
        answering.add_done_callback(self._ended)
        first = await self._heard.get()
        if first is None:
            reply = await answering
            return self._events(_event("accepted", {"turn_id": reply.turn_id}), answering)
        return self._events(first, answering)

    async def _events(self, first: bytes, answering: asyncio.Task[Reply]) -> AsyncIterator[bytes]:
        yield first
        while not (answering.done() and self._heard.empty()):
            try:
                event = await asyncio.wait_for(self._heard.get(), self._keep_alive_s)
            except TimeoutError:
                event = KEEP_ALIVE
            if event is not None:
                yield event
        yield _ending(answering)

    def _ended(self, answering: asyncio.Task[Reply]) -> None:
        """Looks at the error too: nobody else does once the reader has left."""
        if not answering.cancelled():
            answering.exception()
        self._heard.put_nowait(None)


def _ending(answering: asyncio.Task[Reply]) -> bytes:
    if answering.cancelled():
        return _event("problem", UNEXPECTED.body())
    error = answering.exception()
    if isinstance(error, Exception):
        return _event("problem", problem_of(error).body())
    return _event("reply", ReplyBody.model_validate(answering.result()).model_dump(mode="json"))


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
