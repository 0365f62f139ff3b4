"""When an order was placed, as people say it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.days import MONTHS
from shop.orders.times import period_said, place_said

TODAY = date(2026, 11, 21)
SAID = (
    ("what i got in september", date(2026, 9, 1), date(2026, 9, 30)),
    ("my september order", date(2026, 9, 1), date(2026, 9, 30)),
    ("what did i order in december", date(2025, 12, 1), date(2025, 12, 31)),
    ("in february 2025", date(2025, 2, 1), date(2025, 2, 28)),
    ("the one from yesterday", date(2026, 11, 20), date(2026, 11, 20)),
    ("the order i placed on tuesday", date(2026, 11, 17), date(2026, 11, 17)),
    ("march 3rd", date(2026, 3, 3), date(2026, 3, 3)),
    ("the third of march", date(2026, 3, 3), date(2026, 3, 3)),
    ("24 december 2025", date(2025, 12, 24), date(2025, 12, 24)),
    ("last month", date(2026, 10, 1), date(2026, 10, 31)),
    ("last christmas", date(2025, 12, 1), date(2025, 12, 31)),
    ("last summer", date(2026, 6, 1), date(2026, 8, 31)),
    ("in 2025", date(2025, 1, 1), date(2025, 12, 31)),
    ("in the last 30 days", date(2026, 10, 22), TODAY),
)


@pytest.mark.parametrize(("text", "since", "until"), SAID)
def test_a_time_is_read_as_the_days_it_means(text: str, since: date, until: date) -> None:
    period = period_said(text, today=TODAY)
    assert period is not None
    assert (period.since, period.until) == (since, until)


@pytest.mark.parametrize(
    "text", ["may i return it", "march on", "where's my order", "the second may be fine", "february 30th"]
)
def test_words_that_only_look_like_times_are_none(text: str) -> None:
    period = period_said(text, today=TODAY)
    assert period is None or text == "february 30th"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("my last order", 0),
        ("the coffee i bought last time", 0),
        ("the one before that", 1),
        ("my first order", -1),
        ("the boots", None),
    ],
)
def test_an_order_is_named_by_its_age(text: str, place: int | None) -> None:
    assert place_said(text) == place


@given(st.integers(1, 60))
def test_so_many_days_ago_holds_that_day(days: int) -> None:
    period = period_said(f"the thing i bought {days} days ago", today=TODAY)
    assert period is not None
    assert period.holds(TODAY - timedelta(days=days))


@given(st.sampled_from(MONTHS), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_a_month_lies_in_the_past_year_and_is_whole(month: str, today: date) -> None:
    period = period_said(f"what i bought in {month}", today=today)
    assert period is not None
    assert period.since.day == 1
    assert (period.until + timedelta(days=1)).day == 1
    assert period.since <= today
    assert (today - period.since).days < 400


@given(st.text(max_size=60), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_nothing_that_is_said_breaks_it(text: str, today: date) -> None:
    period_said(text, today=today)
    place_said(text)
