"""What the catalogue calls things: the brands, kinds of goods and attribute values a request may name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

KindFacts = Mapping[str, frozenset[str]]
Fact = tuple[str, str, str]

_SEVERAL = re.compile(r"\s*[,;]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Rebuilt whenever the catalogue changes; values are spelled as the catalogue spells them.

    `kinds` says of each kind of goods which values each attribute takes, so that "brown" is a colour before
    "boots" and part of the name before "rice". `attributes` is the same over all kinds.
    """

    brands: tuple[str, ...]
    categories: frozenset[str]
    kinds: Mapping[str, KindFacts]
    attributes: KindFacts
    currency: str = "USD"

    @classmethod
    def of(
        cls, *, brands: Iterable[str], categories: Iterable[str], facts: Iterable[Fact], currency: str = "USD"
    ) -> "Vocabulary":
        """`facts` are distinct (kind, attribute name, value) of products and variants together.

        `currency` is the one most prices are in.

        A product without a `kind` is filed under its deepest category. A value may list several: "vegan, kosher".
        """
        kinds: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        attributes: dict[str, set[str]] = defaultdict(set)
        for kind, name, value in facts:
            of_kind = kinds[kind]
            if name == "kind":
                continue
            for one in filter(None, _SEVERAL.split(value.strip())):
                of_kind[name].add(one)
                attributes[name].add(one)
        return cls(
            brands=tuple(sorted({brand for brand in brands if brand.strip()})),
            categories=frozenset(name for name in categories if name.strip()),
            kinds={kind: _frozen(values) for kind, values in kinds.items() if kind.strip()},
            attributes=_frozen(attributes),
            currency=currency,
        )

    def values(self, *names: str) -> frozenset[str]:
        return frozenset().union(*(self.attributes.get(name, frozenset()) for name in names))

    @property
    def colors(self) -> frozenset[str]:
        return self.values("color")

    @property
    def sizes(self) -> frozenset[str]:
        return self.values("size")


def _frozen(values: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(found) for name, found in values.items()}
