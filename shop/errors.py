"""What can keep a shopper from getting what was asked.

ShopError
├── OutOfStock        fewer are available than asked for
├── CartFull          more of one thing than a cart line may hold
├── NotInCart         the thing to change is not in the cart
├── OtherCurrency     what is to come into the cart is sold in another currency than what is in it
└── ShopUnavailable   the database cannot be reached
"""


class ShopError(Exception):
    """The root of this folder's errors."""


class OutOfStock(ShopError):
    def __init__(self, *, variant_id: str, available: int) -> None:
        super().__init__(f"only {available} of {variant_id} available")
        self.variant_id = variant_id
        self.available = available


class CartFull(ShopError):
    def __init__(self, *, most: int) -> None:
        super().__init__(f"a cart line holds at most {most}")
        self.most = most


class NotInCart(ShopError):
    """The line named by the shopper is gone."""


class OtherCurrency(ShopError):
    """An order has one currency, and so has a cart."""

    def __init__(self, *, variant_id: str, currency: str, cart_currency: str) -> None:
        super().__init__(f"{variant_id} is sold in {currency}, and the cart is in {cart_currency}")
        self.variant_id = variant_id
        self.currency = currency
        self.cart_currency = cart_currency


class ShopUnavailable(ShopError):
    """The shop's data cannot be read or written at the moment."""
