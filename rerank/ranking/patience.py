"""How long a list is waited for."""

import asyncio
from typing import TypeVar

Awaited = TypeVar("Awaited")


class Late(Exception):
    """There was no time left for it."""


class Patience:
    """While the event loop stood still, so did what is waited for: that much is granted, once more at most."""

    def __init__(self, most_s: float) -> None:
        self._most_s = most_s
        self._clock = asyncio.get_running_loop().time
        self._due = self._clock() + most_s
        self._is_granted = False

    async def wait_for(self, awaited: asyncio.Future[Awaited]) -> Awaited:
        """Raises Late. What nobody waits for any more is called off."""
        try:
            done, _ = await asyncio.wait({awaited}, timeout=max(self._due - self._clock(), 0.0))
            stood_still_s = self._clock() - self._due
            if not done and stood_still_s > 0 and not self._is_granted:
                self._is_granted = True
                self._due += stood_still_s + min(stood_still_s, self._most_s)
                done, _ = await asyncio.wait({awaited}, timeout=self._due - self._clock())
        except asyncio.CancelledError:
            awaited.cancel()
            raise
        if not done:
            awaited.cancel()
            raise Late
        return awaited.result()
