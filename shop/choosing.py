"""Which variant of a product is meant, and what still has to be asked: nobody's size is assumed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.product import Product, ProductCard, Variant
from catalog.query import Query

SHORT_UNITS = {"gallon": "gal", "quart": "qt", "pint": "pt", "pound": "lb", "ounce": "oz"}
ASKED_FIRST = ("size", "color")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The variants that fit what is known, and the first attribute in which they differ."""

    variants: tuple[Variant, ...]
    known: Mapping[str, str]
    open: tuple[str, list[str]] | None

    def card(self, product: Product) -> ProductCard:
        """What is still to be chosen stands on no card, but for the colour its picture is in."""
        variant = self.variants[0]
        undecided = {name for name, values in _values(self.variants).items() if len(values) > 1} - {"color"}
        return ProductCard(
            id=product.id,
            variant_id=variant.id,
            title=product.title,
            brand=product.brand,
            category=product.category[-1],
            attributes={name: value for name, value in variant.attributes.items() if name not in undecided},
            price=variant.price,
            in_stock=any(variant.stock.values()),
            rating=product.rating,
            image_url=product.image_url,
            url=product.url,
        )


def choose(product: Product, query: Query, said: str, *, known: Mapping[str, str]) -> Choice:
    """Narrow the variants by what is already known and what is said now; what is out of stock is not offered."""
    offered = [variant for variant in product.variants if any(variant.stock.values())] or list(product.variants)
    chosen = {**known, **_said_of(offered, query, said)}
    fitting = [variant for variant in offered if _fits(variant, chosen)]
    if not fitting:
        chosen = dict(known)
        fitting = [variant for variant in offered if _fits(variant, chosen)] or offered
    return Choice(variants=tuple(fitting), known=chosen, open=_first_difference(fitting))


def wanted(query: Query, card: ProductCard, product: Product) -> dict[str, str]:
    """What the shopper chose when searching, and the card shows: the colour asked for, and a single size."""
    chosen = {}
    if query.colors and "color" in card.attributes:
        chosen["color"] = card.attributes["color"]
    if len(query.sizes) == 1:
        chosen["size"] = query.sizes[0]
    return {
        name: value
        for name, value in chosen.items()
        if any(variant.attributes.get(name, "").lower() == value.lower() for variant in product.variants)
    }


def _said_of(offered: Sequence[Variant], query: Query, said: str) -> dict[str, str]:
    parsed = {"size": query.sizes, "color": query.colors}
    chosen: dict[str, str] = {}
    for name, values in _values(offered).items():
        named = [value for value in values if value.lower() in {wanted.lower() for wanted in parsed.get(name, ())}]
        named = named or [value for value in values if _mentions(said, value) or _is_one(query.unit, value)]
        if named:
            chosen[name] = max(named, key=len)
    return chosen


def _first_difference(variants: Sequence[Variant]) -> tuple[str, list[str]] | None:
    differing = {name: values for name, values in _values(variants).items() if len(values) > 1}
    for name in (*ASKED_FIRST, *differing):
        if name in differing:
            return name, differing[name]
    return None


def _values(variants: Sequence[Variant]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for variant in variants:
        for name, value in variant.attributes.items():
            if value not in values.setdefault(name, []):
                values[name].append(value)
    return values


def _fits(variant: Variant, chosen: Mapping[str, str]) -> bool:
    return all(variant.attributes.get(name, "").lower() == value.lower() for name, value in chosen.items())


def _is_one(unit: str | None, value: str) -> bool:
    """ "Two gallons of milk" are two of the size "1 gal"."""
    return unit is not None and value.lower() == f"1 {SHORT_UNITS.get(unit, unit)}"


def _mentions(said: str, value: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(value.lower())}(?![\w.])", said.lower()) is not None
