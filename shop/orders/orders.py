"""Orders as the actions see them, whoever keeps them: the shop's own database or a retailer's platform."""

from datetime import timedelta
from typing import Protocol

from shop.order import Order

MOST_READ = 200
PROOF_LIVES = timedelta(hours=12)
# Wrong pairs of number and e-mail, and for how long they count.
MOST_TRIES = 5
TRIES_COUNT_FOR = timedelta(hours=1)


class Orders(Protocol):
    """Every call raises ShopUnavailable where the shop cannot be reached."""

    async def of_shopper(self, shopper_id: str, *, limit: int = MOST_READ) -> tuple[Order, ...]:
        """Newest first: the customer's, those of this shopper as a guest, and those proven in this conversation."""

    async def numbered(self, number: str, *, shopper_id: str, email: str | None = None) -> Order:
        """The shopper's own order, or anybody's whose e-mail is given with it.

        Once proven by the e-mail, it may be looked at for a while without. Raises OrderUnknown, or TooManyTries after
        some wrong ones.
        """

    async def cancel(self, shopper_id: str, *, order_id: str, turn_id: str) -> Order:
        """Give back the goods and the window; a cancelled order stays as it is. Raises OrderUnknown or TooLate."""
