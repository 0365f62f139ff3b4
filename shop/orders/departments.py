"""What is named by its department, as in "my last groceries" or "the clothes I bought"."""

import re
from collections.abc import Iterable, Sequence

from catalog.understanding.words import word_set
from shop.order import Order

WORD = re.compile(r"[^\W\d_]{2,}")
PARTS = re.compile(r"\s*(?:&|\band\b|,|/)\s*", re.IGNORECASE)
# Words that stand for the goods of a department, whichever it is.
GOODS = word_set(
    "stuff thing things item items goods gear supply supplies product products shopping shop haul department"
)
# "Is it home yet" names no department; "the home stuff" does.
ALSO_PLACES = frozenset({"home"})
ENDINGS = re.compile(r"(?:ies|ing|es|e|s|y)$")
SHORTEST_ROOT = 3


def of_department(words: Iterable[str], orders: Sequence[Order]) -> list[tuple[Order, int]]:
    """Each line that is of the department which is all that `words` name; newest first, as the orders are.

    One with two names is called by its first: "the clothes" are all of "Clothing & Shoes" but its shoes, and "the
    shoes" are a kind of goods within it.
    """
    said = {word.lower() for word in words}
    named = {_root(word) for word in said - GOODS}
    if not named or said <= ALSO_PLACES:
        return []
    return [
        (order, position)
        for order in orders
        for position, line in enumerate(order.lines)
        if line.category and _is_of(named, line.category)
    ]


def _is_of(named: set[str], category: Sequence[str]) -> bool:
    first, *others = (_roots(part) for part in PARTS.split(category[0]))
    if named == first.union(*others):
        return True
    return named <= first and not any(other <= _roots(node) for other in others for node in category[1:])


def _roots(text: str) -> set[str]:
    return {_root(word.lower()) for word in WORD.findall(text)}


def _root(word: str) -> str:
    """ "Clothes" and "clothing", "grocery" and "groceries" are of one root."""
    root = ENDINGS.sub("", word)
    return root if len(root) >= SHORTEST_ROOT else word
