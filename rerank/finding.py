"""Finds products for a shopper: what the catalogue has, in the order this shopper should hear of it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from catalog.product import ProductCard
from catalog.query import Query
from catalog.search import Found, Search
from catalog.similar.similar import SimilarProducts
from catalog.stages import Stopwatch
from rerank.made_for import set_back
from rerank.ranking.candidate import Candidate
from rerank.ranking.moment import Moment
from rerank.ranking.request_features import OWN_STORE, TASTE
from rerank.reasons import reasons
from rerank.recommending import Ranks
from rerank.suiting import Suiting, Tastes
from shop.asking import who_asks
from shop.phrasing.tastes import avoided
from shop.preferences.wishes import Suited, names_refused
from shop.shown import Surface
from shop.shown_of_turn import note

CANDIDATES = 100
ALIKE_LOOKED_AT = 3


class Finding:
    """`suiting` knows what the shopper told of themselves; without it everybody is told the same."""

    def __init__(
        self,
        search: Search,
        similar: SimilarProducts,
        suiting: Suiting | None = None,
        *,
        ranking: Ranks,
        now: Callable[[], datetime],
    ) -> None:
        self._search = search
        self._similar = similar
        self._suiting = suiting
        self._ranking = ranking
        self._now = now

    async def find(self, query: Query, *, limit: int, stopwatch: Stopwatch, skip: Collection[str] = ()) -> Found:
        """A wish for an order ("cheapest") is kept to; otherwise the candidates are put into the shopper's order.

        Of what is sold under several numbers, one is told, and none if one is among those to `skip`.
        """
        tastes = await self._suiting.tastes(query) if self._suiting else None
        found = await self._search.search(query, limit=CANDIDATES, candidates=CANDIDATES, stopwatch=stopwatch)
        suited = Suited(cards=found.cards)
        if tastes:
            found, suited = await self._suited(tastes, query, found, limit=limit, stopwatch=stopwatch)
        with stopwatch.measure("rerank"):
            places = {card.id: place for place, card in enumerate(found.cards)}
            candidates = _candidates(found, suited, query)
            put = await self._ranking.order(self._moment(query), candidates, limit=limit, skip=skip)
            note(put.shown)
            told = [in_size_asked(card, query) for card in put.cards]
            scores = tuple(found.scores[places[card.id]] for card in told)
            counts = tuple(found.rating_counts[places[card.id]] for card in told)
            whys = [of_card or why for of_card, why in zip(put.whys, reasons(told, counts, query), strict=True)]
        worded = tuple(replace(card, why=suited.why.get(card.id, why)) for card, why in zip(told, whys, strict=True))
        return replace(found, cards=worded, scores=scores, rating_counts=counts)

    def _moment(self, query: Query) -> Moment:
        """What nobody in particular asks for, such as an evaluation, is ordered all the same."""
        asking = who_asks()
        return Moment(
            shopper_id=asking.shopper_id if asking else None,
            unit=asking.shopper_id if asking else "",
            session=asking.conversation_id if asking else None,
            at=self._now(),
            surface=Surface.SEARCH,
            channel=asking.channel if asking else "",
            query=query,
            explores=bool(asking and asking.looks_around),
        )

    async def _suited(
        self, tastes: Tastes, query: Query, found: Found, *, limit: int, stopwatch: Stopwatch
    ) -> tuple[Found, Suited]:
        """Where too few are left of the many there are, what is avoided is left out by the search itself."""
        if self._suiting is None:
            return found, Suited(cards=found.cards)
        suited = await self._suiting.applied(tastes, found.cards, query)
        left_out = tuple(map(avoided, suited.left_out))
        if left_out and len(suited.cards) < limit and len(found.cards) >= CANDIDATES:
            bounded = replace(query, exclude=(*query.exclude, *names_refused(tastes.refusals)))
            found = await self._search.search(bounded, limit=CANDIDATES, candidates=CANDIDATES, stopwatch=stopwatch)
            suited = await self._suiting.applied(tastes, found.cards, query)
        near_miss = found.near_miss
        if near_miss and not (nearest := await self._suiting.applied(tastes, [near_miss.card], query)).cards:
            near_miss, left_out = None, tuple(map(avoided, nearest.left_out))
        no_size = suited.no_size.value if suited.no_size else ""
        return replace(found, near_miss=near_miss, left_out=left_out, no_size=no_size), suited

    async def fitting(self, query: Query, variant_ids: Sequence[str], *, stopwatch: Stopwatch) -> frozenset[str]:
        """Which of these variants are what is asked for, whether or not they are in stock."""
        return await self._search.among(query, variant_ids, stopwatch=stopwatch) if variant_ids else frozenset()

    async def not_avoided(self, cards: Sequence[ProductCard], query: Query) -> tuple[ProductCard, ...]:
        """Without what the shopper whose turn it is avoids: a habit does not outweigh an allergy."""
        tastes = await self._suiting.tastes(query) if self._suiting and cards else None
        if tastes is None or self._suiting is None:
            return tuple(cards)
        left = {card.variant_id for card in (await self._suiting.applied(tastes, cards, query)).cards}
        return tuple(card for card in cards if card.variant_id in left)

    async def find_alike(
        self, product_id: str, *, within: Query, limit: int, stopwatch: Stopwatch
    ) -> tuple[ProductCard, ...]:
        """What is most like a product, within the bounds of `within`."""
        tastes = await self._suiting.tastes(within) if self._suiting else None
        with stopwatch.measure("retrieve"):
            cards = await self._similar.like(
                product_id, within=within, limit=limit * (ALIKE_LOOKED_AT if tastes else 1)
            )
        if tastes and self._suiting:
            return (await self._suiting.applied(tastes, cards, within)).cards[:limit]
        return tuple(cards)


def _candidates(found: Found, suited: Suited, query: Query) -> list[Candidate]:
    score = dict(zip((card.id for card in found.cards), found.scores, strict=True))
    return [
        Candidate(
            card=card,
            relevance=score[card.id] + suited.bonus.get(card.id, 0.0) - less,
            hints=_hints(card, suited),
        )
        for card, less in zip(suited.cards, set_back(suited.cards, query), strict=True)
    ]


def _hints(card: ProductCard, suited: Suited) -> dict[str, float]:
    hints = {TASTE.id: suited.bonus[card.id]} if card.id in suited.bonus else {}
    return hints if suited.near is None else {**hints, OWN_STORE.id: float(card.id in suited.near)}


def in_size_asked(card: ProductCard, query: Query) -> ProductCard:
    """A card of what is worn names no size, unless the shopper has asked for one: then it fits."""
    if len(query.sizes) != 1 or "size" in card.attributes:
        return card
    return replace(card, attributes={**card.attributes, "size": query.sizes[0]})
