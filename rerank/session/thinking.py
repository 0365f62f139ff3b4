"""Finds out behind the lists what fits a session: followed from the database, and asked for where nobody knows yet."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from catalog.product import ProductCard
from rerank.session.fits import MOST_KNOWN, Fits, Key, Scorer, Told
from rerank.session.home import DEMAND
from rerank.session.intent import Intent
from rerank.session.sessions import Sessions
from rerank.session.stored_fits import StoredFits

LOOK_EVERY_S = 5.0
AGAIN = timedelta(seconds=30)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MOST_WAITING, AT_ONCE = 100, 2
# Whoever had nothing to say of an intent is left alone with it for so long.
LEFT_ALONE_S, MOST_LEFT_ALONE = 300.0, 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody would have liked to know as their list was made."""

    key: Key
    intent: Intent
    cards: tuple[ProductCard, ...]


class Thinking:
    """`scorer` is None where only what is made ahead is used. What does not fit into the queue is not thought about."""

    def __init__(
        self,
        fits: Fits,
        sessions: Sessions,
        stored: StoredFits,
        *,
        scorer: Scorer | None,
        lasts: timedelta,
        now: Callable[[], datetime],
    ) -> None:
        self._fits = fits
        self._sessions = sessions
        self._stored = stored
        self._scorer = scorer
        self._lasts = lasts
        self._now = now
        self._catalogue = ""
        self._since = LONG_AGO
        self._waiting: asyncio.Queue[Wish] = asyncio.Queue(MOST_WAITING)
        self._asked: set[Key] = set()
        self._left_alone: OrderedDict[Key, float] = OrderedDict()

    def wish(self, wish: Wish) -> bool:
        """Whether it will be thought about. Asked by a list being made: nothing is waited for."""
        is_idle = self._scorer is None or not self._catalogue
        is_idle = is_idle or wish.key in self._asked or self._waiting.full()
        if is_idle or self._left_alone.get(wish.key, 0.0) > monotonic():
            return False
        self._asked.add(wish.key)
        self._waiting.put_nowait(wish)
        return True

    async def look(self) -> None:
        """What has been found out since, by whichever gateway or by the worker."""
        catalogue, at = await self._stored.catalogue(), self._now()
        if catalogue != self._catalogue:
            self._fits.clear()
            self._left_alone.clear()
            self._catalogue, self._since = catalogue, at - self._lasts
        told_by = [*([self._scorer.name] if self._scorer else []), DEMAND]
        found = await self._stored.since(self._since, catalogue=catalogue, told_by=told_by, most=MOST_KNOWN)
        # A model's word on the same counts for more than the shop's own demand: it is put later.
        for told in sorted(found, key=lambda each: (each.told_by != DEMAND, each.at)):
            self._fits.put(told)
        self._since = max(self._since, at - AGAIN)
        self._sessions.leave_alone(await self._stored.refusing(self._sessions.units))

    async def think(self) -> None:
        """About the wish that has waited longest, or the next that comes."""
        wish = await self._waiting.get()
        try:
            await self.granted(wish)
        finally:
            self._asked.discard(wish.key)
            self._waiting.task_done()

    async def granted(self, wish: Wish) -> None:
        """Another gateway may have asked already; what was not said of some is asked once more, later."""
        scorer = self._scorer
        if scorer is None:
            return
        catalogue, since = self._catalogue, self._now() - self._lasts
        known = await self._stored.one(wish.key, catalogue=catalogue, told_by=scorer.name, since=since)
        if known:
            self._fits.put(known)
        unknown = [card for card in wish.cards if not known or card.id not in known.fits]
        scores = await scorer.scored(wish.intent, wish.key.segment, unknown) if unknown else {}
        if unknown and len(scores) < len(unknown):
            self._leave_alone(wish.key)
        if scores and catalogue == self._catalogue:
            await self._keep(Told(key=wish.key, told_by=scorer.name, fits=scores, at=self._now()), known, catalogue)

    async def _keep(self, told: Told, known: Told | None, catalogue: str) -> None:
        self._fits.put(replace(told, fits={**(known.fits if known else {}), **told.fits}))
        await self._stored.keep(told, catalogue=catalogue, since=told.at - self._lasts)

    def _leave_alone(self, key: Key) -> None:
        self._left_alone[key] = monotonic() + LEFT_ALONE_S
        if len(self._left_alone) > MOST_LEFT_ALONE:
            self._left_alone.popitem(last=False)
