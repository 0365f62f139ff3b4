"""What the search knows of a product: weighted terms, the names it goes by, and the facts filters are held against."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalog.colors import asked_colors, color_names
from catalog.product import Product, Variant
from catalog.retrieval.analyser import compounds_of, folded, singular, terms_of, words_of
from catalog.retrieval.lacking import affirmed, lacks_of
from catalog.retrieval.phrases import head_of, names_of, shelf_names_of

# Raised when documents made by this module or the analyser must be made again.
RECIPE = "3"

TITLE, KIND, BRAND, SHELF, ATTRIBUTES, DESCRIPTION = 3.0, 3.0, 2.0, 1.5, 1.0, 1.0
# Not what a thing is or holds, but what it lacks or whom it suits.
_NOT_INGREDIENTS = frozenset({"dietary", "kind"})
_SEVERAL = re.compile(r"[,;]\s+")
_LETTERS_OF_SIZES = {
    "extrasmall": "xs",
    "small": "s",
    "medium": "m",
    "large": "l",
    "extralarge": "xl",
    "xxl": "2xl",
    "xxxl": "3xl",
    "doubleextralarge": "2xl",
}
_SUITED = {"unisex": ("woman", "man")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`names` say what the thing is, `shelves` where it stands, `facets` are the attributes asked for.

    Exclusions are held against `called`, the terms of title and kind, and `holds`, those of the attributes:
    material, allergens, flavour and the like. `lacks` are the terms of what the texts say it comes without.
    """

    product_id: str
    terms: tuple[str, ...]
    frequencies: tuple[float, ...]
    names: tuple[str, ...]
    shelves: tuple[str, ...]
    facets: tuple[str, ...]
    called: tuple[str, ...]
    holds: tuple[str, ...]
    lacks: tuple[str, ...]
    text_sha256: str

    @property
    def sha256(self) -> str:
        found_by = (self.terms, self.frequencies, self.names, self.shelves, self.facets)
        refused_by = (self.called, self.holds, self.lacks)
        return hashlib.sha256(repr((RECIPE, found_by, refused_by, self.text_sha256)).encode()).hexdigest()


def document_of(product: Product) -> Document:
    frequencies = _frequencies(product)
    kind = product.attributes.get("kind", "")
    return Document(
        product_id=product.id,
        terms=tuple(frequencies),
        frequencies=tuple(frequencies.values()),
        names=_sorted(names_of(kind) | head_of(product.title) if kind else shelf_names_of(product.category[-1])),
        shelves=_sorted(name for category in product.category[1:] for name in shelf_names_of(category)),
        facets=facets_of(product.attributes),
        called=_sorted(affirmed(product.title) | affirmed(kind or product.category[-1])),
        holds=_sorted(
            term
            for name, value in product.attributes.items()
            if name not in _NOT_INGREDIENTS
            for term in (affirmed(value) | _terms_of_color(name, value))
        ),
        lacks=_sorted(lacks_of(product.title) | lacks_of(product.description)),
        text_sha256=hashlib.sha256(product_text(product).encode()).hexdigest(),
    )


def product_text(product: Product) -> str:
    """What is embedded: first what it is, then what it is like, as much as the network reads."""
    stable = sorted(product.attributes.items())  # the database keeps no order
    facts = [f"{name.replace('_', ' ')} {value}" for name, value in stable if name != "kind"]
    where = product.category[-1]
    return ". ".join(part for part in (product.title, where, ", ".join(facts), product.description) if part)


def facets_of(attributes: Mapping[str, str]) -> tuple[str, ...]:
    """`name=value` for the whole of each value and for its words, so that merino wool is found as wool."""
    return _sorted(f"{name}={value}" for name, values in attributes.items() for value in _values(name, values))


def wanted_facets(name: str, value: str) -> list[str]:
    """The facets a thing must have to have the attribute asked for: all of them, but of a colour any."""
    if name == "color":
        return [f"color={color}" for color in sorted(asked_colors(value))]
    if name == "size":
        return [f"size={_size(value)}"]
    if name == "compatibility" and any(sign.isdigit() for sign in value):
        # What fits an iPhone 15 Pro does not fit an iPhone 15.
        return [f"{name}={folded(value)}"]
    return [f"{name}={term}" for term in sorted(compounds_of(value))] or [f"{name}={folded(value)}"]


def variant_terms(variant: Variant) -> tuple[str, ...]:
    """What an exclusion is held against in a variant: `not pink` leaves the other colours."""
    values = {term for value in variant.attributes.values() for term in compounds_of(value)}
    return _sorted(values | _terms_of_color("color", variant.attributes.get("color", "")))


def _terms_of_color(name: str, value: str) -> set[str]:
    return {singular(color) for color in color_names(value)} if name == "color" else set()


def _values(name: str, values: str) -> Iterator[str]:
    for value in _SEVERAL.split(values):
        yield folded(value)
        if name == "size":
            yield _size(value)
            continue
        if name == "audience":
            yield from _SUITED.get(folded(value), ())
        yield from color_names(folded(value)) if name == "color" else compounds_of(value)


def _size(value: str) -> str:
    """`1 gallon` is `1 gal` and medium is M, but 30x32 is not 32x30 and 3 not a part of 0-3 months."""
    joined = "".join(words_of(value))
    return _LETTERS_OF_SIZES.get(joined, joined)


def _frequencies(product: Product) -> Mapping[str, float]:
    kind = product.attributes.get("kind", "")
    varying = {value for variant in product.variants for value in variant.attributes.values()}
    fields = (
        (TITLE, product.title),
        (KIND, kind),
        (BRAND, product.brand),
        (SHELF, " ".join(product.category[1:])),
        (ATTRIBUTES, " . ".join(value for name, value in product.attributes.items() if name != "kind")),
        (ATTRIBUTES, " . ".join(sorted(varying))),
        (DESCRIPTION, product.description),
    )
    counted: Counter[str] = Counter()
    for weight, text in fields:
        for term in terms_of(text):
            counted[term] += weight  # type: ignore[assignment] # a Counter adds floats as well
    return dict(sorted(counted.items()))


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values) - {""}))
