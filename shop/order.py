"""An order: what was bought, at which price, where it is now, and what came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from catalog.money import Money
from shop.customer import Address


class OrderState(StrEnum):
    PLACED = "placed"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    PARTLY_RETURNED = "partly_returned"
    RETURNED = "returned"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """Title, attributes and price are as they were on the day, whatever the catalogue says now.

    `category` is the path the product has today; empty for what is no longer sold.
    """

    product_id: str
    variant_id: str
    title: str
    attributes: Mapping[str, str]
    quantity: int
    unit_price: Money
    returned_quantity: int = 0
    category: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    id: str
    carrier: str
    tracking_number: str
    shipped_at: datetime
    expected_at: datetime
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    id: str
    number: str
    customer_id: str
    state: OrderState
    placed_at: datetime
    address: Address
    lines: tuple[OrderLine, ...]
    shipping: Money
    tax: Money
    shipments: tuple[Shipment, ...] = ()

    @property
    def items(self) -> Money:
        amount_minor = sum(line.unit_price.times(line.quantity).amount_minor for line in self.lines)
        return Money(amount_minor=amount_minor, currency=self.shipping.currency)

    @property
    def total(self) -> Money:
        amount_minor = self.items.amount_minor + self.shipping.amount_minor + self.tax.amount_minor
        return Money(amount_minor=amount_minor, currency=self.shipping.currency)
