"""How widely the catalogue uses its own words: what tells makers from words, colours from labels, facts from strays.

Feeds bring makers called "Blue" and "Benzoyl Peroxide", colours called "original", and one product with a material.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalog.understanding.audiences import NAMED_WORDS
from catalog.understanding.colors import BASIC
from catalog.understanding.words import unaccented, word_set

SAFETY = frozenset({"dietary", "allergens"})
"""What a shopper may not be given by mistake binds, however few products tell it."""

_WORD = re.compile(r"[^\W_]+")
_MORE_OFTEN = 2
_RECURRING = 5
_EVERYDAY = 2
_ANSWERED, _ANSWERED_IN_ITS_KIND, _SMALLEST_KIND = 0.02, 0.2, 5
_NEARLY_ALL = 0.8
_REFUSING = word_set("no not without never except minus but under over between less more none nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Counts of products, over all of them or projected from a sample; where nobody counted, everything is believed.

    `everyday` is how many write a word small in the midst of prose, other than the products of a maker called so;
    `borrowed` are makers' names of several words that stand in the titles of others' products. `colors` is how many
    come in a colour, `shared_colors` are those of several makers, and `carried` how many of a kind have an attribute;
    of as many as `told` it the feed itself says so, where of others it was read from their texts.
    """

    brands: Mapping[str, int] = field(default_factory=dict)
    everyday: Mapping[str, int] = field(default_factory=dict)
    borrowed: frozenset[str] = frozenset()
    colors: Mapping[str, int] = field(default_factory=dict)
    shared_colors: frozenset[str] = frozenset()
    kinds: Mapping[str, int] = field(default_factory=dict)
    carried: Mapping[tuple[str, str], int] = field(default_factory=dict)
    told: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def common_colors(self) -> frozenset[str]:
        """Values that recur, and are not mostly written as words of another sense."""
        return frozenset(
            value
            for value, products in self.colors.items()
            if (value in self.shared_colors or products >= _RECURRING)
            and not all(self._mostly_a_word(word, products) for word in parts_of(value))
        )

    def doubtful_brands(self, materials: Iterable[str]) -> frozenset[str]:
        """Names that are words first: they name who made a thing only where they are said to."""
        describing = BASIC | NAMED_WORDS.keys() | {material.casefold() for material in materials}
        return frozenset(
            brand for brand, products in self.brands.items() if self._is_doubtful(brand, products, describing)
        )

    def answerable(self, names: Iterable[str]) -> frozenset[str]:
        """Attributes that enough products carry, in the whole catalogue or in some kind, for a wish to be answered."""
        if not self.kinds:
            return frozenset(names)
        return frozenset(name for name in names if name in SAFETY or self._is_answerable(name))

    def told_throughout(self) -> Mapping[str, Mapping[str, int]]:
        """By attribute, the kinds of goods of which the feed tells it nearly always, and of how many products."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for (kind, name), products in self.told.items():
            if products >= max(_SMALLEST_KIND, _NEARLY_ALL * self.kinds.get(kind, 0)):
                found[name][kind] = products
        return found

    def _is_answerable(self, name: str) -> bool:
        by_kind = {kind: products for (kind, carried), products in self.carried.items() if carried == name}
        if sum(by_kind.values()) >= _ANSWERED * sum(self.kinds.values()):
            return True
        return any(
            self.kinds.get(kind, 0) >= _SMALLEST_KIND and products >= _ANSWERED_IN_ITS_KIND * self.kinds[kind]
            for kind, products in by_kind.items()
        )

    def _is_doubtful(self, brand: str, products: int, describing: Iterable[str]) -> bool:
        words = parts_of(brand)
        if len(words) == 1:
            return words[0] in describing or self._mostly_a_word(words[0], products)
        if products > 1 or not _REFUSING.isdisjoint(words):
            return products == 1
        return brand in self.borrowed and all(self.everyday.get(word, 0) >= _EVERYDAY for word in words)

    def _mostly_a_word(self, word: str, products: int) -> bool:
        return self.everyday.get(word, 0) >= max(_EVERYDAY, _MORE_OFTEN * products)


def parts_of(name: str) -> list[str]:
    return _WORD.findall(unaccented(name.casefold()))


def words_to_count(brands: Mapping[str, int], colors: Iterable[str]) -> list[str]:
    """Those whose everyday use decides something."""
    alone = {word for brand, products in brands.items() for word in parts_of(brand) if _decides(brand, products)}
    return sorted(alone | {word for color in colors for word in parts_of(color)})


def names_to_find(brands: Mapping[str, int]) -> list[str]:
    """Makers of one product, whose name of several words may be that of something else."""
    return sorted(brand for brand, products in brands.items() if products == 1 and len(parts_of(brand)) > 1)


def _decides(brand: str, products: int) -> bool:
    return products == 1 or len(parts_of(brand)) == 1
