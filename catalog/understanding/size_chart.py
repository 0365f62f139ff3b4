"""The catalogue's sizes under one spelling each: "XXL" is "2XL" and "double extra large"."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalog.understanding.numbers import with_numbers
from catalog.understanding.words import Word, words_of

LONGEST_SIZE = 5
_LETTERS = {
    "xxs": "xxs",
    "xs": "xs",
    "s": "s",
    "small": "s",
    "sm": "s",
    "m": "m",
    "medium": "m",
    "med": "m",
    "l": "l",
    "large": "l",
    "lg": "l",
    "xl": "xl",
    "xlarge": "xl",
    "xsmall": "xs",
    "xxl": "xxl",
    "xxxl": "3xl",
    "xxlarge": "xxl",
}
SIZE_WORDS = frozenset(_LETTERS) | {"extra", "regular", "tall", "petite", "standard"}
"""What alone may be a size, whatever else it is."""

_MORE = frozenset({"extra", "x"})
_TIMES = {"double": 2, "triple": 3, "2": 2, "3": 3, "4": 4, "5": 5}
_CUPS = {"double": 2, "triple": 3}
_UNITS = {
    "ounce": "oz",
    "ounces": "oz",
    "gallon": "gal",
    "gallons": "gal",
    "liter": "l",
    "liters": "l",
    "litre": "l",
    "pound": "lb",
    "pounds": "lb",
    "lbs": "lb",
    "count": "ct",
    "quart": "qt",
    "quarts": "qt",
    "pint": "pt",
    "inch": "in",
    "inches": "in",
    "foot": "ft",
    "feet": "ft",
    "months": "month",
    "fluid": "fl",
    "gram": "g",
    "grams": "g",
}


# "Five by eight" needs no feet to be a rug's size.
_SIDES = re.compile(r"(\d[\d.]*x\d[\d.]*)(ft|in|cm)$")


@dataclass(frozen=True, slots=True)
class Said:
    """`sure` if the words can be nothing but a size, whatever is being asked for."""

    value: str
    end: int
    sure: bool


class SizeChart:
    """The catalogue's sizes under one spelling each."""

    def __init__(self, sizes: Iterable[str]) -> None:
        named = {canonical(with_numbers(words_of(size))): size for size in sorted(sizes)}
        sides = {found[1]: size for name, size in named.items() if (found := _SIDES.match(name))}
        self._known = sides | named

    def at(self, words: Sequence[Word], place: int) -> Said | None:
        """The longest known size that begins here."""
        for end in range(min(len(words), place + LONGEST_SIZE), place, -1):
            run = words[place:end]
            if any(word.breaks or word.money for word in run[1:]):
                continue
            if size := self._known.get(canonical(run)) or self._two_numbers(run):
                return Said(size, end, _is_sure(run))
        return None

    def _two_numbers(self, run: Sequence[Word]) -> str | None:
        """ "34 32" are a waist and an inseam where such a size is sold."""
        numbers = len(run) == 2 and all(word.norm.isdigit() for word in run)
        return self._known.get("x".join(word.norm for word in run)) if numbers else None

    @property
    def sizes(self) -> Collection[str]:
        return self._known.values()

    def called(self, name: str) -> str | None:
        return self._known.get(name)


def canonical(words: Sequence[Word]) -> str:
    parts = list(_canonical_parts(words))
    made = ""
    for place, part in enumerate(parts):
        follows_number = place > 0 and parts[place - 1][-1:].isdigit()
        if part in {"by", "x"} and follows_number and parts[place + 1 : place + 2]:
            made += "x"
        elif part in {"to", "through"} and follows_number:
            made += "-"
        else:
            made += ("-" if follows_number and part[:1].isdigit() else "") + part
    return made


def _is_sure(run: Sequence[Word]) -> bool:
    """Letters are a size by themselves, "large" may be eggs, and a number may be anything."""
    letters = "".join(word.norm for word in run)
    with_letter = len(run) == 2 and run[0].number is not None and len(run[1].norm) == 1 and not run[1].glue
    two_numbers = len(run) == 3 and run[1].norm in {"x", "by"}
    two_numbers = two_numbers or (len(run) == 2 and all(word.norm.isdigit() for word in run))
    return letters in {"xs", "xl", "xxl", "xxs"} or letters.endswith("xl") or with_letter or two_numbers


def _canonical_parts(words: Sequence[Word]) -> Iterator[str]:
    norms = [word.norm for word in words]
    place = 0
    while place < len(norms):
        if norms[place] in _CUPS and len(norms[place + 1 : place + 2]) and len(norms[place + 1]) == 1:
            yield norms[place + 1] * _CUPS[norms[place]]
            place += 2
            continue
        letters, end = _letter_size(norms, place)
        if letters:
            yield letters
        else:
            yield _UNITS.get(norms[place], norms[place]) if place else norms[place]
        place = end


def _letter_size(norms: Sequence[str], start: int) -> tuple[str, int]:
    """ "2XL", "double extra large" and "extra extra large" are all XXL; without a letter size, one word is passed."""
    place, times, more = start, 0, 0
    if norms[place] in _TIMES and place + 1 < len(norms):
        times, place = _TIMES[norms[place]], place + 1
    while norms[place] in _MORE and place + 1 < len(norms):
        more, place = more + 1, place + 1
    letters = _LETTERS.get(norms[place], "")
    after_number = place > 0 and norms[place - 1][-1:].isdigit()
    if not letters or (after_number and "x" not in letters):
        return "", start + 1
    more += letters.count("x")
    if (times and not more) or (more and letters == "m"):
        return "", start + 1
    return _repeated(letters.strip("x"), times or more), place + 1


def _repeated(letter: str, times: int) -> str:
    return f"{times}x{letter}" if times > 2 else "x" * times + letter
