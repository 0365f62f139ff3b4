"""Prices as a shop would print them, and the price of one unit of what is in the pack."""

import re
from decimal import Decimal

from catalog.money import Money
from catalog.product import UnitPrice

CURRENCY = "USD"
_PACK = re.compile(
    r"(?:(?P<count>\d+) x )?(?P<amount>\d+(?:\.\d+)?|half) (?P<unit>fl oz|oz|lb|gal|qt|pt|ct|L|rolls|loads)$"
)
_IN_QUARTS = {
    "fl oz": Decimal(1) / 32,
    "pt": Decimal("0.5"),
    "qt": Decimal(1),
    "gal": Decimal(4),
    "L": Decimal("1.0567"),
}
_IN_POUNDS = {"oz": Decimal(1) / 16, "lb": Decimal(1)}
_CHEAP_EACH_MINOR = 10


def retail(amount_minor: float, *, ending: int) -> int:
    """The nearest price a shelf label would carry; `ending` is the brand's habit above twenty dollars, in cents."""
    if amount_minor < 300:
        return max(39, round((amount_minor - 9) / 10) * 10 + 9)
    if amount_minor < 2000:
        return _nearest(amount_minor, step=100, endings=(29, 49, 79, 99))
    if amount_minor < 10000:
        return _nearest(amount_minor, step=100, endings=(ending, 49) if ending == 99 else (ending,))
    return _nearest(amount_minor, step=1000, endings=(400 + ending, 900 + ending))


def _nearest(amount_minor: float, *, step: int, endings: tuple[int, ...]) -> int:
    floor = int(amount_minor // step) * step
    candidates = [floor + shift + ending for shift in (-step, 0, step) for ending in endings]
    return min(candidates, key=lambda price: (abs(price - amount_minor), price))


def unit_price(price_minor: int, pack: str) -> UnitPrice | None:
    """Per quart for what is poured, per pound for what is weighed, per piece for what is counted."""
    parsed = _PACK.match(pack)
    if parsed is None:
        return None
    amount = Decimal("0.5") if parsed["amount"] == "half" else Decimal(parsed["amount"])
    amount *= int(parsed["count"] or 1)
    unit = parsed["unit"]
    if unit in _IN_QUARTS:
        return _per("qt", price_minor, amount * _IN_QUARTS[unit])
    if unit in _IN_POUNDS:
        return _per("lb", price_minor, amount * _IN_POUNDS[unit])
    if price_minor / amount < _CHEAP_EACH_MINOR:
        return _per("100 ct", price_minor, amount / 100)
    return _per({"rolls": "roll", "loads": "load"}.get(unit, "each"), price_minor, amount)


def _per(unit: str, price_minor: int, amount: Decimal) -> UnitPrice:
    return UnitPrice(price=Money(amount_minor=max(1, round(price_minor / amount)), currency=CURRENCY), unit=unit)
