"""Hears a turn while it runs, and says how its answer begins, or that it is coming: once, and not again at its end."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from shop.reply import Reply

ONE_MOMENT = "One moment, please."
# What follows sooner needs no word in between.
SOON_S = 0.3
# With less than this left the answer itself is near, or else an apology is.
ENOUGH_S = 1.5
# Amazon takes no more at once.
LONGEST_SENTENCE = 600

Speak = Callable[[str], Awaitable[bool]]


class Meanwhile:
    """Must be made where a loop runs. `until` is when everything has to be said, by `time.monotonic`."""

    def __init__(self, speak: Speak, *, after_s: float, soon_s: float, until: float) -> None:
        self._speak = speak
        self._after_s = after_s
        self._until = until
        self._soon_s = soon_s
        self._first = ""
        self._is_heard = asyncio.Event()
        self._is_begun = False
        self._is_said = False
        self._speaking = asyncio.create_task(self._said())

    def accepted(self, turn_id: str) -> None:
        """Nothing has been said yet."""

    def text(self, delta: str) -> None:
        if not self._is_heard.is_set():
            self._first = delta
            self._is_heard.set()

    def withdrawn(self) -> None:
        """What has been said was true; the answer is said whole then, because it begins otherwise."""

    async def already_said(self, reply: Reply) -> str:
        """What need not be said again of the reply; what has begun to be said is waited for."""
        if self._is_begun:
            await asyncio.wait({self._speaking}, timeout=max(0.0, self._until - time.monotonic() - SOON_S))
        self.end()
        return self._first if self._is_said and reply.speech.startswith(self._first) else ""

    def end(self) -> None:
        self._speaking.cancel()

    async def _said(self) -> None:
        try:
            await asyncio.wait_for(self._is_heard.wait(), self._after_s)
        except TimeoutError:
            await self._speak(ONE_MOMENT)
            await self._is_heard.wait()
        await asyncio.sleep(self._soon_s)
        if len(self._first) > LONGEST_SENTENCE or time.monotonic() > self._until - ENOUGH_S:
            return
        self._is_begun = True
        self._is_said = await self._speak(self._first)
