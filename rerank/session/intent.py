"""What a session is after, in a few words of the catalogue's own that any number of shoppers share; no I/O."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from catalog.product import ProductCard
from catalog.query import Query
from catalog.retrieval.analyser import FUNCTION_WORDS, words_of

# One product may be called after somebody; what two are called is goods.
CARRIED_BY = 2
MOST_WORDS = 8
LONGEST_WORD = 24
SEARCHES, CATEGORIES, LOOKED_BACK = 2, 2, 6
LONGEST_CATEGORY = 120


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
    carried = Counter(word for card in cards for word in _carried(card))
    bounds = " ".join((*query.brands, *query.colors, *query.attributes.values()))
    words = {word for word in _words(f"{query.text} {bounds}") if carried[word] >= CARRIED_BY}
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


def _words(text: str) -> Iterator[str]:
    return (word for word in words_of(text) if word not in FUNCTION_WORDS and len(word) <= LONGEST_WORD)


def _carried(card: ProductCard) -> frozenset[str]:
    return _words_carried(card.title, card.category, card.brand, tuple(card.attributes.values()))


# The same cards are found again and again.
@lru_cache(maxsize=50_000)
def _words_carried(title: str, category: str, brand: str, values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words_of(" ".join((title, category, brand, *values))))
