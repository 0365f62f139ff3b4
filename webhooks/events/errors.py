"""Why events are not kept.

EventsError
├── BatchUnreadable   what came is no batch of events
└── RowRefused        one row of a batch cannot be kept; the others can
"""

from collections.abc import Mapping, Sequence
from typing import Any


class EventsError(Exception):
    """The root of this folder's errors."""


class BatchUnreadable(EventsError):
    """Told without what came: a shopper's words may be in it. `found` has the places and what is wrong there."""

    def __init__(self, found: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(len(found))
        self.found = found


class RowRefused(EventsError):
    """`field` is the first that is wrong or missing, as far as it is one; never what stands in it."""

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
