"""What every channel asks of the assistant behind it."""

from typing import Protocol

from shop.cart import Cart
from shop.reply import Reply
from shop.turn import Turn


class Listener(Protocol):
    """Hears of a turn while it runs, for channels that stream.

    Whatever was heard, the reply is what counts. A turn that ends with an error has none, and nothing that was heard of
    it stands either.
    """

    def accepted(self, turn_id: str) -> None: ...

    def text(self, delta: str) -> None:
        """A piece of the text to show, true as far as it goes; all pieces together are the reply's text.

        Most turns are told in one piece at their end. Of an answer that takes long each sentence is told as soon as it
        has been held against the facts.
        """

    def withdrawn(self) -> None:
        """The reply says something else than the pieces so far: the pieces that follow are the reply's text.

        So it is where a sentence further on was not borne out by the facts, and the answer without it is given.
        """


class Assistant(Protocol):
    async def answer(self, turn: Turn, *, listener: Listener | None = None) -> Reply:
        """The reply to the turn; the same for the same request id, however often it is asked.

        Raises RequestIdReused, TurnInProgress or AssistantUnavailable.
        """


class Carts(Protocol):
    async def cart_of(self, shopper_id: str) -> Cart: ...
