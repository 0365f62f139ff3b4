"""Keeps what is known of the catalogue in memory in step with the catalogue."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from time import monotonic

import structlog

from catalog.errors import CatalogUnavailable
from catalog.understanding.parser import Understanding
from catalog.understanding.vocabulary import Vocabulary

LOOK_EVERY_S = 5.0
# An import changes a large catalogue for minutes, and reading it anew takes seconds of the database's work each time: a
# change is read with the next look, but what goes on changing only so often, until it rests.
WHILE_CHANGING_EVERY_S = 45.0
MOST_SHARE_READING = 0.2

log = structlog.get_logger("aisle.reading")


class Reading:
    """`version` is cheap and changes with the catalogue; only then a new reader is built and `refresh` called."""

    def __init__(
        self,
        *,
        version: Callable[[], Awaitable[str]],
        vocabulary: Callable[[], Awaitable[Vocabulary]],
        refresh: Callable[[], Awaitable[object]],
        executor: Executor,
        every_s: float = LOOK_EVERY_S,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._version = version
        self._vocabulary = vocabulary
        self._refresh = refresh
        self._executor = executor
        self._every_s = every_s
        self._clock = clock
        self._seen: str | None = None
        self._is_changing = False
        self._read: str | None = None
        self._read_at = 0.0
        self._reader: Understanding | None = None

    @property
    def is_ready(self) -> bool:
        return self._reader is not None

    @property
    def is_complete(self) -> bool:
        """The search knows it too, so that nothing of it is left to be done within a turn."""
        return self._read is not None

    def current(self) -> Understanding:
        if self._reader is None:
            raise CatalogUnavailable
        return self._reader

    def pause_s(self, after_s: float) -> float:
        """Before the next look, where the last one took so long."""
        return max(self._every_s, after_s * (1 / MOST_SHARE_READING - 1))

    async def look(self) -> None:
        version = await self._version()
        if not self._is_time_for(version):
            return
        vocabulary = await self._vocabulary()
        is_new = self._reader is None or vocabulary != self._reader.vocabulary
        loop = asyncio.get_running_loop()
        if is_new:
            self._reader = await loop.run_in_executor(self._executor, Understanding, vocabulary)
            log.info("vocabulary_read", brands=len(vocabulary.brands))
        await self._refresh()
        if is_new:
            await loop.run_in_executor(self._executor, _keep_out_of_collections)
        self._read, self._read_at = version, self._clock()

    def _is_time_for(self, version: str) -> bool:
        changed = self._seen is not None and version != self._seen
        goes_on, self._is_changing, self._seen = changed and self._is_changing, changed, version
        waited_s = self._clock() - self._read_at
        return version != self._read and (not goes_on or waited_s >= WHILE_CHANGING_EVERY_S)


def _keep_out_of_collections() -> None:
    """Searching all that is known of a catalogue for garbage stops every turn for a quarter of a second, each time.

    What was known before is let go first: nothing but a collection frees it.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
