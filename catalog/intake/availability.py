"""How many of a thing a shop has, from counts and from words such as `in stock`."""

import re

from catalog.intake.counts import count_in
from catalog.intake.fields import Fields, first, name_used, text_of
from catalog.intake.names import AVAILABLE, UNAVAILABLE
from catalog.intake.problems import Problems

MOST = 1_000_000
_PLAIN = re.compile(r"https?://schema\.org/|[_\-]")


def quantity_of(fields: Fields, problems: Problems, *, uncounted: int, decimal: str | None = None) -> int:
    """`uncounted` stands for things that are there in a number nobody says; silence means that they are there."""
    available = _available(fields, problems)
    counted = _counted(fields, problems, decimal=decimal)
    if available is False:
        return 0
    if counted is None:
        return uncounted
    sold_beyond_stock = text_of(first(fields, "policy")).strip().casefold() == "continue"
    if counted <= 0 and sold_beyond_stock:
        return uncounted
    return min(max(counted, 0), MOST)


def _available(fields: Fields, problems: Problems) -> bool | None:
    raw = first(fields, "availability")
    if raw is None or isinstance(raw, bool):
        return raw
    if isinstance(raw, int | float):
        return raw > 0
    text = _PLAIN.sub(" ", text_of(raw)).strip().casefold()
    if text and text not in AVAILABLE | UNAVAILABLE:
        problems.warn(
            "availability", name_used(fields, "availability"), f"{text[:40]!r} is not known; taken as available"
        )
    return text not in UNAVAILABLE if text in AVAILABLE | UNAVAILABLE else None


def _counted(fields: Fields, problems: Problems, *, decimal: str | None) -> int | None:
    raw = first(fields, "quantity")
    if raw is None:
        return None
    text = text_of(raw).strip()
    if (count := count_in(text, decimal=decimal if isinstance(raw, str) else ".")) is not None:
        return count
    if text.casefold() in UNAVAILABLE:
        return 0
    if text.casefold() not in AVAILABLE:
        problems.warn("quantity", name_used(fields, "quantity"), f"{text[:40]!r} is not a number; taken as uncounted")
    return None
