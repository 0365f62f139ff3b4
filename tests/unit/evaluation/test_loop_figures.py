"""The figures of a closed loop: nothing closed is 0, the best is 1, and worse than popularity is below 0."""

import pytest

from assistant.evaluation.loop_figures import Round, figures_of, gap_closed, interval, lateness_of
from assistant.simulation.walk import Worth


def worths(shown: float, *, count: int = 40) -> list[Worth]:
    return [
        Worth(household=f"h{number % 8}", day=number, model="m", shown=shown, popular=1.0, foretold=1.8, best=2.0)
        for number in range(count)
    ]


@pytest.mark.parametrize(("shown", "closed"), [(1.0, 0.0), (2.0, 1.0), (1.5, 0.5), (0.5, -0.5)])
def test_the_gap_is_between_popularity_and_the_best(shown: float, closed: float) -> None:
    assert gap_closed(worths(shown)) == pytest.approx(closed)


def test_without_a_gap_none_is_closed() -> None:
    same = [Worth(household="h", day=0, model="m", shown=1.0, popular=1.0, foretold=1.0, best=1.0)]
    assert gap_closed(same) is None


def test_the_interval_is_as_wide_as_households_differ() -> None:
    assert interval(worths(1.5)) == pytest.approx((0.5, 0.5))
    mixed = [each for number, each in enumerate(worths(1.0) + worths(2.0)) if (number % 8 < 4) == (number < 40)]
    low, high = interval(mixed)
    assert low < 0.5 < high


def test_what_the_loop_came_to_is_told_by_its_last_lists() -> None:
    rounds = [Round(worths=worths(1.0), tried={"outcome": "promoted"})] * 4 + [Round(worths=worths(1.8), tried={})]
    figures = figures_of(rounds)
    assert figures["interactions"] == 200
    assert figures["gap_closed"] == pytest.approx(0.8)
    assert figures["knowable_share"] == pytest.approx(0.8)
    assert figures["of_knowable"] == pytest.approx(1)
    assert [each["gap_closed"] for each in figures["rounds"]] == pytest.approx([0, 0, 0, 0, 0.8])
    assert figures["rounds"][0]["outcome"] == "promoted"


def test_regret_adds_up() -> None:
    *_, last = figures_of([Round(worths=worths(1.5), tried={})])["regret"]
    assert last == {"interactions": 40, "loop": 20.0, "popularity": 40.0}


@pytest.mark.parametrize(
    ("ordered", "share"),
    [({}, 0.0), ({"baseline": 50}, 0.0), ({"late": 3}, 1.0), ({"baseline": 50, "learned": 97, "late": 3}, 0.03)],
)
def test_late_lists_are_told_of_those_that_a_model_was_asked_for(ordered: dict[str, int], share: float) -> None:
    assert lateness_of(ordered) == {"ordered": ordered, "late_share": pytest.approx(share)}
