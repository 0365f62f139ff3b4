"""Brings budgets together behind the turns: writes what this process spent, and hears what the others did."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

import psycopg
import structlog
from psycopg_pool import PoolTimeout

from assistant.following import every, follow
from assistant.llm.budget import Amount, Budget, Entry, Total
from assistant.llm.port import Use

UNREACHABLE = (psycopg.Error, PoolTimeout)

_log = structlog.get_logger("aisle.model")


class Spending(Protocol):
    """`StoredSpending` as the books see it."""

    async def write(self, totals: Mapping[tuple[date, Use], Total], entries: Mapping[bytes, Entry]) -> None: ...

    async def read(self, day: date, entries: Mapping[bytes, Entry]) -> tuple[Amount, Mapping[bytes, Amount]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How soon what was spent is written, and how often the others are heard while nothing is."""

    news_s: float = 0.25
    quiet_s: float = 5.0


class Books:
    """A database that is away costs nothing but that others hear later: what was spent here still counts here."""

    def __init__(
        self, budget: Budget, spending: Spending, *, now: Callable[[], datetime], rhythm: Rhythm = Rhythm()
    ) -> None:
        self._budget = budget
        self._spending = spending
        self._now = now
        self._rhythm = rhythm
        self._working: asyncio.Task[None] | None = None
        self._is_away = False

    async def open(self) -> None:
        """What was spent before counts from the first call on, if the database is there."""
        await self.bring_together()
        self._working = asyncio.create_task(follow(self._look, what="model spending", pause=every(self._rhythm.news_s)))

    async def close(self) -> None:
        if self._working is not None:
            self._working.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._working
        await self.bring_together()

    async def bring_together(self) -> None:
        totals, entries = self._budget.totals(), self._budget.conversations()
        own = {key: entry.own for key, entry in entries.items()}
        today = self._now().date()
        try:
            if totals or entries:
                await self._spending.write(totals, entries)
            others, conversations = await self._spending.read(today, entries)
        except UNREACHABLE as exc:
            if not self._is_away:
                _log.warning("model_spending_not_kept", reason=type(exc).__name__)
            self._is_away = True
            return
        self._is_away = False
        self._budget.written(totals, own)
        self._budget.heard(today, others, conversations)

    async def _look(self) -> None:
        """As soon as there is news, and now and then while there is none."""
        slept = 0.0
        while slept < self._rhythm.quiet_s and not self._budget.has_news:
            await asyncio.sleep(self._rhythm.news_s)
            slept += self._rhythm.news_s
        await self.bring_together()
        if self._is_away:
            await asyncio.sleep(self._rhythm.quiet_s)
