"""How far features have moved, held against indexes worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from rerank.features.feature import Values
from rerank.monitoring.drift import (
    MOVED,
    MOVED_FAR,
    Behind,
    Likeness,
    drift_between,
    drifts,
    portrait,
    stability_index,
)

MANY = Behind(lists=5_000, persons=5_000, days=30)


def column(*values: float) -> Values:
    return np.asarray(values, np.float32).reshape(-1, 1)


def normal(middle: float, *, rows: int = 20_000, seed: int = 1) -> Values:
    return np.random.default_rng(seed).normal(middle, 1.0, (rows, 1)).astype(np.float32)


def drift(before: Values, after: Values, *, behind: Behind = MANY) -> float:
    (found,) = drifts(portrait(["a@1"], before, behind=behind), ["a@1"], after, behind=behind)
    return found.index


def test_the_index_of_two_known_distributions() -> None:
    """.2 ln 2 twice over, as any textbook works it out: (.6 - .4) ln (.6 / .4) + (.4 - .6) ln (.4 / .6)."""
    expected, actual = np.array([0.4, 0.6]), np.array([0.6, 0.4])
    assert stability_index(expected, actual) == pytest.approx(2 * 0.2 * np.log(1.5))
    assert stability_index(np.array([0.25, 0.25, 0.5]), np.array([0.5, 0.25, 0.25])) == pytest.approx(0.5 * np.log(2))


def test_the_same_distribution_has_hardly_any_drift() -> None:
    assert drift(normal(0), normal(0, seed=2)) < 0.005


def test_a_shift_of_the_normal_distribution_is_its_divergence() -> None:
    """Between two normals a standard deviation apart by d the index of infinitely fine bins is d squared."""
    assert drift(normal(0), normal(0.5)) == pytest.approx(0.25, abs=0.04)
    assert MOVED < drift(normal(0), normal(0.4)) < MOVED_FAR


def test_what_is_not_known_any_more_is_drift_as_well() -> None:
    known, half = np.ones((1000, 1), np.float32), np.ones((1000, 1), np.float32)
    half[::2] = np.nan
    assert drift(known, half) > 1


def test_a_feature_that_is_mostly_nothing_keeps_a_bin_for_it() -> None:
    values = np.zeros((1000, 1), np.float32)
    values[:100, 0] = np.linspace(1, 9, 100)
    (seen,) = portrait(["a@1"], values, behind=MANY)
    assert 900 in seen.counts
    assert sum(seen.counts) == 1000
    assert drift(values, values) == 0


def test_what_was_never_seen_in_training_is_seen() -> None:
    alike = np.ones((1000, 1), np.float32)
    assert drift(alike, alike) == 0
    assert drift(alike, np.zeros((1000, 1), np.float32)) > 2
    assert drift(normal(0), normal(9)) > 2


def of_halves(counts: tuple[int, ...], behind: Behind) -> Likeness:
    return Likeness(feature="a@1", edges=(0.0,), counts=counts, behind=behind)


@pytest.mark.parametrize("few", [{"lists": 199}, {"persons": 49}, {"days": 2}])
@pytest.mark.parametrize("is_before", [True, False])
def test_few_lists_persons_or_days_on_either_side_tell_nothing(few: dict[str, int], *, is_before: bool) -> None:
    enough = Behind(lists=1000, persons=1000, days=30)
    sides = (replace(enough, **few), enough) if is_before else (enough, replace(enough, **few))
    found = drift_between(of_halves((500, 500, 0), sides[0]), of_halves((990, 10, 0), sides[1]))
    assert found.certain > MOVED_FAR
    assert not found.is_enough
    assert not found.is_far
    assert drift_between(of_halves((500, 500, 0), enough), of_halves((990, 10, 0), enough)).is_far


def test_many_lists_of_few_persons_move_by_chance() -> None:
    """Half of what is seen is what one of sixty shoppers looks at all day."""
    before = of_halves((500, 500, 0), Behind(lists=1000, persons=60, days=30))
    after = of_halves((700, 300, 0), Behind(lists=1000, persons=60, days=7))
    assert drift_between(before, after).certain < MOVED
    of_many = Behind(lists=1000, persons=1000, days=30)
    assert drift_between(replace(before, behind=of_many), replace(after, behind=of_many)).certain > MOVED


def test_a_portrait_survives_being_kept() -> None:
    (seen,) = portrait(["a@1"], column(1, 2, 3, np.nan), behind=Behind(lists=4, persons=3, days=2))
    assert Likeness.of(seen.as_dict()) == seen


def test_a_feature_that_nobody_drew_is_left_out() -> None:
    assert drifts(portrait(["a@1"], normal(0), behind=MANY), ["b@1"], normal(0), behind=MANY) == []


def test_a_feature_known_of_nobody_can_be_drawn() -> None:
    nothing = np.full((10, 1), np.nan, np.float32)
    assert drift(nothing, nothing) == 0
    assert drift(nothing, np.zeros((10, 1), np.float32)) > 1


def test_what_moves_all_the_time_is_no_news() -> None:
    """An age grows by itself: in training as far as since then."""
    days = np.arange(8_000, dtype=np.float32)[:, None] / 100
    age, taste = days % 40 + days, normal(0, rows=8_000)
    before, after = np.hstack([age, taste])[:6_000], np.hstack([age, taste + 2])[6_000:]
    drawn = portrait(["age@1", "taste@1"], before, behind=Behind(lists=900, persons=900, days=60))
    lately = Behind(lists=300, persons=300, days=7)
    of_age, of_taste = drifts(drawn, ["age@1", "taste@1"], after, behind=lately)
    assert of_age.index > MOVED_FAR
    assert not of_age.is_far
    assert of_taste.is_far


def test_a_portrait_that_does_not_tell_of_persons_is_believed() -> None:
    told = {"feature": "a@1", "edges": [0.0], "counts": [5, 5, 0], "lists": 400}
    assert Likeness.of(told).behind.is_enough
