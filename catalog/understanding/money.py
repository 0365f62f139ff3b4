"""Amounts of money as people say them: "$49.99", "forty nine ninety nine", "a dollar fifty", "two grand"."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from catalog.understanding.measures import MEASURES
from catalog.understanding.words import CURRENCY_SIGNS, Word, spelled_number, word_set

CURRENCY_WORDS = word_set("dollar dollars buck bucks usd euro euros eur gbp quid")
CENT_WORDS = frozenset(["cent", "cents"])
THOUSANDS = frozenset(["k", "grand"])
PRICE_CUES = word_set(
    "under below than over above to least most max maximum minimum around about between and for at of spend is "
    "cost costs within from roughly approximately exceed exceeding beneath pay was till until"
)
_NOT_BEFORE_A_PRICE = word_set("size sizes sized by x waist inseam")
_PRICE_ENDINGS = frozenset({99, 98, 97, 95, 89, 79, 49})


def with_amounts(words: Sequence[Word]) -> list[Word]:
    """The same words with each amount of money become one word in major units."""
    made: list[Word] = []
    place = 0
    while place < len(words):
        amount = _amount(words, place)
        if amount is None:
            made.append(words[place])
            place += 1
        else:
            value, end = amount
            spelled = spelled_number(value)
            made.append(replace(words[place], text=spelled, norm=spelled, key=spelled, number=value, money=True))
            place = end
    return made


def _amount(words: Sequence[Word], place: int) -> tuple[Decimal, int] | None:
    if words[place].norm in CURRENCY_SIGNS:
        value = _number(words, place + 1)
        return None if value is None else _scaled(words, value, place + 2)
    if words[place].norm == "a" and _norm(words, place + 1) in {"dollar", "buck"}:
        return _with_cents(words, Decimal(1), place + 2)
    value = words[place].number
    return None if value is None else _named(words, place, value)


def _named(words: Sequence[Word], place: int, value: Decimal) -> tuple[Decimal, int] | None:
    following = _norm(words, place + 1)
    if following in CENT_WORDS:
        return value / 100, place + 2
    if following in THOUSANDS and (
        following == "grand" or _cued(words, place) or _norm(words, place + 2) in CURRENCY_WORDS
    ):
        return _scaled(words, value, place + 1)
    if following in CURRENCY_WORDS or following in CURRENCY_SIGNS:
        return _with_cents(words, value, place + 2)
    return _pair(words, place)


def _scaled(words: Sequence[Word], value: Decimal, end: int) -> tuple[Decimal, int]:
    if _norm(words, end) in THOUSANDS:
        value, end = value * 1000, end + 1
    if _norm(words, end) in CURRENCY_WORDS:
        end += 1
    return value, end


def _with_cents(words: Sequence[Word], value: Decimal, end: int) -> tuple[Decimal, int]:
    """ "three dollars and fifty cents", "a dollar fifty"."""
    skip = end + 1 if _norm(words, end) == "and" else end
    cents = _number(words, skip)
    if cents is None or not 0 < cents < 100 or cents != cents.to_integral_value():
        return value, end
    after = _norm(words, skip + 1)
    if after in CENT_WORDS:
        return value + cents / 100, skip + 2
    if skip == end and cents >= 10 and after not in MEASURES | CURRENCY_WORDS:
        return value + cents / 100, end + 1
    return value, end


def _pair(words: Sequence[Word], place: int) -> tuple[Decimal, int] | None:
    """ "twelve ninety nine" is 12.99 and "one fifty" is 150: nobody asks for less than $1.50 in whole tens."""
    whole, part = words[place].number, _number(words, place + 1)
    if (
        whole is None
        or part is None
        or not _could_be_cents(whole, part)
        or _norm(words, place - 1) in _NOT_BEFORE_A_PRICE
    ):
        return None
    if words[place + 1].glue != " ":
        return None
    after = _norm(words, place + 2)
    paid = after in CURRENCY_WORDS
    if after in MEASURES or not (paid or _cued(words, place) or int(part) in _PRICE_ENDINGS):
        return None
    rounded = part % 10 == 0 or part % 25 == 0
    value = whole * 100 + part if whole < 10 and rounded else whole + part / 100
    return value, place + (3 if paid else 2)


def _could_be_cents(whole: Decimal, part: Decimal) -> bool:
    integral = whole == whole.to_integral_value() and part == part.to_integral_value()
    return integral and 1 <= whole < 1000 and 10 <= part <= 99


def _cued(words: Sequence[Word], place: int) -> bool:
    return _norm(words, place - 1) in PRICE_CUES


def _number(words: Sequence[Word], place: int) -> Decimal | None:
    return words[place].number if 0 <= place < len(words) else None


def _norm(words: Sequence[Word], place: int) -> str:
    return words[place].norm if 0 <= place < len(words) else ""
