"""How alike two products are: in meaning, in kind, in what is told of them, and in price."""

import math
from dataclasses import dataclass

from catalog.understanding.audiences import NAMED, NAMED_WORDS

# How much each part counts; they sum to one.
MEANING, KIND, FACTS, PRICE = 0.5, 0.25, 0.15, 0.1
# Of the same shelf is something, of the same name is more.
SAME_SHELF = 0.4
# At twice or half the price this much is left of that part.
AT_TWICE_THE_PRICE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is compared; `facets` are `name=value` as in the search document."""

    names: frozenset[str]
    shelves: frozenset[str]
    facets: frozenset[str]
    price_minor: int

    @property
    def audiences(self) -> list[str]:
        """For whom it is, in every word for it: what is told for girls and what is told for kids is for children."""
        told = {facet.removeprefix("audience=") for facet in self.facets if facet.startswith("audience=")}
        meant = {NAMED_WORDS[word] for word in told if word in NAMED_WORDS}
        others = {word for audience in meant for word in NAMED[audience].split()}
        return sorted(f"audience={word}" for word in told | others)


def likeness(one: Traits, other: Traits, *, cosine: float | None) -> float:
    """0..1. Where there is no vector, the rest has to tell."""
    rest = KIND * _kind(one, other) + FACTS * _facts(one, other) + PRICE * _price(one, other)
    return rest / (1 - MEANING) if cosine is None else MEANING * max(0.0, cosine) + rest


def _kind(one: Traits, other: Traits) -> float:
    """The longest name both go by tells most: hiking boots are more alike than boots."""
    if common := one.names & other.names:
        longest = max(len(name.split()) for name in common)
        return longest / max(longest, *(len(name.split()) for name in one.names))
    return SAME_SHELF if one.shelves & other.shelves else 0.0


def _facts(one: Traits, other: Traits) -> float:
    either = one.facets | other.facets
    return len(one.facets & other.facets) / len(either) if either else 0.0


def _price(one: Traits, other: Traits) -> float:
    return float(AT_TWICE_THE_PRICE ** abs(math.log2(max(1, other.price_minor) / max(1, one.price_minor))))
