"""What can keep a return from starting.

ReturnsError
├── NotReturnable    the policy, or where the order is, does not allow it; `why` says which
└── ExchangeGone     what it should be exchanged for is not to be had
"""

from shop.errors import ShopError
from shop.returns.eligibility import WhyNot


class ReturnsError(ShopError):
    """The root of this folder's errors. An order that is not the shopper's is `shop.orders.errors.OrderUnknown`."""


class NotReturnable(ReturnsError):
    def __init__(self, *, position: int, why: WhyNot) -> None:
        super().__init__(f"line {position} cannot come back: {why}")
        self.position = position
        self.why = why


class ExchangeGone(ReturnsError):
    def __init__(self, *, variant_id: str) -> None:
        super().__init__(f"nothing left of {variant_id}")
        self.variant_id = variant_id
