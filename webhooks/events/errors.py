"""Why events are not kept.

EventsError
├── BatchUnreadable   what came is no batch of events
└── RowRefused        one row of a batch cannot be kept; the others can
"""


class EventsError(Exception):
    """The root of this folder's errors."""


class BatchUnreadable(EventsError):
    """Told without what came: a shopper's words may be in it."""


class RowRefused(EventsError):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
