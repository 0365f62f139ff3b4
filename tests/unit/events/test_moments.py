"""When an event happened, as told by clocks that are right, wrong and absurd."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rerank.events.moments import LATEST, SKEW_BORNE, Unbelievable, moment_of

NOW = datetime(2026, 3, 1, 0, 0, 30, tzinfo=UTC)


def test_what_happened_a_moment_ago_is_believed_as_told() -> None:
    told = NOW - timedelta(seconds=40)
    assert moment_of(told, sent_at=NOW - timedelta(seconds=2), received_at=NOW) == told


def test_a_clock_that_is_hours_off_is_set_right_by_when_it_sent() -> None:
    ahead = timedelta(hours=5)
    told = moment_of(NOW + ahead - timedelta(seconds=10), sent_at=NOW + ahead, received_at=NOW)
    assert told == NOW - timedelta(seconds=10)


def test_a_clock_without_a_time_of_sending_is_not_set_right() -> None:
    with pytest.raises(Unbelievable, match="in_future"):
        moment_of(NOW + SKEW_BORNE + timedelta(seconds=1), sent_at=None, received_at=NOW)


def test_what_is_older_than_a_week_comes_too_late() -> None:
    assert moment_of(NOW - LATEST, sent_at=None, received_at=NOW) == NOW - LATEST
    with pytest.raises(Unbelievable, match="too_old"):
        moment_of(NOW - LATEST - timedelta(seconds=1), sent_at=None, received_at=NOW)


def test_another_zone_is_the_same_moment() -> None:
    told = NOW.astimezone(timezone(timedelta(hours=-8)))
    assert moment_of(told, sent_at=None, received_at=NOW) == NOW


ANY_MOMENT = some.datetimes(
    timezones=some.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))])
)


@given(told=ANY_MOMENT, sent_at=some.none() | ANY_MOMENT)
def test_whatever_is_told_a_moment_that_is_believed_is_within_bounds(told: datetime, sent_at: datetime | None) -> None:
    try:
        moment = moment_of(told, sent_at=sent_at, received_at=NOW)
    except Unbelievable:
        return
    assert NOW - LATEST <= moment <= NOW + SKEW_BORNE
