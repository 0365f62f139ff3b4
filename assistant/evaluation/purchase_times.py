"""Reads the many ways in which shops write when something was bought."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
_YEARS = ("%Y", "%y")
_DAY_DOTTED = tuple(f"%d.%m.{year}{clock}" for year in _YEARS for clock in _CLOCKS)
_MONTH_FIRST = tuple(f"%m/%d/{year}{clock}" for year in _YEARS for clock in _CLOCKS)
_DAY_FIRST = tuple(f"%d/%m/{year}{clock}" for year in _YEARS for clock in _CLOCKS)
_MONTH_NAMED = tuple(
    f"{date}{clock}"
    for month in ("%b", "%B")
    for date in (f"%d {month} %Y", f"%d {month} %y", f"{month} %d %Y")
    for clock in _CLOCKS
)
_ZONE = re.compile(r"\s*(?:UTC|GMT)$", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]\+?\d+)?")
_RUN_TOGETHER = re.compile(r"(?:19|20)\d{6}(?:\d{4}(?:\d\d)?)?")
_TWO_THEN_YEAR = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d\d)(?!\d)")
_FIRST_DAY = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MONTH = 12
# From so large a number on, it counts parts of a second: of days and of seconds there are none so late.
_SECONDS_FROM = 1e8
_PARTS = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3))


@lru_cache(maxsize=100_000)
def read_time(told: str, *, day_first: bool = False) -> datetime:
    """ISO, 20260131, month/day/year, day.month.year, 31-Jan-2026, a count since 1970 or a day's number.

    Raises ValueError.
    """
    told = _ZONE.sub("", told)
    if _RUN_TOGETHER.fullmatch(told):
        return _aware(datetime.fromisoformat(f"{told[:8]}T{told[8:]}" if told[8:] else told))
    if _NUMBER.fullmatch(told):
        return _counted(float(told))
    if begins := _TWO_THEN_YEAR.match(told):
        date = begins[0].replace("-", "/")
        return _in_one_of(_DAY_FIRST if day_first else _MONTH_FIRST, date + told[begins.end() :].replace("T", " "))
    if re.match(r"\d{1,2}\.\d{1,2}\.", told):
        return _in_one_of(_DAY_DOTTED, told)
    if re.search(r"[A-Za-z]{3}", told):
        return _in_one_of(_MONTH_NAMED, re.sub(r"[\s,-]+", " ", told))
    return _aware(datetime.fromisoformat(told.replace("/", "-")))


def is_ambiguous(told: str) -> bool:
    """Whether it begins with a day and a month of which the file has to say which is which."""
    return _TWO_THEN_YEAR.match(told) is not None


def days_come_first(times: Iterable[str]) -> bool:
    """Told by the first that can be only the one or the other; where all could be either, the month comes first."""
    for told in times:
        if begins := _TWO_THEN_YEAR.match(told):
            if int(begins[1]) > _LAST_MONTH:
                return True
            if int(begins[3]) > _LAST_MONTH:
                return False
    return False


def _counted(number: float) -> datetime:
    per_second = next((parts for least, parts in _PARTS if number >= least), None)
    if per_second:
        return _FIRST_DAY + timedelta(seconds=number / per_second)
    return _FIRST_DAY + timedelta(seconds=number if number >= _SECONDS_FROM else number * 86_400)


def _in_one_of(forms: Sequence[str], told: str) -> datetime:
    for form in forms:
        try:
            return datetime.strptime(told, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise ValueError(told)


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
