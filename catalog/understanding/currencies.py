"""Which currency an amount is in: by its sign, its code or its name."""

from collections.abc import Mapping

DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD"})
"""In each of these shops a dollar is the shop's own."""

_DOLLAR_WORDS = "$ dollar dollars buck bucks"
_NAMES: Mapping[str, str] = {
    "USD": f"{_DOLLAR_WORDS} usd",
    "EUR": "€ euro euros eur",
    "GBP": "£ quid gbp sterling",
    "JPY": "¥ yen jpy",
    "INR": "₹ rupee rupees inr",
    "CHF": "franc francs chf",
    "CAD": "cad",
    "AUD": "aud",
}
CURRENCY_OF = {name: code for code, names in _NAMES.items() for name in names.split()}
POUNDS = frozenset({"pound", "pounds"})
"""Money where the shop's own currency is sterling and nothing is weighed, or before "sterling"; else a weight."""

CENTS = frozenset({"cent", "cents", "pence", "penny", "pennies"})
_WITHOUT_MINOR_UNITS = frozenset({"JPY", "KRW", "VND", "CLP"})


def foreign(said: str, *, own: str) -> str | None:
    """The currency to hold against the shop's prices; none if it is the shop's own, as any dollar is among dollars."""
    currency = CURRENCY_OF.get(said)
    if currency is None or currency == own:
        return None
    return None if said in _DOLLAR_WORDS.split() and own in DOLLARS else currency


def minor_units_in(currency: str) -> int:
    return 1 if currency in _WITHOUT_MINOR_UNITS else 100
