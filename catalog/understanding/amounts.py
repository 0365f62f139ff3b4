"""Amounts that a kind of goods is told by: the "10 inch" of a planter, the "16 gb ram" of a laptop.

They bind only where the catalogue tells the attribute of nearly every product of the kind and has the very amount: else
what does not say it would be left out, and the words are searched for as they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.understanding.draft import Draft
from catalog.understanding.lexicon import Label
from catalog.understanding.measuring import AMOUNT
from catalog.understanding.sentence import Sentence
from catalog.understanding.words import singular, word_set

_UNITS = {
    "inch": "in",
    "foot": "ft",
    "feet": "ft",
    "liter": "l",
    "litre": "l",
    "hr": "hour",
    "h": "hour",
    "gig": "gb",
    "gigabyte": "gb",
    "terabyte": "tb",
    "watt": "w",
    "man": "person",
    "people": "person",
    "ounce": "oz",
    "pound": "lb",
    "millimeter": "mm",
    "centimeter": "cm",
}
# "In" is also a word before places and colours.
_SAID_OTHERWISE = frozenset({"in"})
# "Over 20 oz" is not the bottle of 20 oz.
_BOUNDING = word_set("over under above below least most than about around between to minus plus up")
_CALLED = {"memory": {"ram"}, "storage": {"ssd", "disk", "drive", "hdd", "space"}, "screen_size": {"display"}}


@dataclass(frozen=True, slots=True)
class Amount:
    """Where it is said, with the attribute's name if that is said, and the value as the catalogue spells it."""

    start: int
    end: int
    name: str
    value: str


def amounts_in(sentence: Sentence) -> Iterator[Amount]:
    """Of the goods named before, or of what follows, or of what is being talked about."""
    said = list(_said(sentence))
    parts = {end for _, end, _, _ in said if _names_a_part(sentence, end)}
    kinds = [kind for m in sentence.of_label(Label.KIND) if m.start not in parts for kind in m.meaning.values]
    besides = kinds or list(sentence.about)
    for place, end, number, unit in said:
        matching = dict(_matching(sentence, number, unit, besides or sentence.own_kinds()))
        if named := next((name for name in matching if _is_called(name, sentence.norm(end))), ""):
            # Where nothing else is named, "512 gb ssd" is a disk and no part of anything.
            yield Amount(place, end + (bool(besides) or end not in parts), named, matching[named])
        elif len(matching) == 1:
            yield Amount(place, end, *next(iter(matching.items())))


def read_amounts(sentence: Sentence, draft: Draft) -> None:
    for amount in list(amounts_in(sentence)):
        if sentence.free(amount.start, amount.end) and amount.name not in draft.attributes:
            draft.require(amount.name, amount.value)
            sentence.take(amount.start, amount.end, describing=True)


def _said(sentence: Sentence) -> Iterator[tuple[int, int, str, str]]:
    """Numbers with a unit: where they are, how many, and of what; "32 gigs of ram" like "32 gb ram"."""
    for place, word in enumerate(sentence.words):
        unit = _unit(sentence.norm(place + 1))
        bounded = sentence.norm(place - 1) in _BOUNDING
        if word.number is not None and not word.money and unit and not bounded:
            of = sentence.norm(place + 2) == "of" and _names_a_part(sentence, place + 3)
            yield place, place + 2 + of, f"{float(word.number):g}", unit


def _names_a_part(sentence: Sentence, place: int) -> bool:
    return any(_is_called(name, sentence.norm(place)) for name in _CALLED)


def _matching(sentence: Sentence, number: str, unit: str, kinds: Sequence[str]) -> Iterator[tuple[str, str]]:
    vocabulary = sentence.lexicon.vocabulary
    for kind in kinds:
        for name in vocabulary.measured.get(kind, ()):
            for value in vocabulary.kinds.get(kind, {}).get(name, ()):
                found = AMOUNT.fullmatch(value.lower())
                if found and f"{float(found[1]):g}" == number and _unit(found[2], told=True) == unit:
                    yield name, value


def _unit(word: str, *, told: bool = False) -> str:
    """In one spelling; empty for what is no unit."""
    if word in _SAID_OTHERWISE and not told:
        return ""
    one = _UNITS.get(word) or singular(word)
    return _UNITS.get(one, one) if one.isalpha() else ""


def _is_called(name: str, word: str) -> bool:
    return word in _CALLED.get(name, ()) or singular(word) in name.split("_")
