"""Tells behind the turns what shoppers did in them: taken over at once, written in batches, and never waited for."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from assistant.turns import Ended
from rerank.events.of_turn import CallTold, TurnTold
from rerank.ranking.stored_lists import ToldList
from shop.errors import ShopUnavailable

MOST_AT_ONCE = 100
# A turn that failed may have changed something all the same.
NEW = frozenset({"answered", "failed"})
DROPPED = ("too_many", "unavailable", "broken", "closed")

logger = structlog.get_logger("aisle.recorder")

# A page's list has no turn around it, and neither has what another assistant does by a tool.
Entry = TurnTold | CallTold | ToldList
Keep = Callable[[Sequence[Entry]], Awaitable[None]]
# Why so many were not told.
OnDropped = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """A database that is away for a moment loses nothing; one that stays away must not fill the memory."""

    pause_s: float = 0.1
    longest_pause_s: float = 5.0
    tries: int = 6
    most_waiting: int = 5000


class TurnRecorder:
    """`keep` may be asked for the same turns again after ShopUnavailable, and must tell nothing twice."""

    def __init__(
        self,
        keep: Keep,
        *,
        now: Callable[[], datetime],
        on_dropped: OnDropped,
        patience: Patience = Patience(),
    ) -> None:
        self._keep = keep
        self._now = now
        self._on_dropped = on_dropped
        self._patience = patience
        self._waiting: deque[Entry] = deque()
        self._news = asyncio.Event()
        self._is_ending = False
        self._working: asyncio.Task[None] | None = None

    def ended(self, ended: Ended) -> None:
        """On the turn's path: nothing is asked, and nothing can fail. What was answered before was told before.

        A turn shows one list at most, and whoever has its reply knows the list by the turn.
        """
        if self._working is None or ended.reply is None or ended.outcome not in NEW:
            return
        shown = replace(ended.shown, list_id=ended.reply.turn_id) if ended.shown else None
        self._take(TurnTold(turn=ended.turn, reply=ended.reply, shown=shown, at=self._now()))

    def listed(self, told: ToldList) -> None:
        """A list that a page was given; what is done with it the page tells itself."""
        if self._working is not None and told.shown.placements:
            self._take(told)

    def called(self, told: CallTold) -> None:
        """A tool was called that may have changed something; the same call again tells nothing twice."""
        if self._working is not None:
            self._take(told)

    def _take(self, entry: Entry) -> None:
        if len(self._waiting) >= self._patience.most_waiting:
            self._on_dropped("too_many", 1)
            return
        self._waiting.append(entry)
        self._news.set()

    def start(self) -> None:
        self._working = asyncio.create_task(self._work())

    async def finish(self, *, within_s: float) -> None:
        """Writes what waits, for as long as that may take; what is left then is counted as lost."""
        self._is_ending = True
        self._news.set()
        if self._working is None:
            return
        done, _ = await asyncio.wait({self._working}, timeout=within_s)
        if not done:
            self._working.cancel()
            await asyncio.wait({self._working})
        if self._waiting:
            self._on_dropped("closed", len(self._waiting))

    async def _work(self) -> None:
        while not (self._is_ending and not self._waiting):
            await self._news.wait()
            if not self._is_ending:
                await asyncio.sleep(self._patience.pause_s)
            self._news.clear()
            while batch := self._next():
                await self._write(batch)
                for _ in batch:
                    self._waiting.popleft()

    def _next(self) -> list[Entry]:
        """No conversation twice: what a turn says of the one before can be told once that one is written."""
        batch: list[Entry] = []
        talks: set[str] = set()
        for entry in self._waiting:
            talk = entry.turn.conversation_id if isinstance(entry, TurnTold) else None
            if len(batch) >= MOST_AT_ONCE or talk in talks:
                break
            batch.append(entry)
            talks |= {talk} if talk else set()
        return batch

    async def _write(self, batch: Sequence[Entry]) -> None:
        """One entry that cannot be written does not cost the others."""
        try:
            reason = await self._tried(batch)
        except Exception:  # the outermost loop of what is told behind the turns
            if len(batch) > 1:
                for entry in batch:
                    await self._write([entry])
                return
            logger.exception("turn_not_told", **_named(batch[0]))
            reason = "broken"
        if reason:
            self._on_dropped(reason, len(batch))

    async def _tried(self, batch: Sequence[Entry]) -> str | None:
        pause_s = self._patience.pause_s
        for left in reversed(range(self._patience.tries)):
            try:
                await self._keep(batch)
            except ShopUnavailable:
                if left and not self._is_ending:
                    await asyncio.sleep(pause_s)
                    pause_s = min(pause_s * 4, self._patience.longest_pause_s)
            else:
                return None
        logger.warning("turns_not_told", turns=len(batch), reason="unavailable")
        return "unavailable"


def _named(entry: Entry) -> dict[str, str]:
    if isinstance(entry, ToldList):
        return {"list_id": entry.shown.list_id}
    return {"turn_id": entry.turn_id}
