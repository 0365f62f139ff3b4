"""Keeps something in step for as long as a process runs: looks again and again, whatever goes wrong meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from time import monotonic

import structlog

from catalog.errors import CatalogUnavailable
from shop.errors import ShopUnavailable

UNAVAILABLE: tuple[type[Exception], ...] = (ShopUnavailable, CatalogUnavailable)

Look = Callable[[], Awaitable[object]]
Pause = Callable[[float], float]
"""How long to wait before the next look, where the last one took so long; one that failed counts as quick."""

log = structlog.get_logger("aisle.following")


def every(pause_s: float) -> Pause:
    return lambda _: pause_s


@asynccontextmanager
async def following(
    look: Look, *, what: str, pause: Pause, expected: tuple[type[Exception], ...] = UNAVAILABLE
) -> AsyncIterator[None]:
    """Behind all else, until the end of the block."""
    task = asyncio.create_task(follow(look, what=what, pause=pause, expected=expected))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def follow(look: Look, *, what: str, pause: Pause, expected: tuple[type[Exception], ...] = UNAVAILABLE) -> None:
    """Never ends by itself. `expected` passes, and is told without a trace."""
    while True:
        begun, took_s = monotonic(), 0.0
        try:
            await look()
            took_s = monotonic() - begun
        except expected as exc:
            log.warning("not_up_to_date", what=what, reason=str(exc) or type(exc).__name__)
        except Exception:  # the outermost loop of a task that nobody waits for
            log.exception("not_followed", what=what)
        await asyncio.sleep(pause(took_s))
