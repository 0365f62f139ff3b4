"""Checkouts as the actions see them, whoever keeps them: the shop's own database or a retailer's platform."""

from datetime import date
from typing import Protocol

from shop.checkout.draft import Checkout
from shop.checkout.quote import Quote, StoreOffer
from shop.checkout.window import Calendar, Fulfilment, Window
from shop.customer import Address
from shop.order import Order
from shop.turn import Buying


class Checkouts(Protocol):
    """Every call raises ShopUnavailable where the shop cannot be reached."""

    async def draft(self, shopper_id: str) -> Checkout:
        """What is chosen so far; a new one if nothing is."""

    async def choose(  # noqa: PLR0913 - one call for each thing that can be chosen would be six
        self,
        shopper_id: str,
        *,
        turn_id: str,
        how: Fulfilment | None = None,
        address: Address | None = None,
        store_id: str | None = None,
        window_id: str | None = None,
        contact: str | None = None,
        payment: str | None = None,
    ) -> Checkout:
        """Choose what is given; `payment` is the id of a stored method, or `LINK`. Raises ChoiceGone.

        An address is for delivery and a store for picking up, so that either chooses the way too. Another way, or
        another place, gives up the window.
        """

    async def windows(self, shopper_id: str, *, day: date | None = None, limit: int = 3) -> tuple[Window, ...]:
        """The earliest that can be had for what is in the cart; `day` is a day where the shop is."""

    async def calendar(self, shopper_id: str, *, lead_days: int = 0) -> Calendar:
        """When goods that take `lead_days` could be delivered, whatever is in the cart."""

    async def stores(self, shopper_id: str) -> tuple[StoreOffer, ...]:
        """Where the cart could be picked up: first the stores that have all of it."""

    async def promotions(self) -> tuple[str, ...]:
        """What is taken off whose cart it fits, by name, as it is today."""

    async def quote(self, shopper_id: str, *, turn_id: str) -> Quote:
        """What is to be confirmed; holds the goods for some minutes. Raises NotReady, SoldOut or OtherCurrency."""

    async def place(
        self, shopper_id: str, *, quote_id: str, turn_id: str, code: str | None = None, buying: Buying = Buying.HERE
    ) -> Order:
        """The order; the same one however often it is called for this quote.

        Raises NotBoughtHere, QuoteChanged, SoldOut, NotReady, or what `shop.codes.errors` tells of the voice code.
        """

    async def abandon(self, shopper_id: str, *, turn_id: str) -> None:
        """Forget what was chosen, and hold no goods any longer. The cart stays."""
