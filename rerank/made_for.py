"""Whom a product is made for: what is for children or animals stands a little behind, where nobody asked for that."""

import re
from collections.abc import Sequence
from functools import lru_cache

from catalog.product import ProductCard
from catalog.query import Query
from catalog.understanding.audiences import NAMED_WORDS

# Less than what a shopper's own purchases for a child weigh, and more than what ratings do.
SET_BACK = 0.1
_OF_CHILDREN = frozenset(word for word, audience in NAMED_WORDS.items() if audience in {"kids", "baby"}) | {
    "school", "preschool", "kindergarten", "nursery", "playground", "toy", "toys",
}  # fmt: skip
_OF_ANIMALS = frozenset({"dog", "dogs", "puppy", "puppies", "cat", "cats", "kitten", "kittens", "pet", "pets"})
_WORD = re.compile(r"[^\W_]+")


def set_back(cards: Sequence[ProductCard], query: Query) -> list[float]:
    """What each card loses; nothing where the request itself is for a child or an animal, or for somebody named.

    A hot dog is no animal: of those only the department speaks.
    """
    if "audience" in query.attributes:
        return [0.0] * len(cards)
    asked = _words(" ".join((query.text, *query.attributes.values(), *query.brands)))
    not_asked = [names for names in (_OF_CHILDREN, _OF_ANIMALS) if not names & asked]
    return [SET_BACK * any(names & _marks(card, names) for names in not_asked) for card in cards]


def is_made_for(card: ProductCard, audience: str) -> bool:
    """By what the card itself says; `audience` may name several, with commas between them."""
    said = _words(f"{card.attributes.get('audience', '')} {card.title} {card.category}")
    asked = _words(audience)
    return bool(asked & said or {NAMED_WORDS.get(word, word) for word in asked} & _audiences(said))


def _audiences(words: frozenset[str]) -> set[str]:
    return {NAMED_WORDS[word] for word in words if word in NAMED_WORDS}


def _marks(card: ProductCard, names: frozenset[str]) -> frozenset[str]:
    return _words_of_goods(card.category if names is _OF_ANIMALS else f"{card.title} {card.category}")


@lru_cache(maxsize=10_000)
def _words_of_goods(text: str) -> frozenset[str]:
    """The same goods are candidates in turn after turn; what a shopper said is not kept."""
    return _words(text)


def _words(text: str) -> frozenset[str]:
    """ "Kids'" and "Boy's" as they are looked for: without what follows an apostrophe."""
    return frozenset(word for word in _WORD.findall(re.sub(r"['\u2019]s?", "", text.casefold())))
