"""Amounts of money as people say them: "$49.99", "forty nine ninety nine", "a dollar fifty", "two grand"."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from catalog.understanding.currencies import CENTS, CURRENCY_OF, POUNDS
from catalog.understanding.measures import MEASURES
from catalog.understanding.words import CURRENCY_SIGNS, Word, spelled_number, word_set

THOUSANDS = frozenset(["k", "grand"])
_BEFORE_A_NAME = word_set("us american canadian australian")
PRICE_CUES = word_set(
    "under below than over above to least most max maximum minimum around about between and for at of spend is "
    "cost costs within from roughly approximately exceed exceeding beneath pay was till until"
)
_NOT_BEFORE_A_PRICE = word_set("size sizes sized by x waist inseam")
_PRICE_ENDINGS = frozenset({99, 98, 97, 95, 89, 79, 49})


def with_amounts(words: Sequence[Word], *, own: str = "USD") -> list[Word]:
    """The same words with each amount of money become one word in major units; `own` is the shop's currency."""
    if own == "GBP":
        words = [_sterling(words, place) for place in range(len(words))]
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
            said = _currency_said(words[place:end])
            made.append(
                replace(words[place], text=spelled, norm=spelled, key=spelled, number=value, money=True, currency=said)
            )
            place = end
    return made


def _sterling(words: Sequence[Word], place: int) -> Word:
    """Where prices are in pounds, "under twenty pounds" is one; "two pounds of apples" never is."""
    counted = place > 0 and words[place - 1].number is not None and _norm(words, place + 1) != "of"
    if words[place].norm in POUNDS and counted and _norm(words, place - 2) in PRICE_CUES - {"a", "of"}:
        return replace(words[place], norm="gbp", key="gbp")
    return words[place]


def _currency_said(words: Sequence[Word]) -> str:
    """As said: "quid"; empty if no currency was named."""
    named = (word.norm for word in words if word.norm in CURRENCY_OF)
    return next(named, "gbp" if any(word.norm in POUNDS for word in words) else "")


def _amount(words: Sequence[Word], place: int) -> tuple[Decimal, int] | None:
    first = words[place].norm
    if first in CURRENCY_SIGNS or first in {"usd", "eur", "gbp"}:
        value = _number(words, place + 1)
        return None if value is None else _scaled(words, value, place + 2)
    if first in {"a", "one"} and _is_currency(words, place + 1) and _norm(words, place + 1) not in CURRENCY_SIGNS:
        return _with_cents(words, Decimal(1), _after_currency(words, place + 1))
    if first in {"a", "half"} and _norm(words, place + 1 + (first == "half")) == "grand":
        return (Decimal(1000), place + 2) if first == "a" else (Decimal(500), place + 3)
    value = words[place].number
    return None if value is None else _named(words, place, value)


def _named(words: Sequence[Word], place: int, value: Decimal) -> tuple[Decimal, int] | None:
    following = _norm(words, place + 1)
    if following in CENTS:
        return value / 100, place + 2
    if following in THOUSANDS and (following == "grand" or _cued(words, place) or _is_currency(words, place + 2)):
        return _scaled(words, value, place + 1)
    if _is_currency(words, place + 1):
        return _with_cents(words, value, _after_currency(words, place + 1))
    return _pair(words, place)


def _is_currency(words: Sequence[Word], place: int) -> bool:
    return _after_currency(words, place) > place


def _after_currency(words: Sequence[Word], place: int) -> int:
    """Past "dollars", "US dollars" and "pounds sterling"; pounds alone are a weight."""
    start = place + (_norm(words, place) in _BEFORE_A_NAME)
    if _norm(words, start) in POUNDS and _norm(words, start + 1) in {"sterling", "gbp"}:
        return start + 2
    return start + 1 if _norm(words, start) in CURRENCY_OF else place


def _scaled(words: Sequence[Word], value: Decimal, end: int) -> tuple[Decimal, int]:
    if _norm(words, end) in THOUSANDS:
        value, end = value * 1000, end + 1
    return value, _after_currency(words, end)


def _with_cents(words: Sequence[Word], value: Decimal, end: int) -> tuple[Decimal, int]:
    """ "three dollars and fifty cents", "a dollar fifty"."""
    skip = end + 1 if _norm(words, end) == "and" else end
    cents = _number(words, skip)
    if cents is None or not 0 < cents < 100 or cents != cents.to_integral_value():
        return value, end
    after = _norm(words, skip + 1)
    if after in CENTS:
        return value + cents / 100, skip + 2
    counts = after in MEASURES or after in CURRENCY_OF or words[skip].breaks
    if skip == end and cents >= 10 and not counts:
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
    opens_a_span = _norm(words, place - 1) == "between" and _norm(words, place + 2) not in {"and", "to"}
    if words[place + 1].glue != " " or opens_a_span:
        return None
    after = _norm(words, place + 2)
    paid = _is_currency(words, place + 2)
    if after in MEASURES or not (paid or _cued(words, place) or int(part) in _PRICE_ENDINGS):
        return None
    rounded = part % 10 == 0 or part % 25 == 0
    value = whole * 100 + part if whole < 10 and rounded else whole + part / 100
    return value, _after_currency(words, place + 2)


def _could_be_cents(whole: Decimal, part: Decimal) -> bool:
    integral = whole == whole.to_integral_value() and part == part.to_integral_value()
    return integral and 1 <= whole < 1000 and 10 <= part <= 99


def _cued(words: Sequence[Word], place: int) -> bool:
    return _norm(words, place - 1) in PRICE_CUES


def _number(words: Sequence[Word], place: int) -> Decimal | None:
    return words[place].number if 0 <= place < len(words) else None


def _norm(words: Sequence[Word], place: int) -> str:
    return words[place].norm if 0 <= place < len(words) else ""
