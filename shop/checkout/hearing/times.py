"""When something shall come: "tomorrow morning", "Friday after five", "the earliest", "any time on the 24th"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from shop.checkout.hearing.digits import with_digits
from shop.checkout.window import Window
from shop.days import MONTHS, WEEK

MIDNIGHT, NOON = time(0), time(12)
PARTS = {
    "morning": (MIDNIGHT, NOON),
    "afternoon": (NOON, time(17)),
    "lunch": (time(11), time(14)),
    "lunchtime": (time(11), time(14)),
    "evening": (time(17), None),
    "tonight": (time(17), None),
    "night": (time(17), None),
    "noon": (time(11), time(14)),
    "midday": (time(11), time(14)),
}
SATURDAY = 5
# "At six" of a day's windows is rarely six in the morning.
EARLIEST_HOUR = 7

_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in MONTHS)
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_CLOCK = r"(\d{1,2})(?::(\d{2}))? ?(a\.?m\.?|p\.?m\.?|o'?clock)?"
TODAY = re.compile(r"\b(today|tonight|this (?:morning|afternoon|evening)|same day|right now|right away)\b")
AFTER_TOMORROW = re.compile(r"\b(?:the )?day after tomorrow\b")
TOMORROW = re.compile(r"\b(tomorrow|tomorow|tmrw|tmw|next day)\b")
WEEKEND_SAID = re.compile(r"\b(?:this |the |next |over the |on the )*weekend\b")
NEXT_WEEK = re.compile(r"\bnext week\b")
WEEKDAY = re.compile(rf"\b(next |this |on )?({'|'.join(f'{day[:3]}(?:{day[3:]})?s?' for day in WEEK)}|tues|thurs?)\b")
DATE = re.compile(rf"\b(?:({_MONTH})\.? (?:the )?{_DAY}|(?:the )?{_DAY} (?:of )?({_MONTH}))\b")
DAY_OF_MONTH = re.compile(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b")
PART = re.compile(rf"\b({'|'.join(PARTS)})s?\b")
AFTER = re.compile(rf"\b(?:after|later than|from|past|not before|starting(?: at)?) {_CLOCK}")
BEFORE = re.compile(rf"\b(?:before|by|until|till|earlier than|no later than) {_CLOCK}")
BETWEEN = re.compile(rf"\b(?:between |from )?{_CLOCK} ?(?:and|to|-|until|till) ?{_CLOCK}")
AT = re.compile(
    rf"\b(?:at|around|about|near|towards?|roughly) {_CLOCK}|^\W*{_CLOCK}\W*$"
    r"|\b(\d{1,2})(?::(\d{2}))? ?(a\.?m|p\.?m)\b"
)
SOONEST = re.compile(
    r"\b(earliest|soonest|first (?:available|possible|one available|slot|window)|as soon as (?:possible|you can)|asap"
    r"|quickest|next available)\b"
)
ANY = re.compile(
    r"\b(any ?time|whenever|any(?: of (?:them|those))?(?: is fine| works| will do)?|doesn'?t matter"
    r"|don'?t (?:care|mind)|you (?:choose|pick|decide)|up to you|no preference|either)\b"
)
_NOUN = r"(?:times?|days?|slots?|windows?|options?)"
LATER = re.compile(
    rf"\b(later|(?:other|another|different|more) {_NOUN}|something else|none of (?:those|these|them)|what else"
    r"|next ones?)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Days (any if empty), and the clock times within which the window lies; `at` is a moment it holds.

    A window is of the morning or the afternoon by when it starts: `starts_before`.

    `soonest` is met by the first that fits; `others` are those after the ones told.
    """

    days: frozenset[date] = frozenset()
    after: time | None = None
    before: time | None = None
    at: time | None = None
    starts_before: time | None = None
    soonest: bool = False
    others: bool = False

    @property
    def says_when(self) -> bool:
        return bool(self.days or self.after or self.before or self.at or self.starts_before)


def wish_said(said: str, *, today: date) -> Wish | None:
    """None where nothing is said of a time."""
    words = _plain(said)
    days = _days(words, today)
    wish = replace(
        _hours(words),
        days=days,
        soonest=bool(SOONEST.search(words) or ANY.search(words)),
        others=LATER.search(words) is not None,
    )
    return wish if wish.says_when or wish.soonest or wish.others else None


def fitting(wish: Wish, windows: Sequence[Window]) -> tuple[Window, ...]:
    return tuple(window for window in windows if _fits(wish, window))


def days_only(wish: Wish) -> Wish:
    """The day is what people plan by; the hour is what they bend."""
    return Wish(days=wish.days)


def _fits(wish: Wish, window: Window) -> bool:
    starts, ends = window.starts_local, window.ends_local
    if wish.days and starts.date() not in wish.days:
        return False
    if wish.after and starts.time() < wish.after:
        return False
    if wish.starts_before and starts.time() >= wish.starts_before:
        return False
    if wish.before and (ends.time() > wish.before or ends.date() != starts.date()):
        return False
    return not wish.at or starts.time() <= wish.at < ends.time()


