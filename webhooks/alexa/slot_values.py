"""Turns the values of Alexa's typed slots into the words that the assistant understands."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from shop.days import MONTHS

SEARCH_QUERY = "AMAZON.SearchQuery"
NUMBER = "AMAZON.NUMBER"
ORDINAL = "AMAZON.Ordinal"
FOUR_DIGITS = "AMAZON.FOUR_DIGIT_NUMBER"
DATE = "AMAZON.DATE"
TIME = "AMAZON.TIME"

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
PARTS_OF_DAY = {"MO": "in the morning", "AF": "in the afternoon", "EV": "in the evening", "NI": "at night"}
CLOCK = re.compile(r"(\d{2}):(\d{2})(?::\d{2})?")
WEEK = re.compile(r"(\d{4})-W(\d{2})(-WE)?")
MONDAY, SATURDAY = 1, 6


def words_of(value: str, slot_type: str) -> str:
    """Nothing where Alexa heard that something was said, but not what: it writes "?" then."""
    value = value.strip()
    if not value.strip("?"):
        return ""
    return READERS.get(slot_type, str)(value)


def _ordinal(value: str) -> str:
    digits = re.match(r"\d+", value)
    if digits is None:
        return value
    number = int(digits[0])
    return ORDINALS[number - 1] if 1 <= number <= len(ORDINALS) else f"number {number}"


def _date(value: str) -> str:
    """A day, or the first day of a weekend or a week; a month or a season is left as Alexa tells it."""
    week = WEEK.fullmatch(value)
    try:
        if week:
            weekday = SATURDAY if week[3] else MONDAY
            day = date.fromisocalendar(int(week[1]), int(week[2]), weekday)
        else:
            day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{MONTHS[day.month - 1]} {day.day}"


def _time(value: str) -> str:
    clock = CLOCK.fullmatch(value)
    if clock is None:
        return PARTS_OF_DAY.get(value.upper(), value)
    hour, minutes = int(clock[1]), clock[2]
    told = f"{hour % 12 or 12}" + (f":{minutes}" if minutes != "00" else "")
    return f"at {told} {'am' if hour < 12 else 'pm'}"


READERS: Mapping[str, Callable[[str], str]] = {ORDINAL: _ordinal, DATE: _date, TIME: _time}
