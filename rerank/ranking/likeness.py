"""How alike products are to each other, as far as their cards tell; no I/O."""

from collections.abc import Hashable, Sequence

import numpy as np

from catalog.product import ProductCard
from rerank.ranking.arrangement import Likeness

SAME_CATEGORY, SAME_BRAND = 0.6, 0.4


def likeness_of(cards: Sequence[ProductCard], *, of_asked_brands: bool = False) -> Likeness:
    """From 0 to 1. Where brands were asked for, that two are of the same says nothing."""
    categories, brands = (
        _numbered([card.category for card in cards]),
        _numbered([card.brand.casefold() for card in cards]),
    )
    weight = 0.0 if of_asked_brands else SAME_BRAND
    alike: Likeness = SAME_CATEGORY * (categories[:, None] == categories) + weight * (brands[:, None] == brands)
    return alike


def _numbered(values: Sequence[Hashable]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)