def _days(words: str, today: date) -> frozenset[date]:
    for pattern, ahead in ((AFTER_TOMORROW, 2), (TODAY, 0), (TOMORROW, 1)):
        if pattern.search(words):
            return frozenset({today + timedelta(days=ahead)})
    if named := _dates(words, today):
        return named
    if WEEKEND_SAID.search(words):
        return _weekend(today)
    weekdays = frozenset(_weekday(found, today) for found in WEEKDAY.finditer(words))
    return weekdays or (_next_week(today) if NEXT_WEEK.search(words) else frozenset())


def _weekend(today: date) -> frozenset[date]:
    """On a Sunday the rest of it."""
    saturday = today + timedelta(days=max(SATURDAY - today.weekday(), 0))
    return frozenset({saturday, saturday + timedelta(days=1)} if saturday.weekday() == SATURDAY else {saturday})


def _next_week(today: date) -> frozenset[date]:
    monday = today + timedelta(days=7 - today.weekday())
    return frozenset(monday + timedelta(days=day) for day in range(7))


def _dates(words: str, today: date) -> frozenset[date]:
    for found in DATE.finditer(words):
        month = next(place for place, name in enumerate(MONTHS, 1) if name.startswith((found[1] or found[4])[:3]))
        if named := _coming(today, month, int(found[2] or found[3])):
            return frozenset({named})
    if alone := DAY_OF_MONTH.search(words):
        month = today.month if int(alone[1]) >= today.day else today.month % 12 + 1
        if named := _coming(today, month, int(alone[1])):
            return frozenset({named})
    return frozenset()


def _coming(today: date, month: int, day: int) -> date | None:
    try:
        named = date(today.year, month, day)
        return named if named >= today else named.replace(year=today.year + 1)
    except ValueError:
        return None


def _weekday(found: re.Match[str], today: date) -> date:
    wanted = next(place for place, name in enumerate(WEEK) if name.startswith(found[2][:3]))
    ahead = (wanted - today.weekday()) % 7
    return today + timedelta(days=ahead or (7 if (found[1] or "").strip() == "next" else 0))


def _hours(words: str) -> Wish:
    """Hours that are said win over the part of the day, which tells what half of the day they are in."""
    part = next((found[1] for found in PART.finditer(words)), None)
    if found := BETWEEN.search(words):
        later = _clock(found[4], found[5], found[6], part=part)
        earlier = _clock(found[1], found[2], found[3] or (found[6] if _same_half(found) else None), part=part)
        if earlier and later and earlier < later:
            return Wish(after=earlier, before=later)
    after = _first(AFTER, words, part)
    before = _first(BEFORE, words, part)
    if after or before:
        return Wish(after=after, before=before)
    if moment := AT.search(words):
        groups = [group for group in (moment.groups()[:3], moment.groups()[3:6], moment.groups()[6:]) if group[0]]
        if groups and (at := _clock(*groups[0], part=part)):
            return Wish(at=at)
    starts, ends = PARTS[part] if part else (None, None)
    return Wish(after=starts, starts_before=ends)


def _first(pattern: re.Pattern[str], words: str, part: str | None) -> time | None:
    found = pattern.search(words)
    return _clock(found[1], found[2], found[3], part=part) if found else None


def _same_half(found: re.Match[str]) -> bool:
    return int(found[1]) <= int(found[4])


def _clock(hour: str, minute: str | None, half: str | None, *, part: str | None) -> time | None:
    """Twelve hours where no half is said: the one in which people are about, or the one of the part of the day."""
    hours, minutes = int(hour), int(minute or 0)
    if hours > 23 or minutes > 59:
        return None
    marked = (half or "").replace(".", "")
    if marked == "pm" and hours < 12:
        hours += 12
    elif marked == "am" and hours == 12:
        hours = 0
    elif marked not in {"am", "pm"} and hours < 12 and (part in _LATE or (part != "morning" and hours < EARLIEST_HOUR)):
        hours += 12
    return time(hours, minutes)


_LATE = frozenset({"afternoon", "evening", "tonight", "night"})


def _plain(said: str) -> str:
    words = with_digits(said.lower().replace("\u2019", "'"))
    words = re.sub(r"\bhalf past (\d{1,2})\b", r"\1:30", words)
    words = re.sub(r"\bquarter past (\d{1,2})\b", r"\1:15", words)
    words = re.sub(r"\b(after|before|by|at|around|until) (noon|midday)\b", r"\1 12:00 pm", words)
    words = re.sub(r"\b(after|before|by) (lunch)\b", r"\1 1:00 pm", words)
    return re.sub(r"\bafter work\b", "after 5 pm", words)
