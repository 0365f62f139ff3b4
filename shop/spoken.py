"""Facts in words a voice can say, and the same facts as written on a screen."""

import re
import unicodedata
from collections.abc import Sequence

from num2words import num2words

from catalog.money import Money

MAIN_UNITS = {"USD": "dollar", "EUR": "euro", "GBP": "pound", "INR": "rupee", "CAD": "dollar", "AUD": "dollar"}
MINOR_UNITS = {"GBP": ("penny", "pence"), "INR": ("paisa", "paise")}
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "CAD": "CA$", "AUD": "A$"}
MEASURES = {
    "gal": "gallon",
    "qt": "quart",
    "pt": "pint",
    "fl oz": "fluid ounce",
    "oz": "ounce",
    "lb": "pound",
    "ct": "count",
    "in": "inch",
    "ft": "foot",
    "mm": "millimeter",
}
PLURALS = {"inch": "inches", "foot": "feet", "count": "count"}
SHORT_FORM_BELOW = 1000
# They turn around what follows them, so that it reads otherwise than it is. The marks that some scripts need stay.
TURNS_AROUND = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def price_in_words(money: Money) -> str:
    """The way a shop assistant says it: 4999 USD is "forty-nine ninety-nine"."""
    whole, rest = divmod(money.amount_minor, 100)
    if whole == 0:
        return minor_in_words(rest, money.currency)
    if rest == 0:
        return main_in_words(whole, money.currency)
    if whole < SHORT_FORM_BELOW:
        tail = f"oh {num2words(rest)}" if rest < 10 else num2words(rest)
        return f"{number_in_words(whole)} {tail}"
    return f"{main_in_words(whole, money.currency)} and {minor_in_words(rest, money.currency)}"


def main_in_words(whole: int, currency: str) -> str:
    unit = MAIN_UNITS.get(currency, currency)
    return f"{number_in_words(whole)} {unit if whole == 1 or unit == currency else unit + 's'}"


def minor_in_words(rest: int, currency: str) -> str:
    one, many = MINOR_UNITS.get(currency, ("cent", "cents"))
    return f"{num2words(rest)} {one if rest == 1 else many}"


def currency_in_words(currency: str) -> str:
    """ "Euros"; its code where several are called alike."""
    unit = MAIN_UNITS.get(currency, "")
    return f"{unit}s" if [*MAIN_UNITS.values()].count(unit) == 1 else currency


def number_in_words(number: int) -> str:
    """Without the "and", which would make two amounts of "one hundred and fourteen ninety-nine"."""
    return str(num2words(number)).replace(" and ", " ")


def price_written(money: Money) -> str:
    sign = SIGNS.get(money.currency)
    amount = f"{money.amount_minor / 100:,.2f}"
    return f"{sign}{amount}" if sign else f"{amount} {money.currency}"


def measure_in_words(measure: str) -> str:
    """ "16 oz" as "16 ounces", "1 gal" as "one gallon"; anything else as it stands."""
    found = re.fullmatch(r"(half|[\d./,]+) (gal|qt|pt|fl oz|oz|lb|ct|in|ft|mm)", measure)
    if found is None:
        return measure
    amount, unit = found[1], MEASURES[found[2]]
    if amount in {"1", "half"}:
        return f"{'one' if amount == '1' else amount} {unit}"
    return f"{amount} {PLURALS.get(unit, unit + 's')}"


def reads_straight(sign: str) -> bool:
    """False for what only changes the direction in which the signs after it are shown."""
    return unicodedata.bidirectional(sign) not in TURNS_AROUND


def listing(things: Sequence[str], *, last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(things) <= 1:
        return "".join(things)
    return f"{', '.join(things[:-1])} {last} {things[-1]}"


def counted(number: int, thing: str, things: str | None = None) -> str:
    """ "one item", "three items"."""
    return f"{number_in_words(number)} {thing if number == 1 else things or thing + 's'}"
