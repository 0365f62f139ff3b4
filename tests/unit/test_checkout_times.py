"""Times and digits as shoppers say them in a checkout."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.checkout.hearing.digits import code_said, with_digits
from shop.checkout.hearing.times import fitting, wish_said
from shop.checkout.hearing.windows import offer_of
from shop.checkout.window import Window

SATURDAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
STORED = {"v": "Visa ending in 4242", "m": "Mastercard ending in 5100"}

WORDS = st.text(max_size=200)
STREETS = st.sampled_from(
    ["Heron Court", "Park Avenue", "North Main Street", "St. Johns Road", "42nd Street", "Elm Drive"]
)
CITIES = st.sampled_from(["Alderbrook", "New York", "Saint Paul", "Ash"])


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("twenty seven", "27"),
        ("one twenty three main", "123 main"),
        ("nine eight oh oh one", "98001"),
        ("twelve hundred oak", "1200 oak"),
        ("one oh five", "105"),
        ("two hundred and five elm", "205 elm"),
        ("ninety-eight thousand", "98000"),
        ("double five three", "553"),
        ("one, two", "1, 2"),
        ("oh no", "oh no"),
    ],
)
def test_digits_are_written_as_they_are_said(said: str, written: str) -> None:
    assert with_digits(said) == written


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("4711", "4711"),
        ("four seven one one", "4711"),
        ("it's forty-seven eleven", "4711"),
        ("47 11 please", "4711"),
        ("my code is one two three four five", "12345"),
        ("123", None),
        ("1234 or 5678, I forget", None),
        ("no idea", None),
    ],
)
def test_a_code_is_four_to_eight_digits_and_only_one(said: str, code: str | None) -> None:
    assert code_said(said) == code


@given(st.from_regex(r"[0-9]{4,8}", fullmatch=True))
def test_every_code_is_heard_digit_by_digit(code: str) -> None:
    names = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    assert code_said(" ".join(names[int(digit)] for digit in code)) == code


@pytest.mark.parametrize(
    ("said", "days", "after", "before", "at"),
    [
        ("tomorrow", [1], None, None, None),
        ("the day after tomorrow", [2], None, None, None),
        ("Friday after five", [6], time(17), None, None),
        ("monday between two and four", [2], time(14), time(16), None),
        ("before noon tomorrow", [1], None, time(12), None),
        ("8 to 10 tomorrow", [1], time(8), time(10), None),
        ("at six", [], None, None, time(18)),
        ("half past five", [], None, None, time(17, 30)),
        ("after work on tuesday", [3], time(17), None, None),
        ("this weekend", [0, 1], None, None, None),
        ("next saturday", [7], None, None, None),
        ("the 24th", [3], None, None, None),
        ("december 3", [12], None, None, None),
        ("10 am", [], None, None, time(10)),
    ],
)
def test_a_time_is_heard(said: str, days: list[int], after: time | None, before: time | None, at: time | None) -> None:
    wish = wish_said(said, today=SATURDAY)
    assert wish is not None
    assert wish.days == {SATURDAY + timedelta(days=day) for day in days}
    assert (wish.after, wish.before, wish.at) == (after, before, at)


@pytest.mark.parametrize("said", ["yes", "27 Heron Court", "may I ask something", "the first one", "delivery"])
def test_what_says_nothing_of_a_time_is_no_wish(said: str) -> None:
    assert wish_said(said, today=SATURDAY) is None


@given(WORDS, st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_no_wish_lies_in_the_past(said: str, today: date) -> None:
    wish = wish_said(said, today=today)
    assert wish is None or all(day >= today for day in wish.days)


@given(st.sampled_from(["morning", "afternoon", "evening"]), st.integers(0, 6))
def test_what_fits_a_part_of_a_day_starts_in_it(part: str, ahead: int) -> None:
    windows = [window(day, hour) for day in range(8) for hour in (8, 10, 13, 16, 18)]
    day = SATURDAY + timedelta(days=ahead)
    wish = wish_said(f"{day:%A} {part}", today=SATURDAY)
    assert wish is not None
    found = fitting(wish, windows)
    assert found
    assert {each.starts_local.date() for each in found} == {day}
    latest = {"morning": 12, "afternoon": 17, "evening": 24}[part]
    assert all(each.starts_local.hour < latest for each in found)


def test_of_what_was_told_a_narrower_wish_picks_one() -> None:
    windows = [window(1, 8), window(1, 13), window(2, 8)]
    told = [each.id for each in windows]
    offer = offer_of("the afternoon one", windows, told=told, now=NOW)
    assert offer is not None
    assert offer.chosen == windows[1]


def test_what_is_full_is_said_and_the_same_day_offered() -> None:
    windows = [window(1, 8), window(2, 8)]
    offer = offer_of("monday evening", windows, told=[], now=NOW)
    assert offer is not None
    assert offer.missed
    assert offer.windows == (windows[1],)


def test_other_times_are_those_after() -> None:
    windows = [window(day, 8) for day in range(1, 6)]
    offer = offer_of("another day", windows, told=[each.id for each in windows[:3]], now=NOW)
    assert offer is not None
    assert offer.windows == tuple(windows[3:])


def window(day: int, hour: int) -> Window:
    starts = datetime.combine(SATURDAY + timedelta(days=day), time(hour), tzinfo=UTC)
    return Window(id=f"{day}-{hour}", starts_at=starts, ends_at=starts + timedelta(hours=2))
