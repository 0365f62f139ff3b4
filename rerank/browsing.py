"""Products to look through, for whoever types into the shop's search field or stands before one of its shelves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Protocol

from catalog.product import ProductCard
from catalog.query import Query
from catalog.search import Search
from catalog.similar.families import first_of_each
from rerank.ranking.candidate import Candidate
from rerank.ranking.moment import Moment
from rerank.recommending import Ranks, Shelves, Visit
from rerank.suiting import Avoiding, Kept
from shop.shown import ShownList, Surface

# Of several in a family one is shown: so many more are looked at.
LOOKED_AT = 100


class Parser(Protocol):
    """`catalog.understanding` as far as it is needed here."""

    def parse(self, text: str) -> Query: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Browsed:
    """`left_out` says for the sake of what something was kept back, as the shopper had told to."""

    cards: tuple[ProductCard, ...]
    shown: ShownList
    left_out: tuple[str, ...] = ()


class Browsing:
    """Until something is learned everybody sees the search's own order, and the shop's.

    `reader` is a callable because the reader is replaced when the catalogue's vocabulary changes.
    """

    def __init__(
        self,
        search: Search,
        shelves: Shelves,
        reader: Callable[[], Parser],
        *,
        ranking: Ranks,
        avoiding: Avoiding,
        now: Callable[[], datetime],
    ) -> None:
        self._search = search
        self._shelves = shelves
        self._reader = reader
        self._ranking = ranking
        self._avoiding = avoiding
        self._now = now

    async def results(self, visit: Visit, said: str, *, limit: int, anyway: bool = False) -> Browsed:
        """What comes nearest to the words; each family once. `anyway` shows what the shopper avoids as well."""
        query = self._reader().parse(said)
        found = await self._search.browse(query, said=said, limit=LOOKED_AT, candidates=LOOKED_AT)
        kept = await self._avoiding.kept(visit.shopper_id, found.cards, query, seen=limit, anyway=anyway)
        score = {card.id: score for card, score in zip(found.cards, found.scores, strict=True)}
        candidates = [Candidate(card=card, relevance=score[card.id]) for card in kept.cards]
        moment = self._moment(visit, Surface.SEARCH, query=query)
        return await self._browsed(moment, candidates, kept, limit=limit)

    async def shelf(self, visit: Visit, *, department: str | None, limit: int, anyway: bool = False) -> Browsed:
        """The shop's own choice of all departments is left as it is but for its order; a department is gone through.

        What may be found by chance stands on the shelf that is recommended, and not on this one.
        """
        featured = await self._shelves.featured(department=department, limit=LOOKED_AT)
        kept = await self._avoiding.kept(visit.shopper_id, featured, Query(), seen=limit, anyway=anyway)
        cards = [*islice(first_of_each(kept.cards), LOOKED_AT if department else limit)]
        moment = replace(self._moment(visit, Surface.HOME), explores=False)
        return await self._browsed(moment, _in_their_order(cards), kept, limit=limit)

    def _moment(self, visit: Visit, surface: Surface, *, query: Query | None = None) -> Moment:
        return Moment(
            shopper_id=visit.shopper_id,
            unit=visit.unit,
            at=self._now(),
            surface=surface,
            channel=visit.channel,
            query=query,
            session=visit.session_id,
            device_id=visit.device_id,
            in_order=True,
        )

    async def _browsed(self, moment: Moment, candidates: Sequence[Candidate], kept: Kept, *, limit: int) -> Browsed:
        ordered = await self._ranking.order(moment, candidates, limit=limit)
        told = zip(ordered.cards, ordered.whys, strict=True)
        cards = tuple(replace(card, why=why or card.why) for card, why in told)
        return Browsed(cards=cards, shown=ordered.shown, left_out=kept.left_out)


def _in_their_order(cards: Sequence[ProductCard]) -> list[Candidate]:
    return [Candidate(card=card, relevance=1 - place / len(cards)) for place, card in enumerate(cards)]
