"""Which products are one thing sold under several numbers: in another colour, size or pack, or simply twice."""

from collections.abc import Collection, Iterable, Iterator

from catalog.product import ProductCard
from catalog.retrieval.analyser import words_of

# In what members of a family may differ, where their own attributes say so: "Lime Juice" and "Orange Juice" are two.
VARYING = ("color", "size", "pack", "count", "capacity", "storage", "weight")

Family = tuple[str, ...]


def family_of(card: ProductCard) -> Family:
    """The brand and what is left of the title without the words for its own colour, size and pack."""
    brand, title = tuple(words_of(card.brand)), words_of(card.title)
    varying = {word for name in VARYING for word in words_of(card.attributes.get(name, ""))}
    named = dict.fromkeys(word for word in title if word not in varying and word not in brand)
    return (*brand, "|", *(sorted(named) or sorted(set(title))))


def first_of_each(cards: Iterable[ProductCard], *, but: Collection[Family] = ()) -> Iterator[ProductCard]:
    """In the same order, a family's later members left out, and all members of some families."""
    met = set(but)
    for card in cards:
        if (family := family_of(card)) not in met:
            met.add(family)
            yield card
