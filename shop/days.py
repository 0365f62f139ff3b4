"""Which day is meant by "today", "by Friday" or "before the weekend", seen from a given day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from num2words import num2words

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORT = {day[:3]: place for place, day in enumerate(WEEK)} | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
} | {"a": 1, "an": 1}
_ORDINALS = tuple(num2words(number, to="ordinal") for number in range(1, 21))
_SATURDAY = 5
_WEEK_DAYS = 7
_TODAY = re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening)|same[- ]day|right now|now)\b")
_TOMORROW = re.compile(r"\b(?:tomorrow|next[- ]day|to-morrow|tmrw)\b")
_WEEKDAY = re.compile(rf"\b(?:(?P<next>next) )?(?P<day>{'|'.join(WEEK)}|{'|'.join(_SHORT)})s?\b")
_WEEKEND = re.compile(r"\b(?:the |this )?weekend\b")
_IN_DAYS = re.compile(rf"\b(?:in|within) (?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)}) (?P<unit>day|week)s?\b")
_NEXT_WEEK = re.compile(r"\bnext week\b")
_OF_MONTH = re.compile(
    rf"\b(?:the )?(?:(?P<figure>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)}))\b(?! one)"
)
_CHRISTMAS = re.compile(r"\b(?:christmas|xmas)\b")
_BEFORE = re.compile(r"\bbefore\b")
_AT_LATEST = re.compile(r"\b(?:by|before|until|till|within|in time)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMeant:
    """`latest` if any day up to it will do."""

    day: date
    latest: bool = False


def day_meant(text: str, *, today: date) -> DayMeant | None:
    said = text.lower()
    day = _day(said, today)
    if day is None:
        return None
    if _BEFORE.search(said):
        day -= timedelta(days=1)
    return DayMeant(day=day, latest=_AT_LATEST.search(said) is not None)


def called(day: date, *, today: date) -> str:
    """ "Today", "tomorrow", "on Friday", "on Friday next week" or the date."""
    ahead = (day - today).days
    if ahead in {0, 1}:
        return ("today", "tomorrow")[ahead]
    weekday = WEEK[day.weekday()].capitalize()
    if ahead < _WEEK_DAYS:
        return f"on {weekday}"
    return f"on {weekday} next week" if ahead < 2 * _WEEK_DAYS - today.weekday() else f"on {day:%B} {day.day}"


def _day(said: str, today: date) -> date | None:
    if found := _IN_DAYS.search(said):
        number = int(found["number"]) if found["number"].isdigit() else _NUMBERS[found["number"]]
        return today + timedelta(days=number * (_WEEK_DAYS if found["unit"] == "week" else 1))
    if _TOMORROW.search(said):
        return today + timedelta(days=1)
    if found := _WEEKDAY.search(said):
        return _weekday(found, today)
    return _rough_day(said, today)


def _weekday(found: re.Match[str], today: date) -> date:
    place = WEEK.index(found["day"]) if found["day"] in WEEK else _SHORT[found["day"]]
    ahead = (place - today.weekday()) % _WEEK_DAYS
    return today + timedelta(days=ahead + (_WEEK_DAYS if found["next"] and ahead == 0 else 0))


def _rough_day(said: str, today: date) -> date | None:
    if _WEEKEND.search(said):
        return today + timedelta(days=(_SATURDAY - today.weekday()) % _WEEK_DAYS)
    if _NEXT_WEEK.search(said):
        return today + timedelta(days=_WEEK_DAYS - today.weekday())
    if _CHRISTMAS.search(said):
        return date(today.year, 12, 25) if today <= date(today.year, 12, 25) else date(today.year + 1, 12, 25)
    if _TODAY.search(said):
        return today
    return _day_of_month(said, today) if _AT_LATEST.search(said) or " on " in f" {said} " else None


def _day_of_month(said: str, today: date) -> date | None:
    found = _OF_MONTH.search(said)
    if found is None:
        return None
    number = int(found["figure"]) if found["figure"] else _ORDINALS.index(found["word"]) + 1
    for ahead in range(62):
        if (day := today + timedelta(days=ahead)).day == number:
            return day
    return None
