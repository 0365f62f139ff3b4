"""Keeps what is known of the catalogue in memory in step with the catalogue."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor

import structlog

from catalog.errors import CatalogUnavailable
from catalog.understanding.parser import Understanding
from catalog.understanding.vocabulary import Vocabulary

LOOK_EVERY_S = 5.0

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
    ) -> None:
        self._version = version
        self._vocabulary = vocabulary
        self._refresh = refresh
        self._executor = executor
        self._every_s = every_s
        self._read: str | None = None
        self._reader: Understanding | None = None

    @property
    def is_ready(self) -> bool:
        return self._reader is not None

    def current(self) -> Understanding:
        if self._reader is None:
            raise CatalogUnavailable
        return self._reader

    async def follow(self) -> None:
        """For as long as the process runs; a catalogue that cannot be read is asked again."""
        while True:
            try:
                await self.look()
            except CatalogUnavailable:
                log.warning("catalogue_unavailable")
            except Exception:  # the outermost loop of a task that nobody waits for
                log.exception("catalogue_not_read")
            await asyncio.sleep(self._every_s)

    async def look(self) -> None:
        version = await self._version()
        if version == self._read:
            return
        vocabulary = await self._vocabulary()
        if self._reader is None or vocabulary != self._reader.vocabulary:
            loop = asyncio.get_running_loop()
            self._reader = await loop.run_in_executor(self._executor, Understanding, vocabulary)
            log.info("vocabulary_read", brands=len(vocabulary.brands))
        await self._refresh()
        self._read = version
