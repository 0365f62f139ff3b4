"""What a catalogue teaches about itself in one pass: its brands, and the phrases its things go by again and again."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalog.attributes.brands import without_brand
from catalog.attributes.kinds import endings_of
from catalog.attributes.leaders import Leaders
from catalog.attributes.text import parts_of, plain_title
from catalog.product import Product

# A phrase is a kind of thing once so many products go by it, and not those of a single brand: that would be a line.
RECURRING = 3
# Beyond so many phrases those seen once are forgotten, so that a large catalogue does not fill the memory.
MOST_PHRASES = 600_000
# Brands are guessed from how titles begin only where hardly any product names its brand.
FEW_BRANDED = 0.2
_NO_BRANDS = frozenset({"", "generic", "n/a", "na", "none", "unknown", "unbranded", "no brand", "other", "various"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Assortment:
    """`brands` by their lower-case words, spelled as most products spell them; `guessed` ones no product names as such.

    An empty one works, but knows less.
    """

    brands: Mapping[str, str] = field(default_factory=dict)
    guessed: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    @classmethod
    def of(cls, products: Iterable[Product]) -> "Assortment":
        learned = Learned()
        for product in products:
            learned.add(product.title, "" if "brand" in product.extracted else product.brand)
        return learned.assortment()


class Learned:
    """Counts what is seen; for those who cannot hold all products at once."""

    def __init__(self) -> None:
        self._products = 0
        self._branded = 0
        self._brands: Counter[str] = Counter()
        self._phrases: dict[str, tuple[int, str, bool]] = {}
        self._leaders = Leaders()

    def add(self, title: str, brand: str, *, elsewhere: bool = False) -> None:
        """What stands `elsewhere`, in another feed, teaches brands and kinds, but not whether this one names brands."""
        brand = brand.strip()
        branded = brand.lower() not in _NO_BRANDS
        self._brands[brand] += branded
        plain = plain_title(title)
        if not elsewhere:
            self._products += 1
            self._branded += branded
            self._leaders.add(plain)
        for phrase in endings_of(parts_of(without_brand(plain, brand))):
            count, first, several = self._phrases.get(phrase, (0, brand, False))
            self._phrases[phrase] = (count + 1, first, several or brand != first or not brand)
        if len(self._phrases) > MOST_PHRASES:
            self._phrases = {phrase: seen for phrase, seen in self._phrases.items() if seen[0] > 1}

    def assortment(self) -> Assortment:
        told = {spelling.lower(): spelling for spelling, count in reversed(self._brands.most_common()) if count}
        guessed = self._leaders.brands() if self._branded < FEW_BRANDED * self._products else {}
        kinds = (phrase for phrase, (count, _, several) in self._phrases.items() if count >= RECURRING and several)
        return Assortment(
            brands={**guessed, **told}, guessed=frozenset(guessed.keys() - told.keys()), kinds=frozenset(kinds)
        )
