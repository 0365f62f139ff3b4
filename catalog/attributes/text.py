"""A product's wording made ready for reading: the title in parts, spans that were understood taken out of it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.understanding.words import word_set

LONGEST_TITLE = 400
LONGEST_PROSE = 4000

# Inch marks, apostrophes and the sign between two sides as people type them.
_QUOTES = {"\u2019": "'", "\u2018": "'", "\u201d": '"', "\u201c": '"', "\u2033": '"', "\u2032": "'", "\u00d7": "x"}
_BREAKS = re.compile(
    r"(?:,(?!\d{3}\b)|[;|()\[\]{}!?~*<>#\u2022\u00b7\u2605\u2013\u2014\u3010\u3011]|\s[-/+:]+(?=\s)|:(?=\s)|\.(?=\s|$)|\s-(?=\w))+"
)
_WORD = re.compile(r"[^\W_]+(?:['.\-/+&][^\W_]+)*|&")
_WITH = re.compile(r"\bw/\s*o\b|\bw/(?=[\s\w])", re.IGNORECASE)
# What follows these says what a thing is for, made of or comes with.
STOPS = word_set(
    "with without for in on to from by under over that which or at of featuring includes including plus as your "
    "where when who like inspired has is are"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the title between separators; `words` are lower-case, without apostrophes.

    A `dependent` one goes on after a "for" or "with" that ended the stretch before.
    """

    words: tuple[str, ...]
    place: int
    dependent: bool = False

    @property
    def chunk(self) -> tuple[str, ...]:
        """Up to the word after which comes what it is for or with."""
        for place, word in enumerate(self.words):
            if word in STOPS:
                return self.words[:place]
        return self.words


def plain(text: str, *, longest: int) -> str:
    """Ordinary letters, quotes and spaces, not too many of them."""
    short = text[:longest]
    if not short.isascii():
        for quote, usual in _QUOTES.items():
            short = short.replace(quote, usual)
        short = unicodedata.normalize("NFKC", short)
    return short


def plain_title(title: str) -> str:
    short = plain(title, longest=LONGEST_TITLE)
    if "w/" in short or "W/" in short:
        short = _WITH.sub(lambda found: "without " if found.group().lower().endswith("o") else "with ", short)
    return " ".join(short.split())


def without(text: str, spans: Iterable[tuple[int, int]], *, instead: str = " , ") -> str:
    """The text with the spans cut out, a break left in the place of each."""
    kept, end = [], 0
    for start, stop in sorted(spans):
        if start >= end:
            kept += [text[end:start], instead]
        end = max(end, stop)
    return "".join([*kept, text[end:]])


def parts_of(title: str) -> list[Part]:
    return list(_parts(title))


def words_in(text: str) -> tuple[str, ...]:
    return tuple(word.lower().replace("'", "") for word in _WORD.findall(text))


def _parts(title: str) -> Iterator[Part]:
    place, dependent = 0, False
    for stretch in _BREAKS.split(title):
        if words := words_in(stretch):
            yield Part(words, place, dependent)
            place, dependent = place + 1, words[-1] in STOPS
