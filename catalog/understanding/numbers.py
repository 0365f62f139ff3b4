"""Numbers as people say them: "a hundred and twenty", "nine and a half", "fifteen hundred", "2k"."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from catalog.understanding.words import Word, spelled_number, word_set, words_of

UNITS = dict(
    zip(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), range(10), strict=True)
)
TEENS = {
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
FRACTIONS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
SCALES = {"thousand": 1000, "million": 1_000_000}
NUMBER_WORDS = frozenset({*UNITS, *TEENS, *TENS, *SCALES, "hundred"})
ORDINAL_ENDINGS = word_set("st nd rd th")
LARGEST = Decimal(10_000_000)

Reading = tuple[Decimal, int]


def with_numbers(words: Sequence[Word]) -> list[Word]:
    """The same words with each spoken number become one word that knows its value."""
    made: list[Word] = []
    place = 0
    while place < len(words):
        if _is_ordinal(words, place):
            said = words[place].text + words[place + 1].text
            made.append(replace(words[place], text=said, norm=said, key=said, number=None))
            place += 2
        elif (reading := read(words, place)) and reading[0] <= LARGEST:
            value, end = reading
            made.append(_merged(words[place:end], value))
            place = end
        else:
            made.append(words[place])
            place += 1
    return made


def key_of(phrase: str) -> tuple[str, ...]:
    """A phrase as the catalogue's phrases are compared: plurals and the spelling of numbers do not count."""
    return tuple(word.key for word in with_numbers(words_of(phrase)))


def read(words: Sequence[Word], place: int) -> Reading | None:
    """The number that starts here and where it ends."""
    if _norm(words, place) != "a":
        return _scaled(words, place)
    if _norm(words, place + 1) == "couple":
        return _couple(words, place + 2)
    return _scaled(words, place + 1) if _norm(words, place + 1) in {"hundred", *SCALES} else None


def _scaled(words: Sequence[Word], place: int) -> Reading | None:
    """Groups below a thousand, each with its scale but the last."""
    total, group, end = Decimal(0), None, place
    while found := _group(words, end):
        group, end = found
        if (scale := SCALES.get(_norm(words, end))) is None:
            break
        total, group, end = total + group * scale, Decimal(0), end + 1
        if _norm(words, end) == "and" and _below_hundred(words, end + 1):
            end += 1
    return None if group is None else _with_fraction(words, total + group, end)


def _group(words: Sequence[Word], place: int) -> Reading | None:
    """A number below a thousand, or digits as typed; a bare "hundred" or "thousand" counts one."""
    if _norm(words, place) == "hundred" or _norm(words, place) in SCALES:
        value, end = Decimal(1), place
    elif found := _digits(words, place) or _below_hundred(words, place):
        value, end = found
    else:
        return None
    if _norm(words, end) != "hundred":
        return value, end
    value, end = value * 100, end + 1
    skip = end + 1 if _norm(words, end) == "and" else end
    rest = None if skip < len(words) and words[skip].breaks else _below_hundred(words, skip)
    if rest and rest[0] and not _starts_another(words, place, rest[1]):
        return value + rest[0], rest[1]
    return value, end


def _starts_another(words: Sequence[Word], start: int, end: int) -> bool:
    """After "five hundred and eight" another "hundred" or "fifty" shows that a second number had begun."""
    between = _norm(words, start - 1) in {"between", "from"}
    return _norm(words, end) == "hundred" or (between and _norm(words, end) in {"grand", *SCALES, *TENS, *TEENS})


def _digits(words: Sequence[Word], place: int) -> Reading | None:
    value = words[place].number if place < len(words) else None
    return None if value is None else (value, place + 1)


def _below_hundred(words: Sequence[Word], place: int) -> Reading | None:
    norm = _norm(words, place)
    if norm in TENS:
        unit = UNITS.get(_norm(words, place + 1), 0)
        return Decimal(TENS[norm] + unit), place + (2 if unit else 1)
    value = TEENS.get(norm, UNITS.get(norm))
    return None if value is None else (Decimal(value), place + 1)


def _with_fraction(words: Sequence[Word], value: Decimal, end: int) -> Reading:
    """ "nine and a half", "four point five"."""
    following = [_norm(words, place) for place in range(end, end + 3)]
    if following[:2] == ["and", "a"] and following[2] in FRACTIONS:
        return value + FRACTIONS[following[2]], end + 3
    if following[0] == "point" and (digits := _below_hundred(words, end + 1) or _digits(words, end + 1)):
        fraction = spelled_number(digits[0])
        if fraction.isdigit() and value == value.to_integral_value():
            return value + Decimal(f"0.{fraction}"), digits[1]
    return value, end


def _couple(words: Sequence[Word], place: int) -> Reading | None:
    """ "a couple hundred", "a couple of hundred"."""
    place += _norm(words, place) == "of"
    scale = 100 if _norm(words, place) == "hundred" else SCALES.get(_norm(words, place))
    return None if scale is None else (Decimal(2 * scale), place + 1)


def _is_ordinal(words: Sequence[Word], place: int) -> bool:
    following = words[place + 1] if place + 1 < len(words) else None
    return bool(
        words[place].number is not None and following and not following.glue and following.norm in ORDINAL_ENDINGS
    )


def _norm(words: Sequence[Word], place: int) -> str:
    return words[place].norm if 0 <= place < len(words) else ""


def _merged(words: Sequence[Word], value: Decimal) -> Word:
    spelled = spelled_number(value)
    alone = len(words) == 1 and words[0].norm == "one"
    return replace(words[0], text="one" if alone else spelled, norm=spelled, key=spelled, number=value)
