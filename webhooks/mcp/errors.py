"""What keeps a tool from doing what it was asked to; each is told to the agent in a sentence it can act on.

ToolRefused
├── AccountNeeded     only a customer has orders, and this is a guest
├── GuestCartUnknown  the handle of a guest's cart opens nothing
├── KeyReused         this idempotency key belongs to another call
├── NoSuchThing       there is no such product, line or order
└── NothingToOrder    the cart is empty
"""

from webhooks.errors import ChannelError


class ToolRefused(ChannelError):
    """The root of this folder's errors: `told` is what the agent reads."""

    told = "This cannot be done."


class AccountNeeded(ToolRefused):
    told = "Only a signed-in customer has orders here. Connect this shop with the customer's account first."


class GuestCartUnknown(ToolRefused):
    told = "This guest_cart opens no cart. Leave it out to begin a new one."


class KeyReused(ToolRefused):
    told = "This idempotency_key was used for another call. Choose a new one for a new call."


class NoSuchThing(ToolRefused):
    def __init__(self, *, what: str) -> None:
        super().__init__(f"no such {what}")
        self.told = f"There is no such {what}."


class NothingToOrder(ToolRefused):
    told = "The cart is empty, so there is nothing to check out."
