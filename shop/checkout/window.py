"""How goods get to the shopper, and the spans of time in which they do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What day it is where the shop is, or one of its stores, and the windows in which it could deliver.

    Without any window it is not known when exactly goods come.
    """

    now: datetime
    timezone: str = "UTC"
    store_timezones: Mapping[str, str] = field(default_factory=dict)
    windows: tuple[Window, ...] = ()

    def today(self, store_id: str | None = None) -> date:
        zone = self.store_timezones.get(store_id or "", self.timezone)
        return self.now.astimezone(ZoneInfo(zone)).date()

    @property
    def arrives(self) -> date | None:
        return self.windows[0].starts_local.date() if self.windows else None
