"""Days and times of day as people say them: "tomorrow", "Tuesday", "on December third", "between two and four"."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from num2words import num2words

from shop.checkout.window import Window
from shop.spoken import number_in_words

NEAR_DAYS = 6
NOON = 12


def day_ahead(moment: datetime, *, now: datetime, zone: str = "UTC") -> str:
    """ "Today", "tomorrow", "on Tuesday"; farther off with its date."""
    day, today = _date(moment, zone), _date(now, zone)
    if day == today:
        return "today"
    if day == today + timedelta(days=1):
        return "tomorrow"
    return f"on {day:%A}" if today < day <= today + timedelta(days=NEAR_DAYS) else f"on {dated(day, today)}"


def day_past(moment: datetime, *, now: datetime, zone: str = "UTC") -> str:
    """ "Yesterday", "on Tuesday"; longer ago with its date."""
    day, today = _date(moment, zone), _date(now, zone)
    if day == today:
        return "today"
    if day == today - timedelta(days=1):
        return "yesterday"
    return f"on {day:%A}" if today - timedelta(days=NEAR_DAYS) <= day < today else f"on {dated(day, today)}"


def dated(day: date, today: date) -> str:
    """ "March third"; with its year where that is not clear."""
    said = f"{day:%B} {num2words(day.day, to='ordinal')}"
    return said if abs((today - day).days) < 300 else f"{said}, {num2words(day.year, to='year')}"


def in_window(window: Window, *, now: datetime) -> str:
    """ "Tomorrow between two and four in the afternoon"."""
    day = day_ahead(window.starts_at, now=now, zone=window.timezone)
    return f"{day} between {_clock(window.starts_local)} and {_clock(window.ends_local)}"


def _clock(moment: datetime) -> str:
    if (moment.hour, moment.minute) == (NOON, 0):
        return "noon"
    hour = number_in_words(moment.hour % NOON or NOON)
    half = "a.m." if moment.hour < NOON else "p.m."
    if moment.minute == 0:
        return f"{hour} {half}"
    minutes = num2words(moment.minute) if moment.minute >= 10 else f"oh {num2words(moment.minute)}"
    return f"{hour} {minutes} {half}"


def _date(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
