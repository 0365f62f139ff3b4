"""What can keep a cart from becoming an order.

CheckoutError
├── ChoiceGone      what was chosen is not offered: such a way, place, window or means of paying
├── NotBoughtHere   where this is said no order is placed, or none for a guest
├── NotReady        something has still to be chosen, or there is nothing in the cart
├── QuoteChanged    what was confirmed is no longer so; the new quote has to be confirmed
└── SoldOut         there is too little of something
"""

from collections.abc import Sequence

from shop.checkout.quote import Quote, SoldOutLine
from shop.turn import Buying


class CheckoutError(Exception):
    """The root of this folder's errors. What a voice code keeps from happening is told in `shop.codes.errors`."""


class ChoiceGone(CheckoutError):
    """`what` is how, address, store, window or payment."""

    def __init__(self, *, what: str) -> None:
        super().__init__(f"this {what} is not offered")
        self.what = what


class NotBoughtHere(CheckoutError):
    def __init__(self, *, buying: Buying) -> None:
        super().__init__(f"no order is placed here: {buying}")
        self.buying = buying


class NotReady(CheckoutError):
    """`missing` is as in the draft, or "cart" alone where the cart is empty."""

    def __init__(self, *, missing: Sequence[str]) -> None:
        super().__init__(f"not chosen yet: {', '.join(missing)}")
        self.missing = tuple(missing)


class QuoteChanged(CheckoutError):
    def __init__(self, *, quote: Quote) -> None:
        super().__init__("what was confirmed is no longer so")
        self.quote = quote


class SoldOut(CheckoutError):
    def __init__(self, *, lines: Sequence[SoldOutLine]) -> None:
        super().__init__(f"too little left of {', '.join(line.variant_id for line in lines)}")
        self.lines = tuple(lines)
