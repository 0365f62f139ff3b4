"""What a catalogue teaches about itself in one pass: its brands."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalog.product import Product

_NO_BRANDS = frozenset({"", "generic", "n/a", "na", "none", "unknown", "unbranded", "no brand", "other", "various"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Assortment:
    """`brands` by their lower-case words, spelled as most products spell them. An empty one works, but knows less."""

    brands: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, products: Iterable[Product]) -> "Assortment":
        spelled = Counter(product.brand.strip() for product in products)
        brands = {spelling.lower(): spelling for spelling, _ in reversed(spelled.most_common())}
        return cls(brands={lower: spelling for lower, spelling in brands.items() if lower not in _NO_BRANDS})
