"""The order in which found products are shown: relevance, then what others think, and no brand filling the top."""

from collections.abc import Sequence

from catalog.product import ProductCard

RATING_WEIGHT = 0.04
SAME_BRAND_PENALTY = 0.05
AVERAGE_RATING = 4.0
VARIED = 3


def ordered(cards: Sequence[ProductCard], relevance: Sequence[float], *, varied: int = VARIED) -> list[ProductCard]:
    """Best first; among the first `varied` a brand that has been named already has to be clearly better."""
    left = {card.id: _worth(card, score) for card, score in zip(cards, relevance, strict=True)}
    by_id = {card.id: card for card in cards}
    shown: list[ProductCard] = []
    while left and len(shown) < varied:
        brands = [card.brand for card in shown]
        best = max(left, key=lambda id_: left[id_] - SAME_BRAND_PENALTY * brands.count(by_id[id_].brand))
        shown.append(by_id[best])
        del left[best]
    return shown + [by_id[id_] for id_ in sorted(left, key=left.__getitem__, reverse=True)]


def _worth(card: ProductCard, score: float) -> float:
    rating = card.rating if card.rating is not None else AVERAGE_RATING
    return score + RATING_WEIGHT * (rating - AVERAGE_RATING)
