"""What a cart or an order comes to: items, discounts by name, shipping, tax and the total."""

from dataclasses import dataclass

from catalog.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """`amount` is what is taken off, so it is never below zero. `name` is as it is told to the shopper."""

    name: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Shipping, tax and total are None where it is not known yet how and where the goods go."""

    items: Money
    discounts: tuple[Discount, ...] = ()
    shipping: Money | None = None
    tax: Money | None = None
    total: Money | None = None

    @property
    def discount(self) -> Money:
        """All discounts together."""
        return self._money(sum(discount.amount.amount_minor for discount in self.discounts))

    @property
    def goods(self) -> Money:
        """The items less the discounts: what is known even where shipping and tax are not."""
        return self._money(self.items.amount_minor - self.discount.amount_minor)

    def _money(self, amount_minor: int) -> Money:
        return Money(amount_minor=amount_minor, currency=self.items.currency)
