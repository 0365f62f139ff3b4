"""What one look at one part of the installation found."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "wrong", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`unknown` is for what cannot be looked at now, such as the database of a shop that is closed."""

    part: str
    state: State
    says: str
    advice: str = ""


Look = Callable[[], Awaitable[Iterable[Finding]]]


def fine(part: str, says: str) -> Finding:
    return Finding(part=part, state="ok", says=says)


def wrong(part: str, says: str, *, advice: str) -> Finding:
    return Finding(part=part, state="wrong", says=says, advice=advice)


def unknown(part: str, says: str) -> Finding:
    return Finding(part=part, state="unknown", says=says)
