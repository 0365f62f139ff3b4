"""Mending of what speech recognition tears apart or runs together: "back pack", "rainjacket", "size ate"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from catalog.understanding.numbers import NUMBER_WORDS
from catalog.understanding.words import Word, singular

Joins = Mapping[str, tuple[str, ...]]

_AFTER_SIZE = {
    "ate": "eight",
    "for": "four",
    "fore": "four",
    "to": "two",
    "too": "two",
    "won": "one",
    "tin": "ten",
    "sex": "six",
}
_FOR_NUMBERS = {"hundreds": "hundred", "thousands": "thousand", "dollers": "dollars", "bux": "bucks"}
_LONE_LETTERS = frozenset({"i", "e", "x"})
_BEFORE_NEGATION = {"with": {"out"}}


def mended(words: Sequence[Word], joins: Joins) -> list[Word]:
    """`joins` tells for letters without spaces how the catalogue writes them."""
    made: list[Word] = []
    place = 0
    while place < len(words):
        torn = _torn(words, place, joins)
        if torn:
            made.append(torn)
            place += 2
            continue
        made.extend(_run_together(words[place], joins))
        place += 1
    return [_misheard(made, place) for place in range(len(made))]


def _torn(words: Sequence[Word], place: int, joins: Joins) -> Word | None:
    if place + 1 >= len(words) or words[place + 1].breaks:
        return None
    first, second = words[place], words[place + 1]
    if first.norm in _BEFORE_NEGATION and second.norm in _BEFORE_NEGATION[first.norm]:
        return _as(first, first.norm + second.norm)
    if first.number is not None or second.number is not None or len(second.norm) < 2:
        return None
    if len(first.norm) + len(second.norm) < 6:
        return None
    joined = first.norm + second.norm
    if (len(first.norm) > 1 or first.norm in _LONE_LETTERS) and joins.get(singular(joined)) == (singular(joined),):
        return _as(first, joined)
    return None


def _run_together(word: Word, joins: Joins) -> list[Word]:
    parts = joins.get(word.key, ())
    if len(parts) < 2:
        return [word]
    return [
        replace(_as(word, part), glue=word.glue if n == 0 else " ", breaks=word.breaks and n == 0)
        for n, part in enumerate(parts)
    ]


def _misheard(words: Sequence[Word], place: int) -> Word:
    word = words[place]
    before = words[place - 1].norm if place else ""
    number_follows = any(w.number is not None or w.norm in NUMBER_WORDS for w in words[place + 1 : place + 2])
    if before in {"size", "sizes"} and word.norm in _AFTER_SIZE and not number_follows:
        return _as(word, _AFTER_SIZE[word.norm])
    if word.norm in _FOR_NUMBERS and before:
        return _as(word, _FOR_NUMBERS[word.norm])
    return word


def _as(word: Word, norm: str) -> Word:
    return replace(word, text=norm, norm=norm, key=singular(norm))
