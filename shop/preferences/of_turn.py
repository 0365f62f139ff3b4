"""The preferences of the shopper whose turn is being answered: read at most once, and gone with the turn.

They are bound to the running task and never to the process: two shoppers answered at once cannot see each other's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from shop.preferences.preference import Preferences
from shop.preferences.stored_preferences import KeptPreferences


class OfTurn:
    """`anyway` is true where the shopper asked this once for what they otherwise avoid."""

    def __init__(self, kept: KeptPreferences, shopper_id: str, *, anyway: bool = False) -> None:
        self._kept = kept
        self._shopper_id = shopper_id
        self._known: Preferences | None = None
        self.anyway = anyway

    async def known(self) -> Preferences:
        if self._known is None:
            self._known = await self._kept.of(self._shopper_id)
        return self._known

    def read_again(self) -> None:
        """After the turn itself changed them."""
        self._known = None


_OF_TURN: ContextVar[OfTurn | None] = ContextVar("preferences_of_turn", default=None)


@contextmanager
def answering(turn: OfTurn) -> Iterator[OfTurn]:
    token = _OF_TURN.set(turn)
    try:
        yield turn
    finally:
        _OF_TURN.reset(token)


def of_turn() -> OfTurn | None:
    """None outside of a shopper's turn: a benchmark, a page of the storefront."""
    return _OF_TURN.get()
