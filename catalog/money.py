"""Money as the shop counts it: integer minor units and an ISO currency."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    amount_minor: int
    currency: str

    def times(self, quantity: int) -> "Money":
        return Money(amount_minor=self.amount_minor * quantity, currency=self.currency)
