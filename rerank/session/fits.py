"""What is known to fit what: kept in memory for as long as it is true of the catalogue, and fresh."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from catalog.product import ProductCard
from rerank.session.intent import Intent

MOST_KNOWN = 2_000
# Of one intent so many products are known: the candidates of a few lists.
MOST_PRODUCTS = 300
NOTHING: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    segment: str
    intent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`fits` are from 0 to 1 by product; who said so, and when, stands beside them."""

    key: Key
    told_by: str
    fits: Mapping[str, float]
    at: datetime


class Scorer(Protocol):
    """Says how well products fit an intent: a language model, or whatever else can."""

    @property
    def name(self) -> str: ...

    async def scored(self, intent: Intent, segment: str, cards: Sequence[ProductCard]) -> Mapping[str, float]:
        """From 0 to 1 by product, for as many as anything was said of; none where nothing was. Never raises."""


class Fits:
    """Asking costs no statement. The one not asked for longest makes room."""

    def __init__(self, *, lasts: timedelta, now: Callable[[], datetime], most: int = MOST_KNOWN) -> None:
        self._lasts = lasts
        self._now = now
        self._most = most
        self._known: OrderedDict[Key, Told] = OrderedDict()

    def of(self, key: Key) -> Mapping[str, float]:
        told = self._known.get(key)
        if told is None:
            return NOTHING
        if self._now() - told.at > self._lasts:
            del self._known[key]
            return NOTHING
        self._known.move_to_end(key)
        return told.fits

    def put(self, told: Told) -> None:
        self._known[told.key] = told
        self._known.move_to_end(told.key)
        if len(self._known) > self._most:
            self._known.popitem(last=False)

    def clear(self) -> None:
        """The catalogue is another by now."""
        self._known.clear()
