"""Takes card numbers out of what shoppers say, written or spoken, before anybody else hears it.

What is taken for one: 13 to 19 digits that end in Luhn's check digit, in one piece or in several with blanks, signs and
hesitation in between, as figures or as words. One in ten other numbers of that length passes the check as well: it is
masked too, for a number lost costs a question and a card number kept costs a card. Numbers of goods (GTIN) keep to a
check of their own and are let through; order and phone numbers are shorter.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.understanding.numbers import TEENS, TENS, UNITS

MASK = "[card number]"
CODE_MASK = "[security code]"
FEWEST, MOST = 13, 19
GTIN_LENGTHS = {13, 14}
LONGEST_GAP = 6
TOKEN = re.compile(r"[^\W\d_]+|\d+")
HESITATION = frozenset(["um", "uh", "er", "and", "then", "dash", "hyphen", "space", "comma", "dot", "point", "slash"])
HEARD_AS = {"oh": 0, "o": 0, "nought": 0, "won": 1, "to": 2, "too": 2, "for": 4, "fore": 4, "ate": 8, "niner": 9}
DIGITS = {**{word: value for word, value in UNITS.items() if value < 10}, "zero": 0, **HEARD_AS}
TIMES = {"double": 2, "triple": 3, "treble": 3}
BRANDS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]\d\d|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720))\d{12}|3[47]\d{13}"
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12,15}|3(?:0[0-5]|[689]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12,15}|62\d{14,17}"
)
CODE = re.compile(
    r"\b(?:cvv2?|cvc2?|cid|(?:card )?(?:security|verification) (?:code|number|value))"
    r"(?: (?:number|code))?(?: (?:is|was))?\W{0,3}"
    rf"(\d(?:[\W_]?\d){{2,3}}\b|(?:(?:{'|'.join(DIGITS)})\b[\W_]*){{3,4}})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Digits as they were said, and where in the text; not `sure` where the word may as well be no number."""

    digits: str
    sure: bool
    start: int
    end: int


def without_card_numbers(text: str) -> str:
    """What follows a card number in the same breath is its date and code, and goes with it."""
    for run in reversed(list(_runs(text))):
        if found := _card_in(run):
            text = f"{text[: run[found.start].start]}{MASK}{text[run[found.stop - 1].end :]}"
    return CODE.sub(lambda found: found[0].replace(found[1].rstrip(), CODE_MASK), text)


def _card_in(run: Sequence[_Piece]) -> range | None:
    for first in range(len(run)):
        if (last := _end_of_card(run, first)) is not None:
            tail = [place for place in range(last, len(run)) if run[place].sure]
            return range(first, max([last, *tail]) + 1)
    return None


def _end_of_card(run: Sequence[_Piece], first: int) -> int | None:
    """The longest of those that pass: the first digits of a card may be a shorter one's by chance."""
    digits, found = "", None
    for last in range(first, len(run)):
        digits += run[last].digits
        if len(digits) > MOST:
            break
        if len(digits) >= FEWEST and _is_card(digits):
            found = last
    return first if found is None and _holds_card(run[first].digits) else found


def _is_card(digits: str) -> bool:
    if not _passes_luhn(digits):
        return False
    return BRANDS.fullmatch(digits) is not None or not (len(digits) in GTIN_LENGTHS and _is_gtin(digits))


def _holds_card(digits: str) -> bool:
    """Whether a longer number begins or ends with one of a known brand, or has it in between."""
    return any(
        BRANDS.fullmatch(part) and _passes_luhn(part)
        for length in range(FEWEST, min(MOST, len(digits) - 1) + 1)
        for part in (digits[start : start + length] for start in range(len(digits) - length + 1))
    )


def _passes_luhn(digits: str) -> bool:
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (doubled + sum(map(int, digits[-1::-2]))) % 10 == 0


def _is_gtin(digits: str) -> bool:
    return (3 * sum(map(int, digits[-2::-2])) + sum(map(int, digits[-1::-2]))) % 10 == 0


def _runs(text: str) -> Iterator[list[_Piece]]:
    """Numbers that were said one after the other, as far as there are digits enough in them for a card."""
    run: list[_Piece] = []
    for piece in _pieces(text):
        if run and not _is_gap(text[run[-1].end : piece.start]):
            yield from _long_enough(run)
            run = []
        run.append(piece)
    yield from _long_enough(run)


def _long_enough(run: list[_Piece]) -> Iterator[list[_Piece]]:
    if sum(len(piece.digits) for piece in run) >= FEWEST:
        yield run


def _is_gap(between: str) -> bool:
    words = TOKEN.findall(between)
    rest = len(between) - sum(map(len, words))
    return rest <= LONGEST_GAP and all(word.lower() in HESITATION for word in words)


def _pieces(text: str) -> Iterator[_Piece]:
    tokens = list(TOKEN.finditer(_plain(text)))
    place = 0
    while place < len(tokens):
        words = [token[0].lower() for token in tokens[place : place + 2]]
        digits, taken = _digits_of(words[0], words[1] if len(words) > 1 else "")
        if digits:
            sure = words[0] not in HEARD_AS
            yield _Piece(digits, sure, tokens[place].start(), tokens[place + taken - 1].end())
        place += taken


def _digits_of(word: str, following: str) -> tuple[str, int]:
    """What is said with a word, and how many words it takes: "double four" two, "forty two" two, "eleven" one."""
    if word.isdecimal():
        return word, 1
    if word in TIMES and (digit := _digit(following)):
        return digit * TIMES[word], 2
    if word in TENS:
        unit = DIGITS.get(following, 0) if following not in HEARD_AS else 0
        return str(TENS[word] + unit), 2 if unit else 1
    if word in TEENS:
        return str(TEENS[word]), 1
    return _digit(word), 1


def _digit(word: str) -> str:
    if len(word) == 1 and word.isdecimal():
        return word
    return str(DIGITS[word]) if word in DIGITS else ""


def _plain(text: str) -> str:
    """Digits of other scripts and styles as our own, place by place."""
    if text.isascii():
        return text
    return "".join(str(value) if (value := unicodedata.digit(sign, None)) is not None else sign for sign in text)
