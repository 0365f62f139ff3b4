"""How long a model may be waited for: one stretch of time for a whole turn, ended by the turn's own deadline."""

import pytest

from actions.conversation.model_time import AFTERWARDS_S, LONGEST_S, ModelTime


class Clock:
    def __init__(self, at: float) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


def test_a_turn_in_good_time_leaves_a_use_all_of_its_own() -> None:
    assert ModelTime(now=Clock(95.0)).within_s("turn-1", answer_by=100.0, most_s=2.0) == 2.0


@pytest.mark.parametrize(("now", "left_s"), [(98.5, 1.5 - AFTERWARDS_S), (99.9, 0.0), (200.0, 0.0)])
def test_a_turn_that_began_late_leaves_what_it_has_itself(now: float, left_s: float) -> None:
    assert ModelTime(now=Clock(now)).within_s("turn-1", answer_by=100.0, most_s=2.0) == pytest.approx(left_s)


def test_two_uses_of_a_turn_share_one_stretch_of_time() -> None:
    clock = Clock(90.0)
    time = ModelTime(now=clock)
    assert time.within_s("turn-1", answer_by=100.0, most_s=1.5) == 1.5
    clock.at += 1.4
    assert time.within_s("turn-1", answer_by=100.0, most_s=2.0) == pytest.approx(0.6)
    clock.at += 0.6
    assert time.within_s("turn-1", answer_by=100.0, most_s=2.0) == 0.0


def test_another_turn_and_the_same_run_again_have_time_of_their_own() -> None:
    clock = Clock(90.0)
    time = ModelTime(now=clock)
    time.within_s("turn-1", answer_by=100.0, most_s=2.0)
    clock.at += 3.0
    assert time.within_s("turn-1", answer_by=100.0, most_s=2.0) == 0.0
    assert time.within_s("turn-2", answer_by=100.0, most_s=2.0) == 2.0
    assert time.within_s("turn-1", answer_by=103.0, most_s=2.0) == 2.0


def test_without_a_deadline_of_the_turn_there_still_is_one() -> None:
    assert ModelTime(now=Clock(90.0)).within_s("turn-1", answer_by=None, most_s=60.0) == LONGEST_S


def test_only_so_many_turns_are_remembered() -> None:
    clock = Clock(90.0)
    time = ModelTime(now=clock, most_turns=2)
    for number in range(3):
        time.within_s(f"turn-{number}", answer_by=100.0, most_s=2.0)
    clock.at += 1.0
    assert time.within_s("turn-2", answer_by=100.0, most_s=2.0) == 1.0
    assert time.within_s("turn-0", answer_by=100.0, most_s=2.0) == 2.0
