"""When an order was placed, as people say it: "in March", "last week", "two weeks ago", "the one before the last"."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shop.days import MONTHS, WEEK
from shop.references import CARDINALS, ORDINALS

SHORT_MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10,
                "nov": 11, "dec": 12}  # fmt: skip
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
SEASON_MONTHS = 3
YEAR_MONTHS = 12
# "The second may be fine" names no day.
MAY = 5
UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_MONTH_OF = {**{name: place for place, name in enumerate(MONTHS, start=1)}, **SHORT_MONTHS}
_MONTH = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
# "May I" and "march on" are months only where something says so.
_CLEAR_MONTH = "|".join(sorted(set(_MONTH_OF) - {"may", "march", "mar", "sep"}, key=len, reverse=True))
_NUMBER = rf"\d{{1,3}}|an?|a couple(?: of)?|a few|{'|'.join(CARDINALS)}"
_NTH = rf"(\d{{1,2}})(?:st|nd|rd|th)?|{'|'.join(ORDINALS)}"

AGO = re.compile(rf"\b({_NUMBER}) (day|week|month|year)s? (?:ago|back)\b")
PAST = re.compile(rf"\b(?:last|past|previous) ({_NUMBER}) (day|week|month|year)s?\b")
DATE = re.compile(rf"\b(?:({_MONTH}) (?:the )?({_NTH})|(?:the )?({_NTH}) (?:of )?({_MONTH}))(?:,? (20\d\d))?\b")
IN_MONTH = re.compile(
    rf"\b(?:(?:in|from|for|since|during|of|last|this|back in|my|the) (?:early |late |mid |the )?({_MONTH})"
    rf"|({_CLEAR_MONTH}))(?:'s)?(?: (?:of )?(20\d\d|last year|this year))?\b"
)
WEEKDAY = re.compile(rf"\b(?:(last|this|on|from|of) )?({'|'.join(WEEK)})(?:'s)?\b")
SEASON = re.compile(rf"\b(?:in|from|last|this|since|over|during) (?:the )?({'|'.join(SEASONS)})\b")
CHRISTMAS = re.compile(r"\b(?:last |for |before |at |around |over )?(?:christmas|xmas|the holidays)\b")
YEAR = re.compile(r"\b(?:in|from|of|during) (20\d\d)\b")
SPAN = re.compile(r"\b(last|this|past|previous) (week|month|year|weekend)\b")
DAY = re.compile(r"\b(day before yesterday|yesterday|last night|today|this morning|this afternoon|tonight)\b")
BEFORE_THE_LAST = re.compile(
    r"\b(?:second (?:to )?last|last but one|(?:one|order) before (?:the )?(?:last|that|previous))\b"
)
LATEST = re.compile(
    r"\b(?:(?:my|the|that|our) (?:very )?(?:last|latest|newest|most recent|previous)"
    r" (?:order|one|purchase|delivery|shop)"
    r"|(?:last|latest|most recent|previous) order|last time|just (?:ordered|bought|placed))\b"
)
EARLIEST = re.compile(r"\b(?:my|the) (?:very )?(?:first|oldest|earliest) (?:order|purchase)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days, the last one included; `about` is the day in the middle where only roughly a day was said.

    `words` are those that named it.
    """

    since: date
    until: date
    about: date | None = None
    words: str = ""

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.until


def place_said(text: str) -> int | None:
    """Which order by its age, the newest being 0 and the oldest -1; None where none is named so."""
    said = text.lower()
    if BEFORE_THE_LAST.search(said):
        return 1
    if EARLIEST.search(said):
        return -1
    return 0 if LATEST.search(said) else None


def period_said(text: str, *, today: date) -> Period | None:
    """The days a sentence is about; all of them lie in the past."""
    said = text.lower()
    for pattern, reading in READINGS:
        for found in pattern.finditer(said):
            if period := reading(found, today):
                return replace(period, words=found[0])
    return None


