"""Which variant of a product is meant, and what still has to be asked: nobody's size is assumed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalog.colors import answers
from catalog.product import Product, ProductCard, Variant
from catalog.query import Query

COUNTS = {"dozen": "12 ct", "half dozen": "6 ct"}
SHORT_UNITS = {"gallon": "gal", "quart": "qt", "pint": "pt", "pound": "lb", "ounce": "oz"}
ASKED_FIRST = ("size", "color")
# A size of what is worn is the shopper's to choose; a pack is the one that was shown with its price.
AMOUNT = re.compile(r"(half|[\d./]+) (gal|qt|pt|fl oz|oz|lb|ct|kg|g|ml|l)\b.*")
MEMORY = re.compile(r"(\d+) (gb|tb)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The variants that fit what is known, the first attribute in which they differ, and what cannot be had.

    With something in `lacking`, the variants are those the shopper could have instead: never what was asked for.
    `answered` tells whether the words named any value at all.
    """

    variants: tuple[Variant, ...]
    known: Mapping[str, str]
    open: tuple[str, list[str]] | None
    lacking: Mapping[str, str] = field(default_factory=dict)
    answered: bool = False

    @property
    def is_made(self) -> bool:
        return self.open is None and not self.lacking

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
            image_url=variant.image_url or product.image_url,
            url=product.url,
        )


def choose(product: Product, query: Query, said: str, *, known: Mapping[str, str]) -> Choice:
    """Narrow the variants by what is already known and what is said now; what is out of stock is not offered."""
    offered = [variant for variant in product.variants if any(variant.stock.values())] or list(product.variants)
    asked = _asked_of(product, query, said)
    held = {name: (value,) for name, value in known.items() if name not in asked}
    if fitting := [variant for variant in offered if _fits(variant, {**held, **asked})]:
        return replace(_chosen(fitting, {**held, **asked}), answered=bool(asked))
    lacking = {name: values for name, values in asked.items() if not any(_fits(v, {name: values}) for v in offered)}
    lacking = lacking or asked
    wishes = {name: values for name, values in {**held, **asked}.items() if name not in lacking}
    told = {name: values[0] for name, values in lacking.items()}
    if instead := [variant for variant in offered if _fits(variant, wishes)]:
        return replace(_chosen(instead, wishes), lacking=told, answered=True)
    return replace(_chosen(offered, {}), lacking=told, answered=True)


def _chosen(fitting: Sequence[Variant], wishes: Mapping[str, tuple[str, ...]]) -> Choice:
    values = _values(fitting)
    known = {name: values[name][0] for name in wishes if len(values.get(name, ())) == 1}
    return Choice(variants=tuple(fitting), known=known, open=_first_difference(fitting))


def to_be_chosen(product: Product) -> tuple[str, ...]:
    """What only the shopper can choose: the size of what is worn, and a colour; a pack is part of a habit."""
    values = _values(product.variants)
    worn = [value for value in values.get("size", ()) if not _is_amount(value)]
    open_ = {"size": len(worn) > 1, "color": len(values.get("color", ())) > 1}
    return tuple(name for name in ASKED_FIRST if open_[name])


def pack_asked_for(query: Query) -> str | None:
    """ "Two gallons of milk" are two of the size "1 gal", and a dozen eggs are a pack of twelve."""
    unit = query.unit or ""
    return f"1 {SHORT_UNITS[unit]}" if unit in SHORT_UNITS else COUNTS.get(unit)


def wanted(query: Query, card: ProductCard, product: Product) -> dict[str, str]:
    """What the shopper chose when searching, and the card shows: the colour asked for, a single size, the pack."""
    chosen = {}
    if query.colors and "color" in card.attributes:
        chosen["color"] = card.attributes["color"]
    chosen |= {name: value for name, value in card.attributes.items() if name == "pack" or _is_amount(value)}
    if len(query.sizes) == 1:
        lettered = _with_letter(query.sizes[0], _values(product.variants).get("size", []))
        chosen["size"] = lettered[0] if len(lettered) == 1 else query.sizes[0]
    elif named := [size for size in _values(product.variants).get("size", []) if _mentions(query.text, size)]:
        chosen["size"] = max(named, key=len)
    return {
        name: value
        for name, value in chosen.items()
        if any(variant.attributes.get(name, "").lower() == value.lower() for variant in product.variants)
    }


def _asked_of(product: Product, query: Query, said: str) -> dict[str, tuple[str, ...]]:
    """Values of this product that answer the request, for each attribute; the words themselves, if it has none such."""
    values = _values(product.variants)
    asked: dict[str, tuple[str, ...]] = {}
    sizes = query.sizes or _pack_of(values.get("size", ()), query)
    for name, wishes in (("size", sizes), ("color", query.colors)):
        if wishes and name in values:
            asked[name] = _answering(wishes, values[name], shades=name == "color")
    words = f"{said} {query.text}".lower().replace(product.title.lower(), " ")
    for name, offered in values.items():
        if named := [value for value in offered if _mentions(words, value)]:
            asked[name] = (max(named, key=len),)
    return asked


def _pack_of(sizes: Sequence[str], query: Query) -> tuple[str, ...]:
    """What is sold by the bunch can be had by the dozen without coming in packs of twelve."""
    pack = pack_asked_for(query)
    return (pack,) if pack and (pack in sizes or pack not in COUNTS.values()) else ()


def _answering(wishes: Sequence[str], values: Sequence[str], *, shades: bool) -> tuple[str, ...]:
    """ "Blue" is blue where there is blue, and otherwise each of the navies and slate blues."""
    by_name = {value.lower(): value for value in values}
    if wishes[0].lower() in by_name:
        return (by_name[wishes[0].lower()],)
    if not shades and (lettered := _with_letter(wishes[0], values)):
        return lettered
    having = [by_name[wish.lower()] for wish in wishes if wish.lower() in by_name]
    if shades:
        having += [value for wish in wishes for value in values if answers(value, wish) and value not in having]
    return tuple(having) or tuple(wishes[:1])


def _with_letter(size: str, values: Sequence[str]) -> tuple[str, ...]:
    """Of shoes for children, "eleven" is 11C; where there is a 1C and a 1Y, each may be meant."""
    return tuple(value for value in values if re.fullmatch(rf"{re.escape(size)} ?[a-z]", value, re.IGNORECASE))


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


def _fits(variant: Variant, wishes: Mapping[str, tuple[str, ...]]) -> bool:
    return all(
        variant.attributes.get(name, "").lower() in {value.lower() for value in values}
        for name, values in wishes.items()
    )


def _is_amount(value: str) -> bool:
    return AMOUNT.fullmatch(value.lower()) is not None


def _mentions(said: str, value: str) -> bool:
    """A laptop "with 512" is one with 512 GB."""
    if memory := MEMORY.fullmatch(value.lower()):
        value = memory[1] if memory[2] == "gb" else value
    return re.search(rf"(?<![\w.]){re.escape(value.lower())}(?![\w.])", said.lower()) is not None
