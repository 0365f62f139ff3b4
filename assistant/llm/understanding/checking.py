"""Holds what a model says of a sentence against the sentence, the screen and the catalogue; the rest falls.

A number stays only if the shopper said it, a word if the shopper or the catalogue says it, and a reference if something
stands at that place. What fell is named, so that nothing is done on the strength of what is left without asking.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Protocol, TypeVar

from actions.conversation.interpreting import Interpretation, Moment, Wanted
from assistant.llm.understanding.reading import Asked, Reading
from catalog.query import Query, Sort
from catalog.understanding.numbers import key_of, with_numbers
from catalog.understanding.words import Word, words_of
from shop.carts import MOST_PER_LINE
from shop.policy import kind_asked_for

MOST_WORDS, MOST_PARTS = 8, 5
POLICY = "return_policy"
TOPICS = {"shipping": "shipping", "warranty": "warranty", "price_match": "price matching", "help_desk": "help desk"}
OF_RETURNS = re.compile(r"\b(?:return|refund|exchange|send(?:ing)? back)\w*\b")
Kept = TypeVar("Kept")
SAID_OTHERWISE = {
    "dozen": Decimal(12),
    "half dozen": Decimal(6),
    "couple": Decimal(2),
    "pair": Decimal(2),
    "both": Decimal(2),
}


class ShopWords(Protocol):
    """`catalog.understanding` as far as it is needed here."""

    def parse(self, text: str) -> Query: ...

    def knows(self, words: str) -> bool: ...


def checked(reading: Reading, moment: Moment, shop: ShopWords) -> Interpretation:
    said = Said.of(moment.words, shop)
    places = {each.place for each in moment.on_screen}
    references = tuple(dict.fromkeys(place for place in reading.references if place in places))
    topic = topic_of(reading.query.text) if reading.intent == POLICY else ""
    wanted, fallen = _wanted(reading.query, said)
    if topic:
        wanted, fallen = replace(wanted, text=topic), fallen - {"text"}
    if len(references) < len(set(reading.references)):
        fallen |= {"references"}
    return Interpretation(
        intent=reading.intent,
        confidence=reading.confidence if 0 <= reading.confidence <= 1 else 0.0,
        wanted=wanted,
        references=references,
        fallen=fallen,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a sentence says, as far as something is held against it."""

    keys: frozenset[str]
    numbers: frozenset[Decimal]
    query: Query
    shop: ShopWords

    @classmethod
    def of(cls, words: str, shop: ShopWords) -> "Said":
        query = shop.parse(words)
        heard = (words, *query.sizes)
        keys = {key for text in heard for key in (*key_of(text), *(word.key for word in words_of(text)))}
        return cls(keys=frozenset(keys), numbers=numbers_said(words), query=query, shop=shop)

    def bears(self, words: Sequence[Word]) -> bool:
        """Every word is the shopper's or the catalogue's, every number the shopper's."""
        return all(
            word.number in self.numbers
            if word.number is not None
            else word.key in self.keys or self.shop.knows(word.key)
            for word in words
        )


def topic_of(text: str) -> str:
    """Whatever words a model has for a rule, the shop has its own; empty where it is none of the shop's."""
    kind = kind_asked_for(text.lower())
    return TOPICS.get(kind, "returns" if OF_RETURNS.search(text.lower()) else "")


def numbers_said(words: str) -> frozenset[Decimal]:
    """As figures or in words; of "eighty nine ninety nine" also 89.99."""
    heard = with_numbers(words_of(words))
    single = {word.number for word in (*words_of(words), *heard) if word.number is not None}
    spoken = {
        one.number + other.number / 100
        for one, other in pairwise(heard)
        if one.number is not None and other.number is not None and 10 <= other.number < 100
    }
    said = {word.key for word in heard}
    otherwise = {number for words, number in SAID_OTHERWISE.items() if said.issuperset(words.split())}
    return frozenset(single | spoken | otherwise)


class _Sieve:
    """Lets through what holds and remembers by name what does not."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self.fallen: set[str] = set()

    def text(self, given: str) -> str:
        kept = _plain(given, self.said)
        return self._noting("text", kept, fell=bool(given.strip()) and not kept)

    def parts(self, name: str, given: Sequence[str], holds: Callable[[str, Said], bool]) -> tuple[str, ...]:
        plain = (_plain(each, self.said) for each in given[:MOST_PARTS])
        kept = tuple(each for each in plain if each and holds(each, self.said))
        return self._noting(name, kept, fell=len(kept) < len(given))

    def price(self, name: str, given: float | None) -> Decimal | None:
        found = None if given is None or not math.isfinite(given) or given <= 0 else Decimal(str(given))
        kept = found if found in self.said.numbers else None
        return self._noting(name, kept, fell=given is not None and kept is None)

    def quantity(self, given: int | None) -> int | None:
        """One is what anybody means who says no number."""
        if given is None or given == 1:
            return None
        is_said = Decimal(given) in self.said.numbers or given == self.said.query.quantity
        kept = given if is_said and 1 < given <= MOST_PER_LINE else None
        return self._noting("quantity", kept, fell=kept is None)

    def _noting(self, name: str, kept: Kept, *, fell: bool) -> Kept:
        if fell:
            self.fallen.add(name)
        return kept


def _wanted(asked: Asked, said: Said) -> tuple[Wanted, frozenset[str]]:
    sieve = _Sieve(said)
    low, high = sieve.price("min_price", asked.min_price), sieve.price("max_price", asked.max_price)
    if low is not None and high is not None and low >= high:
        low, high = None, None
        sieve.fallen |= {"min_price", "max_price"}
    wanted = Wanted(
        text=sieve.text(asked.text),
        qualities=sieve.parts("qualities", asked.qualities, _is_any),
        colors=sieve.parts("colors", asked.colors, _is_color),
        brands=sieve.parts("brands", asked.brands, _is_brand),
        sizes=sieve.parts("sizes", asked.sizes, _is_size),
        without=sieve.parts("without", asked.without, _is_said),
        max_price=high,
        min_price=low,
        quantity=sieve.quantity(asked.quantity),
        sort=Sort(asked.sort) if asked.sort else None,
    )
    return wanted, frozenset(sieve.fallen)


def _plain(given: str, said: Said) -> str:
    """Its words and nothing else; empty where there are too many, or one that neither shopper nor catalogue says."""
    words = with_numbers(words_of(given))
    return " ".join(word.text for word in words) if len(words) <= MOST_WORDS and said.bears(words) else ""


def _is_any(words: str, said: Said) -> bool:  # noqa: ARG001 - whatever bears the words bears a quality
    return True


def _is_said(words: str, said: Said) -> bool:
    return set(key_of(words)) <= said.keys


def _is_color(words: str, said: Said) -> bool:
    return _is_said(words, said) or bool(said.shop.parse(words).colors)


def _is_brand(words: str, said: Said) -> bool:
    return _is_said(words, said) or bool(said.shop.parse(words).brands)


def _is_size(size: str, said: Said) -> bool:
    """A catalogue has all sizes: here only the shopper's count, as said or as read."""
    return _is_said(size, said) or size.casefold() in {each.casefold() for each in said.query.sizes}
