"""Items as plain JSON, for keeping them between reading a file and writing its products."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from catalog.intake.items import Item
from catalog.money import Money

_FIELDS = tuple(field.name for field in fields(Item))
_DEFAULTS = {field.name: field.default for field in fields(Item)}


def packed(item: Item) -> dict[str, Any]:
    """Only what differs from the defaults."""
    plain = {name: getattr(item, name) for name in _FIELDS}
    plain["price"] = [item.price.amount_minor, item.price.currency]
    plain["attributes"] = dict(item.attributes)
    return {name: value for name, value in plain.items() if value != _DEFAULTS[name] and value not in ((), {})}


def unpacked(plain: Mapping[str, Any]) -> Item:
    amount_minor, currency = plain["price"]
    values = {**plain, "price": Money(amount_minor=amount_minor, currency=currency)}
    return Item(**{**values, "category": tuple(plain.get("category", ()))})
