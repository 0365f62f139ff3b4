"""An order: what was bought, at which price, where it is now, and what came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from catalog.contents import Store
from catalog.money import Money
from shop.checkout.payment import Payment
from shop.checkout.totals import Discount, Totals
from shop.checkout.window import Fulfilment, Window
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
    discount_minor: int = 0
    tax_minor: int = 0
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
    """Of a customer, or of a guest who left an address to write to; delivered to an address or picked up in a store.

    Its days begin by the clocks of `timezone`: those of the store it is picked up in, or of the shop.
    """

    id: str
    number: str
    customer_id: str | None
    state: OrderState
    placed_at: datetime
    address: Address | None
    lines: tuple[OrderLine, ...]
    shipping: Money
    tax: Money
    discounts: tuple[Discount, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    shopper_id: str | None = None
    contact: str | None = None
    how: Fulfilment = Fulfilment.DELIVERY
    store: Store | None = None
    window: Window | None = None
    payment: Payment | None = None
    seller: str | None = None
    timezone: str = "UTC"

    @property
    def items(self) -> Money:
        return self._money(sum(line.unit_price.times(line.quantity).amount_minor for line in self.lines))

    @property
    def total(self) -> Money:
        off = sum(discount.amount.amount_minor for discount in self.discounts)
        return self._money(self.items.amount_minor - off + self.shipping.amount_minor + self.tax.amount_minor)

    @property
    def totals(self) -> Totals:
        return Totals(
            items=self.items, discounts=self.discounts, shipping=self.shipping, tax=self.tax, total=self.total
        )

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.timezone)).date()

    def _money(self, amount_minor: int) -> Money:
        return Money(amount_minor=amount_minor, currency=self.shipping.currency)
