"""A line of a cart as it is reckoned with: what it is, how many, and at which price."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLine:
    """`category` is the product's path; `delivery_days` how long it takes to come."""

    variant_id: str
    product_id: str
    brand: str
    category: tuple[str, ...]
    quantity: int
    unit_price_minor: int
    delivery_days: int = 0

    @property
    def total_minor(self) -> int:
        return self.quantity * self.unit_price_minor
