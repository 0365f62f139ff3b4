"""The figures of the benchmark."""

from assistant.bench.figures import p50, p99
from assistant.bench.turn import AROUND, EARLY, LATE, LONG_CONVERSATION, Measured, summary


def test_p99_is_exceeded_by_one_in_a_hundred() -> None:
    assert p99([float(ms) for ms in range(1, 101)]) == 99.0
    assert p99([5.0]) == 5.0


def test_p50_is_the_median() -> None:
    assert p50([3.0, 1.0, 2.0]) == 2.0


def test_early_and_late_windows_hold_every_sentence_once() -> None:
    length = len(LONG_CONVERSATION)
    assert (
        {(EARLY + step) % length for step in AROUND}
        == {(LATE + step) % length for step in AROUND}
        == set(range(length))
    )


def test_summary_gives_ratios_within_the_run() -> None:
    measured = Measured(
        turn_ms=[20.0, 30.0], floor_ms=[10.0, 15.0], early_ms=[10.0], late_ms=[11.0], crowd_ms={4: [40.0]}, failures=1
    )
    figures = summary(measured)
    assert (figures["turn_over_floor_p50"], figures["turn_200_over_5"], figures["failures"]) == (2.0, 1.1, 1)
    assert figures["at_once"] == {"4": {"p50_ms": 40.0, "p99_ms": 40.0}}
