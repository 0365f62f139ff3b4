"""Makes products of rows: of one row alone, or of the items of one group, which are its variants."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from catalog.intake.items import Defaults, Item, category_of, item_from
from catalog.intake.problems import Problem, Severity
from catalog.product import Product, Variant

# Ways in which variants differ even where only one is left of them.
VARYING = ("color", "size", "pack")
_LEAST_SHARED = 0.35
# Words before what differs belong to it: `Court Shoe, EU 38`, `Shirt in red`.
_LOOSE_END = re.compile(
    r"(?:[\s,;:/|(\[\u2013\u2014-]|\b(?:size|color|colour|in|for|of|with|eu|uk|us)(?=\W*$))+$", re.IGNORECASE
)
_LAST_PART = re.compile(r"(?:[,;|(\[]|\s[\u2013\u2014/-]\s)(?:(?!\s[/-]\s)[^,;|(\[\u2013\u2014])*$")


def record_to_product(record: Mapping[str, object], *, defaults: Defaults) -> Product | tuple[Problem, ...]:
    """One row alone as a product of its own, under its own id; or what keeps it from being one."""
    reading = item_from(record, defaults=defaults)
    if reading.item is None:
        return tuple(problem for problem in reading.problems if problem.severity is Severity.ERROR)
    if not reading.item.title:
        return (Problem(code="no_title", field="title", reason="is missing or empty"),)
    return product_of([replace(reading.item, group=reading.id)], defaults=defaults)


def product_of(items: Sequence[Item], *, defaults: Defaults) -> Product:
    """Of the items of one group, in the order of the file; what they share is the product's, the rest is theirs."""
    best = max(items, key=lambda item: item.rating_count)
    shared, own = _parted([item.attributes for item in items])
    return Product(
        id=items[0].group,
        title=_title([item.title for item in items if item.title]),
        brand=_first(item.brand for item in items),
        category=category_of(max(items, key=lambda item: len(item.category)), defaults=defaults),
        description=max((item.description for item in items), key=len),
        attributes=shared,
        variants=tuple(
            _variant(item, attributes, store=defaults.store) for item, attributes in zip(items, own, strict=True)
        ),
        rating=best.rating,
        rating_count=best.rating_count,
        popularity=max(item.popularity for item in items),
        delivery_days=max(item.delivery_days for item in items),
        image_url=_first(item.image_url for item in items),
        url=_first(item.url for item in items),
    )


def _parted(rows: Sequence[Mapping[str, str]]) -> tuple[dict[str, str], list[dict[str, str]]]:
    """What all say alike, and what each says for itself; colours and sizes are always a variant's."""
    shared = {
        name: value
        for name, value in rows[0].items()
        if name not in VARYING and all(row.get(name) == value for row in rows[1:])
    }
    return shared, [{name: value for name, value in row.items() if name not in shared} for row in rows]


def _variant(item: Item, attributes: Mapping[str, str], *, store: str) -> Variant:
    return Variant(
        id=item.id,
        product_id=item.group,
        attributes=attributes,
        price=item.price,
        stock={store: item.quantity},
        image_url=item.image_url or None,
    )


def _title(titles: Sequence[str]) -> str:
    """What the titles begin with, where they differ only in what follows: `Fleece Jacket - navy, M`."""
    if len(set(titles)) == 1:
        return titles[0]
    first, last = min(titles), max(titles)
    shared = first[: next((at for at, sign in enumerate(first) if last[at : at + 1] != sign), len(first))]
    whole = all(len(title) == len(shared) or not title[len(shared)].isalnum() for title in titles)
    if not whole:
        shared = shared[: shared.rfind(" ")] if " " in shared else ""
    shortest = min(titles, key=len)
    parts = (shared if whole else _LAST_PART.sub("", f"{shared} "), shared)
    named = (_LOOSE_END.sub("", part) for part in parts)
    return next((name for name in named if len(name) >= _LEAST_SHARED * len(shortest)), shortest)


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")
