"""Windows of the coming days, by the clock where the shop is."""

from datetime import UTC, datetime, time

from shop.checkout.calendar import offered_windows
from shop.checkout.terms import WindowPattern
from shop.checkout.window import Fulfilment

# Clocks go back on 1 November 2026 in Los Angeles.
SATURDAY = datetime(2026, 10, 31, 16, 30, tzinfo=UTC)


def every_day(hour: int = 10, *, notice_minutes: int = 60) -> list[WindowPattern]:
    return [
        WindowPattern(
            id=f"d{weekday}",
            how=Fulfilment.DELIVERY,
            weekday=weekday,
            starts=time(hour),
            ends=time(hour + 2),
            timezone="America/Los_Angeles",
            capacity=3,
            notice_minutes=notice_minutes,
        )
        for weekday in range(1, 8)
    ]


def test_seven_days_ahead_at_the_same_hour_of_the_clock() -> None:
    windows = [each.window for each in offered_windows(every_day(12), now=SATURDAY, lead_days=0)]
    assert len(windows) == 7
    assert {window.starts_local.hour for window in windows} == {12}
    assert [window.starts_at.hour for window in windows[:2]] == [19, 20]
    assert [window.id for window in windows[:2]] == ["d6:2026-10-31", "d7:2026-11-01"]


def test_a_window_too_near_is_not_offered() -> None:
    assert offered_windows(every_day(10, notice_minutes=30), now=SATURDAY, lead_days=0)[0].window.id.startswith("d6")
    assert offered_windows(every_day(10, notice_minutes=31), now=SATURDAY, lead_days=0)[0].window.id.startswith("d7")


def test_goods_that_take_days_are_waited_for() -> None:
    assert offered_windows(every_day(), now=SATURDAY, lead_days=9)[0].window.id == "d1:2026-11-09"
