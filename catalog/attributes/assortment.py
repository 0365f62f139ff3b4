"""What a catalogue teaches about itself in one pass: its brands, and the phrases its things go by again and again."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalog.attributes.brands import without_brand
from catalog.attributes.colors import COLORS
from catalog.attributes.goods import HEADS
from catalog.attributes.kinds import can_modify, endings_of
from catalog.attributes.text import parts_of, plain_title
from catalog.product import Product
from catalog.retrieval.analyser import singular

# A phrase is a kind of thing once so many products go by it, and not those of a single brand: that would be a line.
RECURRING = 3
# Beyond so many phrases those seen once are forgotten, so that a large catalogue does not fill the memory.
MOST_PHRASES = 600_000
# Brands are guessed from how titles begin only where hardly any product names its brand.
FEW_BRANDED = 0.2
_LEADING_SHARE = 0.6
_NO_BRANDS = frozenset({"", "generic", "n/a", "na", "none", "unknown", "unbranded", "no brand", "other", "various"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Assortment:
    """`brands` by their lower-case words, spelled as most products spell them. An empty one works, but knows less."""

    brands: Mapping[str, str] = field(default_factory=dict)
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
        self._leaders: Counter[str] = Counter()
        self._capitalised: Counter[str] = Counter()

    def add(self, title: str, brand: str) -> None:
        self._products += 1
        brand = brand.strip()
        if brand.lower() not in _NO_BRANDS:
            self._branded += 1
            self._brands[brand] += 1
        plain = plain_title(title)
        words = [word.rstrip(",:;-") for word in plain.split()]
        if words and _may_be_brand(words[0]):
            self._leaders[words[0]] += 1
        self._capitalised.update({word for word in words if word[:1].isupper()})
        for phrase in endings_of(parts_of(without_brand(plain, brand))):
            count, first, several = self._phrases.get(phrase, (0, brand, False))
            self._phrases[phrase] = (count + 1, first, several or brand != first or not brand)
        if len(self._phrases) > MOST_PHRASES:
            self._phrases = {phrase: seen for phrase, seen in self._phrases.items() if seen[0] > 1}

    def assortment(self) -> Assortment:
        brands = {spelling.lower(): spelling for spelling, _ in reversed(self._brands.most_common())}
        if self._branded < FEW_BRANDED * self._products:
            brands = {**{leader.lower(): leader for leader in self._recurring_leaders()}, **brands}
        kinds = (phrase for phrase, (count, _, several) in self._phrases.items() if count >= RECURRING and several)
        return Assortment(brands=brands, kinds=frozenset(kinds))

    def _recurring_leaders(self) -> Iterable[str]:
        for leader, count in self._leaders.items():
            if count >= RECURRING and count >= _LEADING_SHARE * self._capitalised[leader]:
                yield leader


def _may_be_brand(word: str) -> bool:
    plain = word.lower().replace("'", "")
    return (
        word[:1].isupper()
        and len(word) > 2
        and word.isalpha()
        and can_modify(plain)
        and singular(plain) not in HEADS
        and plain not in COLORS
    )
