"""One thing a shopper did or was shown, as all that learns from it sees it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum


class EventKind(StrEnum):
    VIEW = "view"
    SEARCH = "search"
    IMPRESSION = "impression"
    CLICK = "click"
    DWELL = "dwell"
    ADD_TO_CART = "add_to_cart"
    REMOVE_FROM_CART = "remove_from_cart"
    PURCHASE = "purchase"
    RETURN = "return"
    CORRECTION = "correction"
    REJECTION = "rejection"


class Source(StrEnum):
    """Who says that it happened: a page can be made to say anything, a turn of ours cannot."""

    PAGE = "page"
    TURN = "turn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did it, as far as that is known, and in which stretch of talking or looking around.

    `shopper_id` and `conversation_id` are what we know ourselves, `device_id` and `visit_id` what a page calls them.
    """

    shopper_id: str | None = None
    conversation_id: str | None = None
    device_id: str | None = None
    visit_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`occurred_at` is when it was heard of, where `is_time_told` is false. `position` counts from 1 within `list_id`.

    `model` is the version of whatever ordered the list that the product was shown in.
    """

    event_id: str
    kind: EventKind
    source: Source
    channel: str
    actor: Actor
    occurred_at: datetime
    received_at: datetime
    is_time_told: bool = True
    turn_id: str | None = None
    list_id: str | None = None
    product_id: str | None = None
    variant_id: str | None = None
    position: int | None = None
    model: str | None = None
    dwell_ms: int | None = None
    quantity: int | None = None
    value_minor: int | None = None
    currency: str | None = None
    query: str | None = None

    @property
    def day(self) -> date:
        return self.occurred_at.astimezone(UTC).date()
