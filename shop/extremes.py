"""Questions whether something has the most of its kind: "is that the cheapest?", "is it the best rated you have?"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.product import ProductCard
from catalog.query import Sort
from shop.measures import Degree, degree_of, extreme

_MOST = r"(?P<most>[\w'-]+est\b[\w' -]*?|(?:most|least|best|highest|lowest|top)[ -][\w' -]+?)"
_ASKED = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|well|hmm|wait|um|uh)\W+)*"
    rf"(?:is|are|was|were) (?:that|it|this|they|those|these)(?: one| really| actually)* (?:the|your) {_MOST}"
    r"(?: one| ones)?(?: (?:that )?(?:you|there|of|in)\b.*)?\W*$"
)
_CHEAPEST = re.compile(r"^(?:cheapest|least expensive|lowest[ -]pric\w+|lowest cost|most affordable)\b")
_DEAREST = re.compile(r"^(?:most expensive|priciest|dearest|highest[ -]pric\w+)\b")
_BEST_RATED = re.compile(r"^(?:best|highest|top)[ -](?:rated|ratings?|reviews?|reviewed|liked)\b|^most popular\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtremeAsked:
    """`words` as they are said; `sort` brings it first where the shop can sort by it."""

    words: str
    sort: Sort | None


def extreme_asked(said: str) -> ExtremeAsked | None:
    """None where no such thing is asked."""
    found = _ASKED.match(said.lower())
    if found is None:
        return None
    words = found["most"].strip()
    if _CHEAPEST.match(words):
        return ExtremeAsked(words=words, sort=Sort.CHEAPEST)
    if _DEAREST.match(words):
        return ExtremeAsked(words=words, sort=Sort.MOST_EXPENSIVE)
    return ExtremeAsked(words=words, sort=Sort.BEST_RATED if _BEST_RATED.match(words) else None)


def the_most(asked: ExtremeAsked, cards: Sequence[ProductCard], facts: Sequence[Mapping[str, str]]) -> int | None:
    """The place of the one that has most of it; the first of equals. None if it is not stated."""
    if asked.sort in {Sort.CHEAPEST, Sort.MOST_EXPENSIVE}:
        sign = 1 if asked.sort is Sort.CHEAPEST else -1
        return min(range(len(cards)), key=lambda place: sign * cards[place].price.amount_minor, default=None)
    if asked.sort is Sort.BEST_RATED:
        return max(range(len(cards)), key=lambda place: cards[place].rating or 0, default=None)
    degree = degree_of(asked.words, (name for each in facts for name in each))
    most = extreme(facts, degree) if isinstance(degree, Degree) else None
    return most.place if most else None
