"""Carts as the actions see them, whoever keeps them: one open cart per shopper, shared by every channel."""

from collections.abc import Mapping
from typing import Protocol

from shop.cart import Cart
from shop.errors import CartFull, OtherCurrency, OutOfStock

MOST_PER_LINE = 99


class Carts(Protocol):
    """Each change is made once, however often its turn is repeated. Every call may raise ShopUnavailable."""

    async def cart_of(self, shopper_id: str) -> Cart: ...

    async def add(self, shopper_id: str, variant_id: str, *, quantity: int, turn_id: str, part: int = 0) -> Cart:
        """Put more of a variant into the cart; raises OutOfStock, CartFull or OtherCurrency, with nothing changed.

        A sentence may ask for the same thing twice: each time is a `part` of its turn.
        """

    async def set_quantity(self, shopper_id: str, variant_id: str, *, quantity: int, turn_id: str) -> Cart:
        """Make it so many of a variant that is in the cart; none takes it out. Raises NotInCart too."""

    async def swap(self, shopper_id: str, variant_id: str, other_id: str, *, turn_id: str) -> Cart:
        """As many of another variant as there were of this one. Raises NotInCart too."""

    async def set_all(self, shopper_id: str, quantities: Mapping[str, int], *, turn_id: str) -> Cart:
        """Make it so many of each, whether or not they are in the cart; none takes one out. All or nothing."""

    async def clear(self, shopper_id: str, *, turn_id: str) -> Cart: ...


def require_room(variant_id: str, quantity: int, *, available: int, currency: str, cart_currency: str | None) -> None:
    """That the cart may hold so many; `cart_currency` is that of what else is in it. What goes out always may."""
    if quantity > MOST_PER_LINE:
        raise CartFull(most=MOST_PER_LINE)
    if quantity > available:
        raise OutOfStock(variant_id=variant_id, available=available)
    if quantity and cart_currency is not None and cart_currency != currency:
        raise OtherCurrency(variant_id=variant_id, currency=currency, cart_currency=cart_currency)


def what_goes_first(quantities: Mapping[str, int]) -> list[tuple[str, int]]:
    """What goes out makes room for what comes in."""
    return sorted(quantities.items(), key=lambda each: each[1] > 0)
