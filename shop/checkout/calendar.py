"""Makes windows of days to come from the patterns of a week, so that they are never stale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from shop.checkout.terms import WindowPattern
from shop.checkout.window import Window

DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A window that is offered if no more than `capacity` orders have it."""

    window: Window
    capacity: int


def offered_windows(patterns: Sequence[WindowPattern], *, now: datetime, lead_days: int) -> tuple[Offered, ...]:
    """The earliest first, from the first day on which the goods can be there."""
    offered = [
        each
        for pattern in patterns
        for each in _of(pattern, now=now, lead_days=lead_days)
        if each.window.starts_at >= now + timedelta(minutes=pattern.notice_minutes)
    ]
    return tuple(sorted(offered, key=lambda each: (each.window.starts_at, each.window.id)))


def _of(pattern: WindowPattern, *, now: datetime, lead_days: int) -> list[Offered]:
    zone = ZoneInfo(pattern.timezone)
    first = now.astimezone(zone).date() + timedelta(days=lead_days)
    days = (first + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
    return [
        Offered(window=_window(pattern, day, zone), capacity=pattern.capacity)
        for day in days
        if day.isoweekday() == pattern.weekday
    ]


def _window(pattern: WindowPattern, day: date, zone: ZoneInfo) -> Window:
    return Window(
        id=f"{pattern.id}:{day.isoformat()}",
        starts_at=datetime.combine(day, pattern.starts, tzinfo=zone).astimezone(UTC),
        ends_at=datetime.combine(day, pattern.ends, tzinfo=zone).astimezone(UTC),
        timezone=pattern.timezone,
    )