def _ago(found: re.Match[str], today: date) -> Period:
    days = _number(found[1]) * UNIT_DAYS[found[2]]
    slack = {"day": 1, "week": 4, "month": 16, "year": 100}[found[2]]
    about = today - timedelta(days=days)
    since = about - timedelta(days=slack if _number(found[1]) > 1 or found[2] != "day" else 0)
    return Period(since=since, until=min(today, about + (about - since)), about=about)


def _past(found: re.Match[str], today: date) -> Period:
    return Period(since=today - timedelta(days=_number(found[1]) * UNIT_DAYS[found[2]]), until=today)


def _date(found: re.Match[str], today: date) -> Period | None:
    month = _MONTH_OF[found[1] or found[6]]
    said = found[2] or found[4]
    if month == MAY and not said[0].isdigit() and " of " not in found[0]:
        return None
    day = int(re.sub(r"\D", "", said)) if said[0].isdigit() else ORDINALS[said] + 1
    year = int(found[7]) if found[7] else None
    try:
        named = date(year or today.year, month, day)
        named = named if year or named <= today else named.replace(year=today.year - 1)
    except ValueError:
        return None
    return Period(since=named, until=named)


def _month(found: re.Match[str], today: date) -> Period:
    month = _MONTH_OF[found[1] or found[2]]
    year = today.year if month <= today.month else today.year - 1
    if found[3]:
        year = {"last year": today.year - 1, "this year": today.year}.get(found[3]) or int(found[3])
    return _months(year, month, 1)


def _weekday(found: re.Match[str], today: date) -> Period:
    back = (today.weekday() - WEEK.index(found[2])) % 7
    back = 7 if back == 0 and found[1] == "last" else back
    day = today - timedelta(days=back)
    return Period(since=day, until=day)


def _season(found: re.Match[str], today: date) -> Period:
    month = SEASONS[found[1]]
    return _months(today.year if month <= today.month else today.year - 1, month, SEASON_MONTHS)


def _christmas(_: re.Match[str], today: date) -> Period:
    year = today.year if today.month == YEAR_MONTHS else today.year - 1
    return _months(year, YEAR_MONTHS, 1)


def _year(found: re.Match[str], _: date) -> Period:
    return _months(int(found[1]), 1, YEAR_MONTHS)


def _span(found: re.Match[str], today: date) -> Period:
    """ "Last week" is the calendar's, and the seven days before today: people mean either."""
    is_this = found[1] == "this"
    monday = today - timedelta(days=today.weekday())
    if found[2] == "weekend":
        saturday = monday - timedelta(days=2)
        return Period(since=saturday, until=saturday + timedelta(days=1))
    if found[2] == "week":
        if is_this:
            return Period(since=monday, until=today)
        return Period(since=monday - timedelta(days=7), until=max(monday, today - timedelta(days=5)))
    if found[2] == "month":
        before = today.replace(day=1) - timedelta(days=1)
        month = today if is_this else before
        return _months(month.year, month.month, 1)
    return _months(today.year if is_this else today.year - 1, 1, YEAR_MONTHS)


def _day(found: re.Match[str], today: date) -> Period:
    back = {"day before yesterday": 2, "yesterday": 1, "last night": 1}.get(found[1], 0)
    day = today - timedelta(days=back)
    return Period(since=day, until=day)


def _months(year: int, month: int, number: int) -> Period:
    end = month - 1 + number
    following = date(year + end // YEAR_MONTHS, end % YEAR_MONTHS + 1, 1)
    return Period(since=date(year, month, 1), until=following - timedelta(days=1))


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    if said in CARDINALS:
        return CARDINALS.index(said) + 1
    return {"a couple": 2, "a couple of": 2, "a few": 3}.get(said, 1)


READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Period | None]], ...] = (
    (AGO, _ago),
    (PAST, _past),
    (DATE, _date),
    (CHRISTMAS, _christmas),
    (IN_MONTH, _month),
    (SEASON, _season),
    (YEAR, _year),
    (SPAN, _span),
    (DAY, _day),
    (WEEKDAY, _weekday),
)
