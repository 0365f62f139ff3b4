"""What can keep a shopper from an order.

OrdersError
├── OrderUnknown     there is none such that this shopper may see: why, is told to nobody
├── TooManyTries     too many wrong numbers or addresses were given
└── TooLate          it is packed, on its way or done with, and cannot be cancelled any more
"""

from shop.errors import ShopError
from shop.order import OrderState


class OrdersError(ShopError):
    """The root of this folder's errors."""


class OrderUnknown(OrdersError):
    """A wrong number, a wrong address and somebody else's order are all the same from outside."""


class TooManyTries(OrdersError):
    """No more tries for now, right ones neither."""


class TooLate(OrdersError):
    def __init__(self, *, state: OrderState) -> None:
        super().__init__(f"the order is {state}")
        self.state = state
