"""What buyers think of a thing, on the scale of five this product uses."""

import math
import re

from catalog.intake.counts import count_in
from catalog.intake.fields import Fields, first, name_used, text_of
from catalog.intake.problems import Problems

SCALE = 5.0
_RATING = re.compile(r"(\d+(?:[.,]\d+)?)(?:\s*(?:/|out of|of)\s*(\d+))?(?:\s*stars?)?", re.IGNORECASE)
# As many ratings as this count as the most popular there is.
_MANY = 100_000


def rating_of(fields: Fields, problems: Problems) -> float | None:
    raw = first(fields, "rating")
    text = text_of(raw).strip()
    found = _RATING.fullmatch(text[:40])
    if not found:
        if text and text.casefold() not in {"nan", "none", "null", "n/a"}:
            problems.warn("rating", name_used(fields, "rating"), f"{text[:40]!r} is not a rating")
        return None
    value, scale = float(found[1].replace(",", ".")), float(found[2] or SCALE)
    if not scale or value > scale:
        problems.warn("rating", name_used(fields, "rating"), f"{text[:40]} is above the scale of {scale:g}")
        return None
    return round(value / scale * SCALE, 2)


def rating_count_of(fields: Fields, problems: Problems, *, decimal: str | None = None) -> int:
    raw = first(fields, "rating_count")
    text = text_of(raw).strip()
    if not text or text.casefold() in {"nan", "none", "null"}:
        return 0
    count = count_in(text, decimal=decimal if isinstance(raw, str) else ".")
    if count is None or not 0 <= count < 2**31:
        problems.warn("rating_count", name_used(fields, "rating_count"), f"{text[:40]!r} is not a count")
        return 0
    return count


def popularity_of(fields: Fields, rating_count: int) -> float:
    """Between 0 and 1: what the feed says, else how many cared to rate it."""
    try:
        told = float(text_of(first(fields, "popularity")) or "nan")
    except ValueError:
        told = math.nan
    if 0 <= told <= 1:
        return round(told, 4)
    return round(min(1.0, math.log1p(rating_count) / math.log1p(_MANY)), 4)
