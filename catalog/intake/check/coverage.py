"""Which attributes the things of each category have, and how many of them."""

import json
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from catalog.intake.check.ledger import Ledger

MOST_ATTRIBUTES = 12
RARE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """`shares` says by attribute, `brand` among them, which part of the category's variants has it."""

    category: str
    variants: int
    shares: dict[str, float]


def coverage_of(ledger: Ledger) -> list[Coverage]:
    """Of all categories, the largest first; attributes that hardly any thing of a category has are left out."""
    covered = []
    rows = ledger.ask("select path, brand, attributes from items order by path")
    for path, group in groupby(rows, key=itemgetter(0)):
        total, counted = 0, Counter[str]()
        for _, brand, attributes in group:
            total += 1
            counted.update(json.loads(attributes).keys() | ({"brand"} if brand else set()))
        shares = {
            name: round(count / total, 3)
            for name, count in sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:MOST_ATTRIBUTES]
            if count >= RARE * total
        }
        covered.append(Coverage(category=path, variants=total, shares=shares))
    return sorted(covered, key=lambda each: -each.variants)
