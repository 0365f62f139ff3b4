"""The order in which found products are shown: relevance, then what others think, and no brand filling the top."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.product import ProductCard

RATING_WEIGHT = 0.06
POPULARITY_WEIGHT = 0.06
SAME_BRAND_PENALTY = 0.08
AVERAGE_RATING = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A product that fits, how well it answers the words, and how often it is bought; both between 0 and 1."""

    card: ProductCard
    relevance: float
    popularity: float


def ordered(candidates: Sequence[Candidate], *, varied: int) -> list[ProductCard]:
    """Best first; among the first `varied` a brand that has been named already has to be clearly better."""
    left = {candidate.card.id: _worth(candidate) for candidate in candidates}
    cards = {candidate.card.id: candidate.card for candidate in candidates}
    shown: list[ProductCard] = []
    while left and len(shown) < varied:
        brands = [card.brand for card in shown]
        best = max(left, key=lambda id_: left[id_] - SAME_BRAND_PENALTY * brands.count(cards[id_].brand))
        shown.append(cards[best])
        del left[best]
    return shown + [cards[id_] for id_ in sorted(left, key=left.__getitem__, reverse=True)]


def _worth(candidate: Candidate) -> float:
    rating = candidate.card.rating if candidate.card.rating is not None else AVERAGE_RATING
    return candidate.relevance + RATING_WEIGHT * (rating - AVERAGE_RATING) + POPULARITY_WEIGHT * candidate.popularity
