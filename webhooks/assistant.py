"""What every channel asks of the assistant behind it."""

from typing import Protocol

from shop.cart import Cart
from shop.reply import Reply
from shop.turn import Turn


class Listener(Protocol):
    """Hears of a turn while it runs, for channels that stream."""

    def accepted(self, turn_id: str) -> None: ...

    def text(self, delta: str) -> None:
        """A piece of the text to show; all pieces together are the reply's text."""


class Assistant(Protocol):
    async def answer(self, turn: Turn, *, listener: Listener | None = None) -> Reply:
        """The reply to the turn; the same for the same request id, however often it is asked.

        Raises RequestIdReused, TurnInProgress or AssistantUnavailable.
        """


class Carts(Protocol):
    async def cart_of(self, shopper_id: str) -> Cart: ...
