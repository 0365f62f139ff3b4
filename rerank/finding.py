"""Finds products for a shopper: what the catalogue has, in the order this shopper should hear of it."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from catalog.product import ProductCard
from catalog.query import Query
from catalog.search import Found, Search
from catalog.similar.families import family_of, first_of_each
from catalog.similar.similar import SimilarProducts
from catalog.stages import Stopwatch
from rerank.order import ordered
from rerank.reasons import reasons

CANDIDATES = 100
VARIED = 3


class Finding:
    def __init__(self, search: Search, similar: SimilarProducts) -> None:
        self._search = search
        self._similar = similar

    async def find(self, query: Query, *, limit: int, stopwatch: Stopwatch, skip: Collection[str] = ()) -> Found:
        """A wish for an order ("cheapest") is kept to; otherwise the candidates are put into the shopper's order.

        Of what is sold under several numbers, one is told, and none if one is among those to `skip`.
        """
        found = await self._search.search(query, limit=CANDIDATES, candidates=CANDIDATES, stopwatch=stopwatch)
        with stopwatch.measure("rerank"):
            cards = list(found.cards) if query.sort else ordered(found.cards, found.scores, varied=VARIED)
            places = {card.id: place for place, card in enumerate(found.cards)}
            told = [_in_size_asked(card, query) for card in _unlike(cards, skip)][:limit]
            scores = tuple(found.scores[places[card.id]] for card in told)
            counts = tuple(found.rating_counts[places[card.id]] for card in told)
            whys = reasons(told, counts, query)
        worded = tuple(replace(card, why=why) for card, why in zip(told, whys, strict=True))
        return replace(found, cards=worded, scores=scores, rating_counts=counts)

    async def fitting(self, query: Query, variant_ids: Sequence[str], *, stopwatch: Stopwatch) -> frozenset[str]:
        """Which of these variants are what is asked for, whether or not they are in stock."""
        return await self._search.among(query, variant_ids, stopwatch=stopwatch) if variant_ids else frozenset()

    async def find_alike(
        self, product_id: str, *, within: Query, limit: int, stopwatch: Stopwatch
    ) -> tuple[ProductCard, ...]:
        """What is most like a product, within the bounds of `within`."""
        with stopwatch.measure("retrieve"):
            return tuple(await self._similar.like(product_id, within=within, limit=limit))


def _unlike(cards: Sequence[ProductCard], skip: Collection[str]) -> list[ProductCard]:
    return first_of_each(cards, but={family_of(card) for card in cards if card.id in skip})


def _in_size_asked(card: ProductCard, query: Query) -> ProductCard:
    """A card of what is worn names no size, unless the shopper has asked for one: then it fits."""
    if len(query.sizes) != 1 or "size" in card.attributes:
        return card
    return replace(card, attributes={**card.attributes, "size": query.sizes[0]})
