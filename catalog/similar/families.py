"""Which products are one thing sold under several numbers: in another colour, size or pack, or simply twice."""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from catalog.product import ProductCard
from catalog.retrieval.analyser import words_of

# In what members of a family may differ, where their own attributes say so: "Lime Juice" and "Orange Juice" are two.
VARYING = ("color", "size", "pack", "count", "capacity", "storage", "weight")

Family = tuple[str, ...]


def family_of(card: ProductCard) -> Family:
    """The brand and what is left of the title without the words for its own colour, size and pack."""
    return _family(card.brand, card.title, tuple(map(card.attributes.get, VARYING)))


# The same cards are ordered again and again.
@lru_cache(maxsize=50_000)
def _family(said_brand: str, said_title: str, varying_values: tuple[str | None, ...]) -> Family:
    brand, title = tuple(words_of(said_brand)), words_of(said_title)
    varying = {word for value in varying_values if value for word in words_of(value)}
    named = dict.fromkeys(word for word in title if word not in varying and word not in brand)
    return (*brand, "|", *(sorted(named) or sorted(set(title))))


def first_of_each(cards: Iterable[ProductCard], *, but: Collection[Family] = ()) -> Iterator[ProductCard]:
    """In the same order, a family's later members left out, and all members of some families."""
    met = set(but)
    for card in cards:
        if (family := family_of(card)) not in met:
            met.add(family)
            yield card
