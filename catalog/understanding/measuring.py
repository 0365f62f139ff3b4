"""Which attributes of a kind of goods are amounts that nearly every product of it tells."""

import re
from collections.abc import Collection, Mapping

# Packs are sizes, and how much a thing weighs is seldom how it is asked for.
_NEVER = frozenset({"size", "pack", "count", "weight", "price"})
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)[- ]?([a-z]+)")


def measured_by(
    told: Mapping[str, Collection[str]], kinds: Mapping[str, Mapping[str, Collection[str]]]
) -> dict[str, frozenset[str]]:
    """By kind, the attributes of amounts that nearly every product of it tells; `told` are the kinds by attribute."""
    found: dict[str, set[str]] = {}
    for name, told_of in told.items():
        for kind in told_of if name not in _NEVER else ():
            values = kinds.get(kind, {}).get(name, ())
            if values and all(AMOUNT.fullmatch(value.lower()) for value in values):
                found.setdefault(kind, set()).add(name)
    return {kind: frozenset(names) for kind, names in found.items()}
