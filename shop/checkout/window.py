"""How goods get to the shopper, and the spans of time in which they do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class Fulfilment(StrEnum):
    DELIVERY = "delivery"
    PICKUP = "pickup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A span that can be chosen; times are UTC, and `timezone` is where people will look at their clocks."""

    id: str
    starts_at: datetime
    ends_at: datetime
    timezone: str = "UTC"

    @property
    def starts_local(self) -> datetime:
        return self.starts_at.astimezone(ZoneInfo(self.timezone))

    @property
    def ends_local(self) -> datetime:
        return self.ends_at.astimezone(ZoneInfo(self.timezone))
