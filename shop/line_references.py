"""Which line of the cart a shopper means."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from catalog.understanding.words import unaccented
from shop.cart import CartLine
from shop.errors import NotInCart
from shop.references import ORDINALS

GOOD_MATCH = 75
WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r",| and | or | plus ")
_TAKES_OUT = re.compile(r"\b(?:remove|delete|take|drop|cancel|lose|scrap|get rid of)\b")
_NAMED = re.compile(r"\b(?:the|my|those|these) ([a-z][a-z'-]+)")
_NO_GOODS = frozenset(
    re.findall(
        r"\S+",
        "one thing stuff item same other last previous number amount quantity size color colour order list total whole "
        "lot rest bag trolley shopping two three four five few couple pair dozen most cheapest dearest",
    )
)
NOT_NAMES = frozenset(
    re.findall(
        r"\S+",
        "remove delete take out off drop cancel from my the of cart basket bag please make it to double change set i "
        "don t want that this one two three four five six instead get rid a an and just only need put back in for "
        "half double twice triple more fewer less each everything",
    )
)


def line_meant(
    said: str, lines: Sequence[CartLine], *, names_goods: bool, in_focus: str | None = None
) -> CartLine | None:
    """By position, by name, or the only or last talked about one; None when it is not clear.

    Raises NotInCart if the words name goods (`names_goods`) of which the cart has none.
    """
    if called := _titled(said, lines):
        return called
    words = said.lower()
    if (position := _position(words, len(lines))) is not None:
        return lines[position]
    if named := _words(words) & set().union(*map(_words_of, lines)):
        return _by_name(" ".join(named), lines)
    if names_goods:
        raise NotInCart
    if _names_what_nobody_knows(words):
        return None
    if len(lines) == 1:
        return lines[0]
    return next((line for line in lines if line.variant_id == in_focus), None)


def _names_what_nobody_knows(words: str) -> bool:
    """ "The flurb" is nothing of the cart, and so not simply what was talked of last."""
    named = {word.removesuffix("s") for word in _NAMED.findall(words)} if _TAKES_OUT.search(words) else set()
    return bool(named - NOT_NAMES - _NO_GOODS - {word.removesuffix("s") for word in ORDINALS})


def lines_called(said: str, lines: Sequence[CartLine]) -> list[CartLine]:
    """All that go by a name in the words, of which there may be several: "all the milk", "the coffee and the eggs"."""
    found: list[CartLine] = []
    for part in _PARTS.split(said.lower()):
        words = _words(part)
        fitting = [line for line in lines if words and words <= _words_of(line)]
        if not fitting and words:
            fitting = [line for line in lines if _last(part) in _words_of(line)]
        known = {line.line_id for line in found}
        found += [line for line in fitting if line.line_id not in known]
    return found


def _last(part: str) -> str:
    named = [word.removesuffix("s") for word in WORD.findall(part) if word.removesuffix("s") not in NOT_NAMES]
    return named[-1] if named else ""


def _titled(said: str, lines: Sequence[CartLine]) -> CartLine | None:
    """By the whole title, and by the choice that is said with it where a product is there in several."""
    heard = _plain(said)
    called = [line for line in lines if _plain(line.title) in heard]
    longest = max((len(line.title) for line in called), default=0)
    called = [line for line in called if len(line.title) == longest]
    exact = [line for line in called if _says_choice(heard.replace(_plain(line.title), " "), line)]
    chosen = exact or called
    return chosen[0] if len(chosen) == 1 else None


def _says_choice(heard: str, line: CartLine) -> bool:
    return all(_plain(value) in heard for value in line.attributes.values())


def _plain(words: str) -> str:
    return f" {' '.join(WORD.findall(unaccented(words.casefold())))} "


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
    return fuzz.token_set_ratio(name, " ".join(sorted(_words_of(line))))


def _words_of(line: CartLine) -> set[str]:
    return _words(" ".join((line.title, *line.attributes.values())))


def _words(said: str) -> set[str]:
    """In a rough singular, for "the boot" is the boots."""
    return {word.removesuffix("s") for word in WORD.findall(unaccented(said.lower()))} - NOT_NAMES
