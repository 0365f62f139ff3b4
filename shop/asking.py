"""Who asks in the turn being answered, and through which channel: bound to the running task, and gone with the turn."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """`looks_around` where products are asked for to choose from: not where one has to be found to be bought."""

    shopper_id: str
    channel: str
    conversation_id: str | None = None
    looks_around: bool = False


_ASKING: ContextVar[Asking | None] = ContextVar("asking", default=None)


@contextmanager
def asked_by(asking: Asking) -> Iterator[None]:
    token = _ASKING.set(asking)
    try:
        yield
    finally:
        _ASKING.reset(token)


def who_asks() -> Asking | None:
    """None outside of a shopper's turn: a benchmark, a page of the storefront."""
    return _ASKING.get()
