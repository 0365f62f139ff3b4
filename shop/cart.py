"""A cart as the shopper sees it: lines of variants at today's prices, and their total."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLine:
    line_id: str
    product_id: str
    variant_id: str
    title: str
    attributes: Mapping[str, str]
    quantity: int
    unit_price: Money
    line_total: Money
    available: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    lines: tuple[CartLine, ...]
    total: Money
