"""When the worker learns: once a day at a quiet hour, and whenever enough is new; in a process of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from assistant.learning_settings import LearningSettings
from assistant.leash import leashed
from rerank.learning.stored_runs import StoredRuns

ROOT = Path(__file__).resolve().parent.parent
# The quiet hour comes once a day; a machine that was off then catches up.
DAILY, CATCHING_UP = timedelta(hours=20), timedelta(hours=36)
AT_MOST_EVERY = timedelta(hours=1)
FAREWELL_S = 5.0

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningSchedule:
    """`learn` does it, and returns when it is done."""

    runs: StoredRuns
    settings: LearningSettings
    learn: Callable[[str], Awaitable[int]]
    now: Callable[[], datetime]

    async def learn_if_due(self) -> int:
        """How many tries there were: one, or none."""
        asked_by = await self.due()
        if asked_by is None:
            return 0
        await self.learn(asked_by)
        return 1

    async def due(self) -> str | None:
        """What makes it time to learn."""
        if not self.settings.learning:
            return None
        now = self.now()
        last, tried = await self.runs.last_begun()
        if tried is not None and now - tried < AT_MOST_EVERY:
            return None
        since = now - last if last else CATCHING_UP
        if last is None or since >= CATCHING_UP or (since >= DAILY and now.hour == self.settings.learning_hour):
            return "schedule"
        enough = self.settings.learning_after_signals
        new = await self.runs.new_signals(since=last, until=now, enough=enough)
        return "signals" if new >= enough else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningProcess:
    """Its memory goes back when it ends, and a worker that dies takes it along."""

    settings: LearningSettings
    environment: Mapping[str, str]

    async def learn(self, asked_by: str) -> int:
        """The exit code; one that takes too long is ended, and changes nothing."""
        command = leashed([sys.executable, "-m", "assistant.learning_run", asked_by])
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env={**os.environ, **self.environment})
        try:
            return await asyncio.wait_for(process.wait(), self.settings.learning_timeout_minutes * 60)
        except TimeoutError:
            logger.warning("learning_took_too_long", minutes=self.settings.learning_timeout_minutes)
            return -signal.SIGTERM
        finally:
            await _ended(process)


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), FAREWELL_S)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
