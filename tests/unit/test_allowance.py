"""So many times in a minute, by address."""

import pytest

from webhooks.problems import problem_of
from webhooks.web import allowance
from webhooks.web.allowance import Allowance
from webhooks.web.errors import TooOften


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_beyond_the_number_a_caller_waits_until_the_first_is_a_minute_ago() -> None:
    clock = Seconds()
    allowed = Allowance(per_minute=2, clock=clock)
    allowed.take("a")
    clock.now = 20
    allowed.take("a")
    clock.now = 25.5
    with pytest.raises(TooOften) as refused:
        allowed.take("a")
    problem = problem_of(refused.value)
    assert (problem.status, problem.headers["Retry-After"]) == (429, "35")
    allowed.take("b")
    clock.now = 60
    allowed.take("a")
    with pytest.raises(TooOften):
        allowed.take("a")


def test_what_is_refused_does_not_count() -> None:
    clock = Seconds()
    allowed = Allowance(per_minute=1, clock=clock)
    allowed.take("a")
    for clock.now in range(1, 60):
        with pytest.raises(TooOften):
            allowed.take("a")
    clock.now = 60
    allowed.take("a")


def test_callers_of_long_ago_are_forgotten() -> None:
    clock = Seconds()
    allowed = Allowance(per_minute=1, clock=clock)
    for number in range(50):
        allowed.take(f"a{number}")
    clock.now = allowance.MINUTE_S + 1
    allowed.take("b")
    assert list(allowed._taken) == ["b"]
