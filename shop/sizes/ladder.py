"""The order of sizes: small before medium, 8 before 8.5, a child's 13C before 1Y."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_NAMES = {"small": "s", "medium": "m", "large": "l", "sm": "s", "med": "m", "lg": "l", "xlarge": "xl", "xsmall": "xs"}
_LETTERS = re.compile(r"(?:(?P<times>[2-9])x|(?P<xs>x*))(?P<letter>[sml])")
_NUMBER = re.compile(r"(?:us|eu|uk)?\s?(?P<number>\d{1,3}(?:\.\d)?)")
_CHILD_SHOE = re.compile(r"(?P<number>\d{1,2}(?:\.5)?)(?P<part>[cy])")
_SIDES = re.compile(r"(?P<waist>\d{2})x(?P<length>\d{2})")
_SUIT = re.compile(r"(?P<chest>\d{2})(?P<length>[srl])")
_AGE = re.compile(r"(?P<from>\d{1,2})(?:\s?-\s?\d{1,2})?\s?(?P<unit>months?|years?|t)")
_LENGTHS = {"s": 0.0, "r": 0.1, "l": 0.2}
_CHILD_SHOES_IN_C = 13


@dataclass(frozen=True, slots=True)
class Rung:
    """Only sizes of one `kind` can be compared."""

    kind: str
    height: float


def rung(size: str) -> Rung | None:
    """None for what has no order, such as "34B" or "one size"."""
    said = size.strip().casefold()
    return _letters(said) or _number(said) or _figures(said)


def ordered(sizes: Iterable[str]) -> tuple[str, ...]:
    """Smallest first and each once, however it is written; empty if there is no one order of them all."""
    first: dict[float, str] = {}
    kinds = set()
    for size in sizes:
        found = rung(size)
        if found is None:
            return ()
        kinds.add(found.kind)
        first.setdefault(found.height, size)
    return tuple(first[height] for height in sorted(first)) if len(kinds) == 1 else ()


def same(one: str, other: str) -> bool:
    """ "XXL" is "2XL"."""
    here, there = rung(one), rung(other)
    return one.casefold() == other.casefold() if here is None or there is None else here == there


def called(size: str, among: Sequence[str]) -> str | None:
    """As it is written there."""
    return next((other for other in among if same(size, other)), None)


def stepped(size: str, among: Iterable[str], *, steps: int) -> str | None:
    """So many sizes up, or down if negative; None beyond the ends, or where it stands on no such ladder."""
    ladder = ordered(among)
    here = called(size, ladder)
    if here is None:
        return None
    place = ladder.index(here) + steps
    return ladder[place] if 0 <= place < len(ladder) else None


def apart(one: str, other: str, among: Iterable[str]) -> int | None:
    """How many steps the second is above the first."""
    ladder = ordered(among)
    here, there = called(one, ladder), called(other, ladder)
    return None if here is None or there is None else ladder.index(there) - ladder.index(here)


def _letters(said: str) -> Rung | None:
    parts = [_NAMES.get(part, part) for part in said.replace("extra ", "x").replace("-", "").split("/")]
    heights = []
    for part in parts:
        match = _LETTERS.fullmatch(part)
        if match is None:
            return None
        more = int(match["times"]) if match["times"] else len(match["xs"])
        heights.append({"s": -1.0 - more, "m": 0.0, "l": 1.0 + more}[match["letter"]])
        if match["letter"] == "m" and more:
            return None
    return Rung("letters", sum(heights) / len(heights))


def _number(said: str) -> Rung | None:
    if match := _NUMBER.fullmatch(said):
        return Rung("number", float(match["number"]))
    if match := _CHILD_SHOE.fullmatch(said):
        return Rung("child shoe", float(match["number"]) + (_CHILD_SHOES_IN_C if match["part"] == "y" else 0))
    return None


def _figures(said: str) -> Rung | None:
    if match := _SIDES.fullmatch(said):
        return Rung("waist", float(match["waist"]) + float(match["length"]) / 100)
    if match := _SUIT.fullmatch(said):
        return Rung("suit", float(match["chest"]) + _LENGTHS[match["length"]])
    if match := _AGE.fullmatch(said):
        return Rung("age", float(match["from"]) / (12 if match["unit"].startswith("m") else 1))
    return None
