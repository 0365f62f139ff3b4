"""What the catalogue calls things: the brands, kinds of goods and attribute values a request may name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalog.understanding.choices import choices_of
from catalog.understanding.colors import color_values
from catalog.understanding.measuring import measured_by
from catalog.understanding.usage import Usage

KindFacts = Mapping[str, frozenset[str]]
Fact = tuple[str, str, str]

_SEVERAL = re.compile(r"\s*[,;]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Rebuilt whenever the catalogue changes; values are spelled as the catalogue spells them.

    `kinds` says of each kind of goods which values each attribute takes, so that "brown" is a colour before
    "boots" and part of the name before "rice". `attributes` is the same over all kinds. `doubtful_brands` are words
    before they are makers, `common_colors` are colours that shoppers can be expected to call by the feed's own
    name, `choices` are by kind the attributes of few values that nearly every product tells, `measured` those that are
    amounts.
    """

    brands: tuple[str, ...]
    categories: frozenset[str]
    kinds: Mapping[str, KindFacts]
    attributes: KindFacts
    currency: str = "USD"
    doubtful_brands: frozenset[str] = frozenset()
    common_colors: frozenset[str] = frozenset()
    stores: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    measured: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        *,
        brands: Iterable[str],
        categories: Iterable[str],
        facts: Iterable[Fact],
        currency: str = "USD",
        stores: Mapping[str, str] | None = None,
        usage: Usage | None = None,
    ) -> "Vocabulary":
        """`facts` are distinct (kind, attribute name, value) of products and variants together.

        `currency` is the one most prices are in, `stores` are names by id. Without `usage` every word is believed.

        A product without a `kind` is filed under its deepest category. A value may list several: "vegan, kosher".
        """
        kinds, attributes = _filed(facts)
        counted = usage or Usage()
        common = counted.common_colors() if usage else frozenset(attributes["color"])
        attributes["color"] = set(color_values(attributes["color"], common))
        answerable = counted.answerable(attributes)
        told = counted.told_throughout()
        return cls(
            brands=tuple(sorted({brand for brand in brands if brand.strip()})),
            categories=frozenset(name for name in categories if name.strip()),
            kinds={kind: _kept(values, attributes, answerable) for kind, values in kinds.items() if kind.strip()},
            attributes=_kept(attributes, attributes, answerable),
            currency=currency,
            doubtful_brands=counted.doubtful_brands(attributes["material"]),
            common_colors=common & attributes["color"],
            stores=dict(stores or {}),
            choices=choices_of(told, {name: attributes[name] for name in answerable}),
            measured=measured_by({name: told[name] for name in told.keys() & answerable}, kinds),
        )

    def values(self, *names: str) -> frozenset[str]:
        return frozenset().union(*(self.attributes.get(name, frozenset()) for name in names))

    @property
    def believed_brands(self) -> list[str]:
        return [brand for brand in self.brands if brand not in self.doubtful_brands]

    @property
    def colors(self) -> frozenset[str]:
        return self.values("color")

    @property
    def sizes(self) -> frozenset[str]:
        return self.values("size")


def _filed(facts: Iterable[Fact]) -> tuple[dict[str, dict[str, set[str]]], dict[str, set[str]]]:
    """The values by kind and attribute, and by attribute over all kinds."""
    kinds: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    attributes: dict[str, set[str]] = defaultdict(set)
    for kind, name, value in facts:
        of_kind = kinds[kind]
        if name == "kind":
            continue
        for one in filter(None, _SEVERAL.split(value.strip())):
            of_kind[name].add(one)
            attributes[name].add(one)
    return kinds, attributes


def _kept(
    values: Mapping[str, set[str]], believed: Mapping[str, set[str]], answerable: frozenset[str]
) -> dict[str, frozenset[str]]:
    """Without what the catalogue can hardly answer, and without colours that are none."""
    kept = {name: frozenset(found & believed[name]) for name, found in values.items() if name in answerable}
    return {name: found for name, found in kept.items() if found}
