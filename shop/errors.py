"""What can keep a shopper from getting what was asked.

ShopError
├── OutOfStock        fewer are available than asked for
├── CartFull          more of one thing than a cart line may hold
├── NotInCart         the thing to change is not in the cart
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


class ShopUnavailable(ShopError):
    """The shop's data cannot be read or written at the moment."""
