"""A line of a cart as it is reckoned with: what it is, how many, and at which price."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLine:
    """`category` is the product's path; `delivery_days` how long it takes to come.

    `matched_price_minor` is the lower price that this shopper was promised for it, if there is one.
    """

    variant_id: str
    product_id: str
    brand: str
    category: tuple[str, ...]
    quantity: int
    unit_price_minor: int
    matched_price_minor: int | None = None
    delivery_days: int = 0

    @property
    def total_minor(self) -> int:
        return self.quantity * self.unit_price_minor

    @property
    def match_minor(self) -> int:
        """What the promised price takes off the whole line."""
        if self.matched_price_minor is None:
            return 0
        return self.quantity * max(0, self.unit_price_minor - self.matched_price_minor)
