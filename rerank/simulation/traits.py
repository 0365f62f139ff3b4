"""What is read of goods besides their facts: which are alike, how soon they are used up, and when they are wanted."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log, tau

import numpy as np
from numpy.typing import NDArray

from catalog.product import Product

Real = NDArray[np.float64]

DIMENSIONS = 12
SHORTEST_PERIOD_DAYS, LONGEST_PERIOD_DAYS = 6.0, 300.0
DAYS_OF_A_YEAR = 365.25
# What is said of goods in these words is wanted when the word says; a year begins with its first day.
MID_SEASON = {"winter": 0.04, "spring": 0.29, "summer": 0.54, "autumn": 0.79, "fall": 0.79, "holiday": 0.95}
WHEN_SAID, WHEN_NOTHING_IS_SAID = 0.9, 0.25
FOR_CHILDREN = ("kids", "kid", "children", "child", "baby", "toddler", "boys", "girls")
FOR_SOME_ADULTS = ("women", "men")


def latent_places(products: Sequence[Product]) -> Real:
    """Goods that share categories and attributes lie near each other; what few goods share counts most."""
    told = [frozenset(_words(product)) for product in products]
    shared = Counter(word for words in told for word in words)
    directions = {word: dice("direction", word).standard_normal(DIMENSIONS) for word in shared}
    weighed = {word: direction * log(1 + len(products) / shared[word]) for word, direction in directions.items()}
    nowhere = np.zeros(DIMENSIONS)
    places = np.array([sum((weighed[word] for word in sorted(words)), nowhere) for words in told])
    lengths = np.linalg.norm(places, axis=1, keepdims=True)
    alike: Real = places / np.maximum(lengths, 1e-9) * np.sqrt(DIMENSIONS)
    return alike


def periods_days(prices_minor: Sequence[float]) -> Real:
    """How long one purchase of a category lasts, by the category's usual price: what costs little is soon used up."""
    order = np.argsort(np.argsort(np.asarray(prices_minor, float), kind="stable"), kind="stable")
    share = order / max(len(order) - 1, 1)
    periods: Real = SHORTEST_PERIOD_DAYS * (LONGEST_PERIOD_DAYS / SHORTEST_PERIOD_DAYS) ** share
    return periods


def season_of(words: Iterable[str], category: Sequence[str]) -> tuple[float, float]:
    """The part of the year in which a category is wanted most, and by how much."""
    said = Counter(season for word in words for season in MID_SEASON if season in word.lower())
    if said:
        (season, _), *_ = said.most_common(1)
        return MID_SEASON[season], WHEN_SAID
    roll = dice("season", *category)
    return float(roll.random()), WHEN_NOTHING_IS_SAID * float(roll.random())


def wanted(peak: Real, swing: Real, day: float) -> Real:
    """What the season adds to the wish for each category on a day of the year."""
    angle = (day / DAYS_OF_A_YEAR - peak) * tau
    added: Real = swing * np.cos(angle)
    return added


def audience_of(attributes: Mapping[str, str]) -> str:
    """`children`, one of FOR_SOME_ADULTS, or nothing for everybody."""
    told = {word for value in attributes.values() for word in value.lower().replace(",", " ").split()}
    if told.intersection(FOR_CHILDREN):
        return "children"
    meant = [who for who in FOR_SOME_ADULTS if who in told]
    return meant[0] if len(meant) == 1 else ""


def diets_of(attributes: Mapping[str, str]) -> frozenset[str]:
    """Told by whatever attribute has diet in its name."""
    told = (value for name, value in attributes.items() if "diet" in name.lower())
    return frozenset(part.strip().lower() for value in told for part in value.split(",") if part.strip())


def dice(*name: object) -> np.random.Generator:
    """Falls the same way for the same name."""
    digest = hashlib.sha256("/".join(map(str, name)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


def _words(product: Product) -> Iterator[str]:
    yield from (f"category={name.lower()}" for name in product.category)
    for name, value in product.attributes.items():
        yield from (f"{name.lower()}={part.strip().lower()}" for part in value.split(",") if part.strip())
