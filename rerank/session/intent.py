"""What a session is after, in a few words of the catalogue's own that any number of shoppers share; no I/O."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.product import ProductCard
from catalog.query import Query

# One product may be called after somebody; what two are called is goods.
CARRIED_BY = 2
MOST_WORDS = 8
LONGEST_WORD = 24
SEARCHES, CATEGORIES, LOOKED_BACK = 2, 2, 6
LONGEST_CATEGORY = 120
_WORD = re.compile(r"[^\W_]+")
_STOPS = frozenset({"a", "an", "and", "for", "in", "my", "of", "or", "the", "to", "with"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A search, as far as the catalogue knows its words: sorted, so that saying it otherwise is the same."""

    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words)

    def __str__(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a session did, latest first."""

    searches: tuple[Sought, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """`asked` are the latest searches, `looked` the categories looked at most of late; `key` says all of it."""

    key: str
    asked: tuple[str, ...] = ()
    looked: tuple[str, ...] = ()


def sought(query: Query, cards: Iterable[ProductCard]) -> Sought:
    """Only words that several of the products found carry themselves, and bounds as the catalogue spells them.

    What else was said (names, places, numbers, whole sentences) is left where it is. Sizes and what must not be in
    it are kept to by the search, and are nobody else's business.
    """
    carried: Counter[str] = Counter()
    for card in cards:
        carried.update(_stems(f"{card.title} {card.category} {card.brand} {' '.join(card.attributes.values())}"))
    bounds = " ".join((*query.brands, *query.colors, *query.attributes.values()))
    words = {word for word in _words(f"{query.text} {bounds}") if carried[_stem(word)] >= CARRIED_BY}
    return Sought(words=tuple(sorted(words)[:MOST_WORDS]))


def intent_of(done: Done) -> Intent | None:
    """None where the session has done nothing that says what it is after."""
    asked = tuple(dict.fromkeys(str(each) for each in done.searches if each))[:SEARCHES]
    most = Counter(done.categories[:LOOKED_BACK]).most_common(CATEGORIES)
    looked = tuple(sorted(category[:LONGEST_CATEGORY] for category, _ in most))
    if not asked and not looked:
        return None
    parts = (*(f"asked {each}" for each in asked[:1]), *(f"before {each}" for each in asked[1:]))
    return Intent(key="; ".join((*parts, *(f"looked at {each}" for each in looked))), asked=asked, looked=looked)


def _words(text: str) -> list[str]:
    found: Sequence[str] = _WORD.findall(text.casefold())
    return [word for word in found if word not in _STOPS and len(word) <= LONGEST_WORD]


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(text.casefold())}


def _stem(word: str) -> str:
    """ "boots" is asked for where "boot" is carried, and the other way round."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
