"""Cuts sentences and facts into the same words: numbers as digits, units and contractions in one spelling."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.retrieval.analyser import folded, singular

_PIECE = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*|[^\w\s]")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_NUMBERS = {word: number for number, word in enumerate(_SMALL.split())}
_ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * number for number, word in enumerate(_ROUND.split(), start=2)}
_SCALES = {"hundred": 100, "thousand": 1000}
_UNITS = {
    "oz": "oz ounce", "lb": "lb lbs pound", "inch": "inch", "ft": "ft foot", "gal": "gal gallon", "qt": "qt quart",
    "pt": "pt pint", "mm": "mm millimeter millimetre", "cm": "cm centimeter centimetre", "hour": "h hr hrs hour",
    "min": "min minute", "g": "g gram", "kg": "kg kilogram kilo", "ml": "ml milliliter millilitre",
    "l": "l liter litre", "w": "w watt", "ct": "ct count", "gb": "gb gigabyte", "tb": "tb terabyte", "%": "% percent",
    "floz": "fl",
}  # fmt: skip
_UNIT_OF = {spelling: unit for unit, spellings in _UNITS.items() for spelling in spellings.split()}
_SHORT = {"n't": "not", "'re": "are", "'d": "would", "'ll": "will", "'ve": "have", "'m": "am"}
_WHOLE = {"can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not")}
_IS = frozenset({"it", "that", "this", "which", "there", "here", "what", "he", "she"})
# "-20 °F" is not "20 °F"; "5-10" and "two-pole" hold no minus.
_MINUS = re.compile(r"(?<!\S)(?:[-\u2212] ?|[\u2010\u2011\u2013])(?=[$€£₹]?\d)")
_LEFT_OUT = frozenset("-/‐‑'\"“”()–—")  # noqa: RUF001 - the dashes and quotes that models write
_SIGNS = {"$": "dollar", "€": "euro", "£": "sterling", "₹": "rupee"}
NAME = "@"
STOPS = frozenset(",;:.!?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """`norm` is what facts are compared by; `raw` is as it was written. The name of a product is one word: `NAME`."""

    norm: str
    raw: str
    keys: frozenset[str] = frozenset()

    @property
    def is_number(self) -> bool:
        return self.norm[:1].isdigit()

    @property
    def stops(self) -> bool:
        return self.norm in STOPS


def words_of(text: str) -> list[Word]:
    """Marks between words are words too, but for those that only join or enclose."""
    found = [word for piece in _PIECE.findall(_plain(text)) for word in _spelled(piece)]
    kept = _signs_behind([word for word in found if word.norm not in _LEFT_OUT])
    return _with_units(_with_numbers(kept))


def norms_of(text: str) -> tuple[str, ...]:
    """The words alone, without what stands between them."""
    return tuple(word.norm for word in words_of(text) if not word.stops)


def stem(word: str) -> str:
    """ "Rated" and "rating" are of one kind."""
    found = singular(word)
    for ending in ("ing", "ed"):
        if found.endswith(ending) and len(found) > len(ending) + 2:
            return found.removesuffix(ending)
    return found.removesuffix("e") if len(found) > 3 else found


def _plain(text: str) -> str:
    text = text.replace("\u2019", "'").replace("\u2018", "'").replace("½", " half ")
    return _MINUS.sub(" minus ", text)


def _spelled(piece: str) -> list[Word]:
    low = folded(piece) if "'" not in piece else piece.casefold()
    if piece[0].isdigit():
        number = piece.replace(",", "") if _GROUPED.fullmatch(piece) else piece
        number = number.rstrip("0").rstrip(".") if "." in number and "," not in number else number
        return [Word(norm=number, raw=piece)]
    if low in _WHOLE:
        return [Word(norm=part, raw=piece) for part in _WHOLE[low]]
    for short, whole in _SHORT.items():
        if low.endswith(short) and low != short:
            return [Word(norm=folded(low.removesuffix(short)), raw=piece), Word(norm=whole, raw=piece)]
    if low.endswith("'s"):
        owner = folded(low.removesuffix("'s"))
        return [Word(norm=owner, raw=piece), *([Word(norm="is", raw=piece)] if owner in _IS else [])]
    # One word whatever it was: places are counted by the spaces between.
    return [Word(norm=folded(low).replace(" ", "") or piece, raw=piece)]


def _signs_behind(words: Sequence[Word]) -> list[Word]:
    """ "$35" are 35 dollars."""
    told: list[Word] = []
    for word in words:
        if told and told[-1].norm in _SIGNS and word.is_number:
            told[-1:] = [word, Word(norm=_SIGNS[told[-1].norm], raw=told[-1].raw)]
        else:
            told.append(word)
    return told


def _with_numbers(words: Sequence[Word]) -> list[Word]:
    """ "Seventy-four ninety-nine" are two numbers, "one hundred and five" is one, "four point four" is 4.4."""
    told: list[Word] = []
    at = 0
    while at < len(words):
        number, after = _number_at(words, at)
        if number is None:
            told.append(words[at])
            at += 1
            continue
        told.append(Word(norm=str(number), raw=words[at].raw))
        at = after
    return _with_points(told)


def _number_at(words: Sequence[Word], at: int) -> tuple[int | None, int]:
    value, after = _below_hundred(words, at)
    if value is None:
        return None, at
    total = 0
    while after < len(words) and words[after].norm in _SCALES:
        scale = _SCALES[words[after].norm]
        value, after = value * scale, after + 1
        if scale == max(_SCALES.values()):
            total, value = total + value, 0
        skip = 1 if after < len(words) and words[after].norm == "and" else 0
        rest, beyond = _below_hundred(words, after + skip)
        if rest is not None:
            value, after = value + rest, beyond
    return total + value, after


def _below_hundred(words: Sequence[Word], at: int) -> tuple[int | None, int]:
    word = words[at].norm if at < len(words) else ""
    if word in _NUMBERS:
        return _NUMBERS[word], at + 1
    if word not in _TENS:
        return None, at
    following = words[at + 1].norm if at + 1 < len(words) else ""
    ones = _NUMBERS.get(following, 0)
    return (_TENS[word] + ones, at + 2) if 0 < ones < 10 else (_TENS[word], at + 1)


def _with_points(words: Sequence[Word]) -> list[Word]:
    told: list[Word] = []
    for word in words:
        if word.is_number and len(told) > 1 and told[-1].norm == "point" and told[-2].is_number:
            told[-2:] = [Word(norm=f"{told[-2].norm}.{word.norm}", raw=word.raw)]
        else:
            told.append(word)
    return told


def _with_units(words: Sequence[Word]) -> list[Word]:
    """Only after a number: "in" is an inch there, and a "pound" is no verb."""
    told: list[Word] = []
    for word in words:
        unit = None
        if told and told[-1].is_number:
            unit = "inch" if word.norm == "in" else _UNIT_OF.get(singular(word.norm), _UNIT_OF.get(word.norm))
        told.append(Word(norm=unit, raw=word.raw) if unit else word)
    return told
