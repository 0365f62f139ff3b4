"""Lays beside each candidate how well it fits the session, before it is put in order: from memory, or not at all."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from rerank.ranking.candidate import Candidate
from rerank.ranking.moment import Moment
from rerank.ranking.ordered import Ordered
from rerank.ranking.request_features import SESSION_FIT
from rerank.recommending import Ranks
from rerank.session.fits import MOST_PRODUCTS, Fits, Key
from rerank.session.home import home_key
from rerank.session.intent import Done, Intent, intent_of, sought
from rerank.session.segment import ANYONE, segment_of
from rerank.session.sessions import Sessions
from rerank.session.thinking import Thinking, Wish
from shop.preferences.of_turn import of_turn
from shop.shown import Surface

# Of the most relevant so many are thought about; and only where so many of a list's are not known yet.
MOST_THOUGHT_ABOUT, WORTH_ASKING = 100, 0.2
OF_PRODUCTS = frozenset({Surface.ALIKE, Surface.GOES_WITH, Surface.CART, Surface.CHECKOUT})


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMemory:
    """`category_of` says where in the catalogue a product stands, if that is at hand."""

    sessions: Sessions
    fits: Fits
    thinking: Thinking
    category_of: Callable[[str], str | None]


class FittedRanking:
    """Wraps a ranking. On other surfaces than these it only remembers what the session did."""

    def __init__(self, ranking: Ranks, memory: SessionMemory, *, surfaces: Collection[Surface]) -> None:
        self._ranking = ranking
        self._memory = memory
        self._surfaces = frozenset(surfaces)

    async def order(
        self, moment: Moment, candidates: Sequence[Candidate], *, limit: int, skip: Collection[str] = ()
    ) -> Ordered:
        done = self._remembered(moment, candidates)
        is_sorted = moment.query is not None and moment.query.sort is not None
        if candidates and moment.surface in self._surfaces and not is_sorted:
            candidates = _fitted(candidates, await self._fits(moment, candidates, done))
        return await self._ranking.order(moment, candidates, limit=limit, skip=skip)

    def _remembered(self, moment: Moment, candidates: Sequence[Candidate]) -> Done:
        """With what is being done at this moment, also of those of whom nothing is remembered."""
        sessions = self._memory.sessions
        if moment.surface in OF_PRODUCTS:
            for product_id in moment.beside:
                if category := self._memory.category_of(product_id):
                    sessions.looked(moment.unit, product_id, category)
        if moment.surface is not Surface.SEARCH or moment.query is None:
            return sessions.done(moment.unit)
        now = sought(moment.query, (each.card for each in candidates))
        sessions.searched(moment.unit, now)
        done = sessions.done(moment.unit)
        return replace(done, searches=tuple(dict.fromkeys((now, *done.searches))))

    async def _fits(self, moment: Moment, candidates: Sequence[Candidate], done: Done) -> Mapping[str, float]:
        """Preferences of a turn are read once, and before this."""
        turn = of_turn()
        segment = segment_of(await turn.known()) if turn else ANYONE
        intent = intent_of(done)
        fits = self._of_intent(intent, segment, candidates) if intent else {}
        if fits or moment.surface is not Surface.HOME:
            return fits
        key = home_key(moment.at)
        return self._memory.fits.of(Key(segment=segment, intent=key)) or self._memory.fits.of(
            Key(segment=ANYONE, intent=key)
        )

    def _of_intent(self, intent: Intent, segment: str, candidates: Sequence[Candidate]) -> Mapping[str, float]:
        key = Key(segment=segment, intent=intent.key)
        fits = self._memory.fits.of(key)
        foremost = sorted(candidates, key=lambda each: -each.relevance)[:MOST_THOUGHT_ABOUT]
        unknown = tuple(each.card for each in foremost if each.card.id not in fits)
        # Where everybody has other candidates, an intent is thought through at some point.
        if len(unknown) > WORTH_ASKING * len(foremost) and len(fits) + len(unknown) <= MOST_PRODUCTS:
            self._memory.thinking.wish(Wish(key=key, intent=intent, cards=unknown))
        return fits


def _fitted(candidates: Sequence[Candidate], fits: Mapping[str, float]) -> Sequence[Candidate]:
    """What is not known stays unknown."""
    if not fits:
        return candidates
    return [
        replace(each, hints={**each.hints, SESSION_FIT.id: fit})
        if (fit := fits.get(each.card.id)) is not None
        else each
        for each in candidates
    ]
