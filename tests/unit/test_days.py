from datetime import date

import pytest

from shop.days import called, day_meant

WEDNESDAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("text", "day", "latest"),
    [
        ("can I pick it up today", date(2026, 11, 18), False),
        ("will I get it tomorrow", date(2026, 11, 19), False),
        ("will it be here by Friday", date(2026, 11, 20), True),
        ("will it arrive before Sunday", date(2026, 11, 21), True),
        ("is the store open on Sunday", date(2026, 11, 22), False),
        ("are you open wednesday", date(2026, 11, 18), False),
        ("next wednesday", date(2026, 11, 25), False),
        ("can I have it by the weekend", date(2026, 11, 21), True),
        ("before the weekend", date(2026, 11, 20), True),
        ("within two days", date(2026, 11, 20), True),
        ("in a week", date(2026, 11, 25), False),
        ("in time for christmas", date(2026, 12, 25), True),
        ("by the tenth", date(2026, 12, 10), True),
        ("on the 20th", date(2026, 11, 20), False),
    ],
)
def test_the_day_that_is_meant(text: str, day: date, latest: bool) -> None:
    meant = day_meant(text, today=WEDNESDAY)
    assert meant is not None
    assert (meant.day, meant.latest) == (day, latest)


@pytest.mark.parametrize("text", ["is the second one in stock", "how many are left", "the first one in a ten"])
def test_most_questions_name_no_day(text: str) -> None:
    assert day_meant(text, today=WEDNESDAY) is None


def test_days_are_called_as_people_call_them() -> None:
    days = [date(2026, 11, day) for day in (18, 19, 21, 24)]
    assert [called(day, today=WEDNESDAY) for day in days] == ["today", "tomorrow", "on Saturday", "on Tuesday"]
    assert called(date(2026, 11, 26), today=WEDNESDAY) == "on Thursday next week"
    assert called(date(2026, 12, 25), today=WEDNESDAY) == "on December 25"
