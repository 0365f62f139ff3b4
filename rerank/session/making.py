"""Makes ready what fits the home page at the hours to come: by demand, and by a model where there is one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from catalog.buyable import BuyableReader
from catalog.connections import Connections, connected
from rerank.candidates.book import Book
from rerank.candidates.stored_books import read_book_in_use
from rerank.session.fits import Key, Scorer, Told
from rerank.session.home import DEMAND, HOURS_TOGETHER, home_intent, wanted_at
from rerank.session.segment import ANYONE, CHILDREN, DIETS, LOW
from rerank.session.stored_fits import StoredFits
from shop.errors import ShopUnavailable
from shop.preferences.preference import LOW_PRICES

MOST_PRODUCTS = 100
# Told by fewer, a segment has no list of its own: these see that of anybody.
FEWEST_PEOPLE = 20
# What is said in answers to shoppers counts; what the shop only knows of customers is not passed on.
TELLING = f"""
    with told as (
        select shopper_id,
               coalesce(min(value) filter (where kind = 'diet' and about = '' and value = any(%(diets)s)), '') as diet,
               bool_or(kind = 'household' and about = 'children') as has_children,
               bool_or(kind = 'budget' and value = '{LOW_PRICES}' and about = '') as is_low
        from preferences where source = 'told' and kind in ('diet', 'household', 'budget')
        group by shopper_id)
    select diet, has_children, is_low from told
    group by diet, has_children, is_low having count(*) >= {FEWEST_PEOPLE}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeLists:
    """`lasts` is how long what was made is taken for true."""

    connections: Connections
    stored: StoredFits
    scorer: Scorer | None
    lasts: timedelta
    now: Callable[[], datetime]

    async def make(self) -> int:
        """How many lists are new, for the hours there are now and the next ones. Raises ShopUnavailable."""
        book = await read_book_in_use(self.connections)
        if book is None or not len(book):
            return 0
        catalogue, now = await self.stored.catalogue(), self.now()
        made = 0
        for at in (now, now + timedelta(hours=HOURS_TOGETHER)):
            made += await self._by_demand(book, at, catalogue)
            made += await self._by_model(book, at, catalogue)
        return made

    async def _by_demand(self, book: Book, at: datetime, catalogue: str) -> int:
        intent = home_intent(book, at)
        if await self._is_made(Key(segment=ANYONE, intent=intent.key), catalogue, DEMAND, renewed=True):
            return 0
        return await self._keep(Key(segment=ANYONE, intent=intent.key), catalogue, DEMAND, wanted_at(book, at))

    async def _by_model(self, book: Book, at: datetime, catalogue: str) -> int:
        scorer, made = self.scorer, 0
        if scorer is None:
            return 0
        intent = home_intent(book, at)
        for segment in (ANYONE, *await self._segments()):
            key = Key(segment=segment, intent=intent.key)
            if await self._is_made(key, catalogue, scorer.name):
                continue
            wanted = wanted_at(book, at)
            foremost = sorted(wanted, key=lambda name: -wanted[name])[:MOST_PRODUCTS]
            cards = [each.card for each in await BuyableReader(self.connections).of(foremost)]
            made += await self._keep(key, catalogue, scorer.name, await scorer.scored(intent, segment, cards))
        return made

    async def _segments(self) -> Sequence[str]:
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            rows = await (await connection.execute(TELLING, {"diets": list(DIETS)})).fetchall()
        named = ((diet, CHILDREN * bool(children), LOW * bool(is_low)) for diet, children, is_low in rows)
        return sorted({"; ".join(part for part in parts if part) for parts in named} - {ANYONE})

    async def _is_made(self, key: Key, catalogue: str, told_by: str, *, renewed: bool = False) -> bool:
        """Demand is reckoned anew every hour, since that costs nothing; what a model said holds until it is over."""
        lasts = min(self.lasts / 2, timedelta(hours=1)) if renewed else self.lasts / 2
        since = self.now() - lasts
        return await self.stored.one(key, catalogue=catalogue, told_by=told_by, since=since) is not None

    async def _keep(self, key: Key, catalogue: str, told_by: str, fits: Mapping[str, float]) -> int:
        if not fits:
            return 0
        told = Told(key=key, told_by=told_by, fits=fits, at=self.now())
        # Nothing of an earlier list stays beside it.
        await self.stored.keep(told, catalogue=catalogue, since=told.at)
        return 1
