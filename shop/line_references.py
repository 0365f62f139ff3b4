"""Which line of the cart a shopper means."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from shop.cart import CartLine
from shop.references import ORDINALS

GOOD_MATCH = 75
NOT_NAMES = re.compile(
    r"\b(remove|delete|take|out|off|drop|cancel|from|my|the|of|cart|basket|please|make|it|to|double|change|set|"
    r"i|don't|want|that|one|two|three|four|five|six|\d+|instead|get|rid|a|an|and|just|only|need|put|back)\b"
)


def line_meant(said: str, lines: Sequence[CartLine], *, in_focus: str | None = None) -> CartLine | None:
    """By position, by name, or the only or last talked about one; None when it is not clear."""
    words = said.lower()
    if (position := _position(words, len(lines))) is not None:
        return lines[position]
    name = " ".join(NOT_NAMES.sub(" ", words).split())
    if name:
        return _by_name(name, lines)
    if len(lines) == 1:
        return lines[0]
    return next((line for line in lines if line.variant_id == in_focus), None)


def _position(words: str, count: int) -> int | None:
    if re.search(r"\blast( one| thing| item)?\b", words):
        return count - 1
    positions = [ORDINALS[word] for word in re.findall(r"[a-z]+|\d+[a-z]{2}", words) if word in ORDINALS]
    return positions[0] if positions and positions[0] < count else None


def _by_name(name: str, lines: Sequence[CartLine]) -> CartLine | None:
    """The best match, if no other line matches as well."""
    scored = sorted(((_likeness(name, line), index) for index, line in enumerate(lines)), reverse=True)
    best, index = scored[0]
    if best < GOOD_MATCH or (len(scored) > 1 and scored[1][0] == best):
        return None
    return lines[index]


def _likeness(name: str, line: CartLine) -> float:
    title = " ".join((line.title, *line.attributes.values())).lower()
    return fuzz.token_set_ratio(name, title, processor=default_process)
