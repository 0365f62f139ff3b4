"""Requests with what must hold of their answers, and whether it holds, judged by the facts of the catalogue alone."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from assistant.evaluation.errors import BrokenSet
from catalog.product import Product, Variant

_SUITS = {"women": {"women", "unisex"}, "men": {"men", "unisex"}, "kids": {"kids"}, "baby": {"baby"}}
_FREE_OF = re.compile(r"\b[\w-]+-free\b|\bun\w+ed\b")
_SEVERAL = re.compile(r"\s*[,;]\s*")
# What a thing lacks or suits is no part of what it is made of.
_NOT_HELD = frozenset({"dietary"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The fields as the file explains them; `color` and `not_color` list colours of the catalogue."""

    say: str
    kinds: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    only_these: bool = False
    words: tuple[str, ...] = ()
    wants: Mapping[str, Sequence[str]] = field(default_factory=dict)
    max_price: float | None = None
    min_price: float | None = None
    color: tuple[str, ...] = ()
    not_color: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    brand: tuple[str, ...] = ()
    not_brand: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    pardon: tuple[str, ...] = ()
    has: Mapping[str, Sequence[str]] = field(default_factory=dict)
    compatibility: str | None = None
    audience: str | None = None
    min_rating: float | None = None
    sort: str | None = None


def read_requests(path: Path) -> list[Request]:
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        colors = read.get("colors", {})
        return [_request(plain, colors) for plain in read["requests"]]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as exc:
        raise BrokenSet(path=path, reason=str(exc)) from exc


def violations(request: Request, product: Product, variant: Variant) -> list[str]:
    """The bounds that do not hold of what was told; nobody else's reading of the request is asked."""
    broken = [*_of_variant(request, variant), *_of_product(request, product)]
    lacks = [value for value in _each(request.has) if not _has(product, variant, *value)]
    return [*broken, *(f"is not {value}" for _, value in lacks), *_kept_out(request, product, variant)]


def never_given_up(request: Request, product: Product, variant: Variant) -> list[str]:
    """What must not be in it, or not of whom, holds of the nearest offered too; its wishes may have been given up."""
    return list(_kept_out(request, product, variant))


def rightness(request: Request, product: Product, variant: Variant) -> float:
    """1 for what was asked for, half for what would do."""
    text = _text(product, variant)
    if not all(_says(text, word) for word in request.words):
        return 0.0
    if not all(_has(product, variant, *wanted) for wanted in _each(request.wants)):
        return 0.0
    kind = product.attributes.get("kind", "")
    if not request.kinds or kind in request.kinds:
        return 1.0
    return 0.5 if kind in request.near else 0.0


def _of_variant(request: Request, variant: Variant) -> Iterator[str]:
    price, color = variant.price.amount_minor / 100, variant.attributes.get("color", "")
    if request.max_price is not None and price > request.max_price:
        yield f"costs {price:.2f}"
    if request.min_price is not None and price < request.min_price:
        yield f"costs {price:.2f}"
    if request.color and color not in request.color:
        yield f"is {color or 'of no colour'}"
    if request.size and variant.attributes.get("size") not in request.size:
        yield f"is of size {variant.attributes.get('size', 'none')}"
    if sum(variant.stock.values()) <= 0:
        yield "is out of stock"


def _of_product(request: Request, product: Product) -> Iterator[str]:
    if request.brand and product.brand not in request.brand:
        yield f"is of {product.brand}"
    if request.only_these and product.attributes.get("kind") not in (*request.kinds, *request.near):
        yield f"is {product.attributes.get('kind')}"
    if request.compatibility and request.compatibility not in _values(product.attributes.get("compatibility", "")):
        yield f"fits {product.attributes.get('compatibility', 'nothing')}"
    audience = product.attributes.get("audience", "everybody")
    if request.audience and audience not in _SUITS[request.audience]:
        yield f"is for {audience}"
    if request.min_rating is not None and (product.rating is None or product.rating < request.min_rating):
        yield f"is rated {product.rating}"


def _kept_out(request: Request, product: Product, variant: Variant) -> Iterator[str]:
    if product.brand in request.not_brand:
        yield f"is of {product.brand}"
    if variant.attributes.get("color") in request.not_color:
        yield f"is {variant.attributes['color']}"
    text = _FREE_OF.sub("", _text(product, variant))
    for pardoned in request.pardon:
        text = text.replace(pardoned, "")
    yield from (f"has {word}" for word in request.without if _says(text, word))


def _text(product: Product, variant: Variant) -> str:
    held = [value for name, value in product.attributes.items() if name not in _NOT_HELD]
    return " | ".join([product.title, *held, *variant.attributes.values()]).lower()


def _says(text: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word.lower())}(?:s|es)?\b", text) is not None


def _each(attributes: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, values in attributes.items() for value in values)


def _has(product: Product, variant: Variant, name: str, value: str) -> bool:
    found = f"{product.attributes.get(name, '')}, {variant.attributes.get(name, '')}"
    return _says(found.lower(), value)


def _values(listed: str) -> list[str]:
    return _SEVERAL.split(listed)


def _request(plain: Mapping[str, Any], families: Mapping[str, Sequence[str]]) -> Request:
    unknown = plain.keys() - {each.name for each in fields(Request)}
    if unknown:
        raise ValueError(f"{plain.get('say')}: nobody knows what {', '.join(sorted(unknown))} means")
    told: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in plain.items()}
    for name in ("color", "not_color"):
        if isinstance(named := told.get(name), str):
            told[name] = tuple(families.get(named, (named,)))
    return Request(**told)
