"""Marks of what holds for a product: numbers made of facts, the same here and in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A product that fits has one of `marks`, or `every` one of them.

    Two facts may share a mark: a mark can rule a product out, and only the fact itself can rule it in.
    """

    name: str
    marks: tuple[int, ...]
    every: bool = False

    @classmethod
    def by(cls, name: str, facts: Iterable[str], *, every: bool = False) -> "Marked":
        return cls(name=name, marks=tuple(sorted({mark_of(fact) for fact in facts})), every=every)


def mark_of(fact: str) -> int:
    """As `mark_of` in the database."""
    return int.from_bytes(sha256(fact.encode()).digest()[:4], "big", signed=True)
