"""Reads the hand-written tables of requests and changes beside it."""

from collections.abc import Iterator
from pathlib import Path

from catalog.query import Query, Sort

FOLDER = Path(__file__).parent
_NAMES = {"max": "max_price_minor", "min": "min_price_minor", "rating": "min_rating"}
_LISTS = {"brands", "not_brands", "colors", "sizes", "exclude"}
_NUMBERS = {"max": int, "min": int, "quantity": int, "rating": float}


def rows(name: str) -> Iterator[tuple[str, Query]]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            said, _, meant = line.partition(" -> ")
            yield said, query_of(meant)


def query_of(meant: str) -> Query:
    text, *bounds = meant.split(" | ")
    fields: dict[str, object] = {"text": "" if text == "-" else text, "attributes": {}}
    for bound in bounds:
        name, _, value = bound.partition("=")
        if name in _LISTS:
            fields[name] = tuple(value.split(", "))
        elif name in _NUMBERS:
            fields[_NAMES.get(name, name)] = _NUMBERS[name](value)
        elif name == "sort":
            fields["sort"] = Sort(value)
        elif name in {"unit", "currency"}:
            fields[name] = value
        else:
            fields["attributes"][name] = value
    return Query(**fields)
