"""Whether this gateway can answer shoppers, and if not, what is missing."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

REMEMBERED_S = 1.0
CHECK_TIMEOUT_S = 2.0

Check = Callable[[], Awaitable[bool]]


class Readiness:
    """The checks run at most once a second, however often a load balancer asks."""

    def __init__(
        self,
        checks: Mapping[str, Check],
        *,
        timeout_s: float = CHECK_TIMEOUT_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._checks = dict(checks)
        self._timeout_s = timeout_s
        self._monotonic = monotonic
        self._known: dict[str, bool] = {}
        self._known_until = 0.0
        self._looking = asyncio.Lock()

    async def look(self) -> dict[str, bool]:
        async with self._looking:
            if self._monotonic() >= self._known_until:
                found = await asyncio.gather(*(_within(check, self._timeout_s) for check in self._checks.values()))
                self._known = dict(zip(self._checks, found, strict=True))
                self._known_until = self._monotonic() + REMEMBERED_S
            return self._known


async def _within(check: Check, timeout_s: float) -> bool:
    """A check that hangs is a check that fails; it is not waited for, as a hanging database delays cancellation."""
    looking = asyncio.ensure_future(check())
    done, _ = await asyncio.wait({looking}, timeout=timeout_s)
    if not done:
        looking.cancel()
        return False
    return looking.result()
