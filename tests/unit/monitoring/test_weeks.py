"""When a fall is told, and that chance alone hardly ever is."""

import numpy as np
import pytest

from rerank.monitoring.weeks import FALL, Change, Sums, change_between


def day(
    dice: np.random.Generator,
    *,
    rate: float,
    visitors: int = 200,
    shown: int = 8,
    mood: float = 0.0,
    taste: float = 0.0,
) -> Sums:
    """Of visitors who see a few things each; `mood` moves all of a day alike, `taste` makes visitors differ."""
    of_today = rate * np.exp(dice.normal(0, mood) if mood else 0)
    of_each = np.clip(of_today * np.exp(dice.normal(0, taste, visitors) - taste**2 / 2), 0, 1)
    seen = 1 + dice.poisson(shown - 1, visitors)
    hits = dice.binomial(seen, of_each)
    return Sums(
        visitors=visitors,
        reached=float(hits.sum()),
        of=float(seen.sum()),
        reached_reached=float((hits**2).sum()),
        reached_of=float((hits * seen).sum()),
        of_of=float((seen**2).sum()),
    )


def weeks(dice: np.random.Generator, before: float, after: float, **told: float) -> Change | None:
    first = [day(dice, rate=before, **told) for _ in range(7)]
    return change_between(first, [day(dice, rate=after, **told) for _ in range(7)], comparisons=4)


@pytest.mark.parametrize(
    "told",
    [{}, {"taste": 1.0}, {"mood": 0.1}, {"mood": 0.2, "taste": 0.7}, {"visitors": 8}, {"visitors": 60, "mood": 0.1}],
    ids=str,
)
def test_two_hundred_weeks_without_a_change_hardly_ever_cry(told: dict[str, float]) -> None:
    dice = np.random.default_rng(7)
    changes = [weeks(dice, 0.1, 0.1, **told) for _ in range(200)]
    assert sum(change is not None and change.has_fallen for change in changes) <= 10


def test_a_fall_by_a_third_is_told() -> None:
    dice = np.random.default_rng(3)
    told = [weeks(dice, 0.1, 0.066, taste=0.7) for _ in range(50)]
    assert sum(change is not None and change.has_fallen for change in told) >= 48


def test_the_interval_holds_what_really_happened() -> None:
    dice = np.random.default_rng(5)
    held = [weeks(dice, 0.1, 0.08, taste=0.7) for _ in range(100)]
    assert sum(change is not None and change.low <= -0.2 <= change.high for change in held) >= 97


def test_a_small_fall_is_not_told_however_sure() -> None:
    change = weeks(np.random.default_rng(3), 0.2, 0.185, visitors=20_000)
    assert change is not None
    assert FALL < change.change < change.high < 0
    assert not change.has_fallen


def test_a_rate_that_fell_to_nothing_is_told() -> None:
    change = weeks(np.random.default_rng(3), 0.1, 0.0)
    assert change is not None
    assert change.has_fallen
    assert change.after == 0


def test_nothing_is_said_of_a_handful_of_visitors() -> None:
    assert weeks(np.random.default_rng(3), 0.5, 0.01, visitors=3) is None
    assert change_between([Sums()] * 7, [Sums()] * 7) is None


def test_more_comparisons_ask_for_more_certainty() -> None:
    dice = np.random.default_rng(9)
    first, second = ([day(dice, rate=rate, visitors=30) for _ in range(7)] for rate in (0.1, 0.085))
    alone, among_many = change_between(first, second), change_between(first, second, comparisons=50)
    assert alone is not None
    assert among_many is not None
    assert among_many.low < alone.low
    assert alone.high < among_many.high
