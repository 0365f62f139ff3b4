"""The order in which found products are shown: relevance, then what others think, and no brand filling the top."""

import math
from collections.abc import Mapping, Sequence

from catalog.product import ProductCard

RATING_WEIGHT = 0.04
SAME_BRAND_PENALTY = 0.05
AVERAGE_RATING = 4.0
VARIED = 3


def ordered(cards: Sequence[ProductCard], relevance: Sequence[float], *, varied: int = VARIED) -> list[ProductCard]:
    """Best first; among the first `varied` a brand that has been named already has to be clearly better."""
    by_id = {card.id: card for card in cards}
    worth = {
        card.id: score if card.rating is None else score + RATING_WEIGHT * (card.rating - AVERAGE_RATING)
        for card, score in zip(cards, relevance, strict=True)
    }
    left = sorted(worth, key=worth.__getitem__, reverse=True)
    shown: list[ProductCard] = []
    while left and len(shown) < varied:
        best = _best(left, worth, by_id, named=[card.brand for card in shown])
        shown.append(by_id[best])
        left.remove(best)
    return shown + [by_id[id_] for id_ in left]


def _best(
    left: Sequence[str], worth: Mapping[str, float], by_id: Mapping[str, ProductCard], *, named: Sequence[str]
) -> str:
    """They come by their worth: once it is no more than the best has with its penalty, nobody better follows."""
    best, most = left[0], -math.inf
    for id_ in left:
        if worth[id_] <= most:
            break
        now = worth[id_] - SAME_BRAND_PENALTY * named.count(by_id[id_].brand)
        if now > most:
            best, most = id_, now
    return best
