"""Shoe sizes of one system in another: what is EU 42 for a man is a US 8.5 or 9."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

SYSTEMS = frozenset(["us", "uk", "eu"])

# Makers differ by half a size, so that a size of one system is answered by all sizes of the other it may be.
_EU_TO_US: Mapping[str, Mapping[str, str]] = {
    "men": {
        "38": "5.5 6", "39": "6 6.5", "40": "7 7.5", "41": "8", "42": "8.5 9", "43": "9.5 10", "44": "10 10.5",
        "45": "11 11.5", "46": "12", "47": "12.5 13", "48": "13.5 14",
    },
    "women": {
        "34": "3.5 4", "35": "4.5 5", "36": "5.5 6", "37": "6.5", "38": "7 7.5", "39": "8 8.5", "40": "8.5 9",
        "41": "9.5 10", "42": "10 10.5", "43": "11 11.5", "44": "12",
    },
}  # fmt: skip
_SMALLEST_EU = 30
_NUMBER = re.compile(r"\d{1,2}(?:\.\d)?")
_US_ABOVE_UK = {"men": Decimal(1), "women": Decimal(2)}


def system_of(sizes: Iterable[str], *, own: str) -> str:
    """In which system plain numbers on the shelf are: no American foot needs a 38."""
    numbers = [float(size) for size in sizes if _NUMBER.fullmatch(size)]
    european = sum(number >= _SMALLEST_EU for number in numbers)
    return "eu" if european > len(numbers) / 2 else own


def converted(size: str, *, system: str, into: str, audience: str) -> tuple[str, ...]:
    """None where nobody can tell: a child's sizes, or a system without a table."""
    if audience not in _US_ABOVE_UK:
        return ()
    if system == into:
        return (size,)
    if system == "us":
        return _from_us(size, into=into, audience=audience)
    in_us = _to_us(size, system=system, audience=audience)
    if into == "us":
        return in_us
    return tuple(dict.fromkeys(made for us in in_us for made in _from_us(us, into=into, audience=audience)))


def _to_us(size: str, *, system: str, audience: str) -> tuple[str, ...]:
    if system == "uk":
        return (_written(Decimal(size) + _US_ABOVE_UK[audience]),)
    return tuple(_EU_TO_US[audience].get(size, "").split())


def _from_us(size: str, *, into: str, audience: str) -> tuple[str, ...]:
    if into == "uk":
        uk = Decimal(size) - _US_ABOVE_UK[audience]
        return (_written(uk),) if uk > 0 else ()
    return tuple(eu for eu, us in _EU_TO_US[audience].items() if size in us.split())


def _written(size: Decimal) -> str:
    return f"{size.normalize():f}"
