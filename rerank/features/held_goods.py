"""What goods are like, held in the gateway for as long as nothing newer is noted of them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import NamedTuple

import numpy as np

from rerank.features.rows import FACTS

# About half a kilobyte each.
HELD_MOST = 50_000
# All of it is read again this often, whatever became of clocks and of facts that somebody changed by hand.
HELD_S = 600.0


class Good(NamedTuple):
    """`numbers` are those of FACTS; `number` is that of the product, 0 where nothing is known of it."""

    number: int = 0
    category: str | None = None
    brand: str | None = None
    sizes: str = ""
    numbers: bytes = np.full(len(FACTS), np.nan).tobytes()


UNKNOWN = Good()


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a reading told of goods: when anything changed last, what has changed since it was held, and what was read.

    `changed` is None where they are too many to be named.
    """

    latest: datetime | None
    changed: Collection[str] | None
    goods: Mapping[str, Good]


@dataclass(slots=True)
class HeldGoods:
    """Facts hold from a moment on, and until the next row of the same product: as of `as_of` these are all the latest.

    A reading says which have changed since, and reads those itself. So nobody is told what does not hold any more,
    and of a moment before that nothing is taken from here.
    """

    clock: Callable[[], float] = monotonic
    most: int = HELD_MOST
    as_of: datetime | None = None
    _goods: dict[str, Good] = field(default_factory=dict)
    _held_since: float = 0.0

    def since(self, at: datetime) -> datetime | None:
        """As of when goods are held that hold at a moment, unless something has changed by then; None if none are."""
        if self.as_of is not None and self.clock() - self._held_since > HELD_S:
            self._begin(None)
        return self.as_of if self.as_of is not None and self.as_of <= at else None

    def of(self, product_ids: Sequence[str]) -> list[Good]:
        return [self._goods.get(product_id, UNKNOWN) for product_id in product_ids]

    def follow(self, news: News, *, since: datetime | None) -> None:
        """Readings overlap: nothing is held of one that knows less than others told, or not all that lies between."""
        if news.latest is None:
            return
        if self.as_of is None:
            self._begin(news.latest)
        elif news.latest > self.as_of and since == self.as_of:
            self._drop(news.changed)
            self.as_of = news.latest
        if news.latest == self.as_of:
            self._keep(news.goods)

    def _begin(self, as_of: datetime | None) -> None:
        self._goods = {}
        self.as_of = as_of
        self._held_since = self.clock()

    def _drop(self, changed: Collection[str] | None) -> None:
        if changed is None:
            self._goods = {}
            return
        for product_id in changed:
            self._goods.pop(product_id, None)

    def _keep(self, goods: Mapping[str, Good]) -> None:
        self._goods |= goods
        while len(self._goods) > self.most:
            del self._goods[next(iter(self._goods))]
