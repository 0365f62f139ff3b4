"""A cart as the shopper sees it: lines of variants at today's prices, and their total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.money import Money
from shop.checkout.totals import Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLine:
    """`price_told` is the unit price as it was when the line was put in; None where it is not known.

    `image_url` is empty where there is no picture.
    """

    line_id: str
    product_id: str
    variant_id: str
    title: str
    attributes: Mapping[str, str]
    quantity: int
    unit_price: Money
    line_total: Money
    available: int
    price_told: Money | None = None
    image_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    """`total` is the sum of the lines; `totals` tells what discounts, shipping and tax make of it, where known."""

    lines: tuple[CartLine, ...]
    total: Money
    totals: Totals | None = None

    @classmethod
    def of(cls, lines: Sequence[CartLine], *, currency: str) -> "Cart":
        """`currency` is the shop's, for a cart with nothing in it."""
        if lines:
            currency = lines[0].unit_price.currency
        total = sum(line.line_total.amount_minor for line in lines)
        return cls(lines=tuple(lines), total=Money(amount_minor=total, currency=currency))
