"""What any channel told, for a person to read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`note` is what an engineer should know of how it was asked; `shown` are lines of a card or a screen."""

    speech: str
    is_open: bool
    shown: tuple[str, ...] = ()
    note: str | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)


class Speaker(Protocol):
    def says(self, text: str) -> Told: ...

    def requests(self, kind: str) -> Told:
        """What a platform sends without words; raises NoSuchRequest for a kind that it does not have."""
