"""What one shopper wants more than anybody: what explains it is told from what only goes along."""

import numpy as np
import pytest

from rerank.candidates.fondness import Level, fondness
from rerank.candidates.purchases import Real

# Four things: of two categories, each of one brand and of another.
CATEGORY, BRAND, ITEM = (np.array(groups, np.int32) for groups in ([0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 2, 3]))
LEVELS = (Level(groups=CATEGORY, spread=0.8), Level(groups=BRAND, spread=0.8), Level(groups=ITEM, spread=1.0))
EVERYTHING = np.arange(4, dtype=np.int32)


def found(gained: list[float], usual: list[float]) -> Real:
    return fondness(LEVELS, np.array(gained), np.array(usual), met=EVERYTHING)


def test_who_does_what_anybody_does_wants_nothing_more() -> None:
    assert found([1, 1, 1, 1], [1, 1, 1, 1]) == pytest.approx(np.ones(4), abs=1e-6)


def test_a_brand_that_explains_it_is_not_taken_for_a_category() -> None:
    wanted = found([3, 0, 3, 0], [1, 1, 1, 1])
    assert wanted[0] == pytest.approx(wanted[2])
    assert wanted[0] > 1 > wanted[1]


def test_what_is_known_of_a_category_holds_for_what_was_never_met() -> None:
    gained, usual = np.array([3.0, 0, 0, 0]), np.array([1.0, 0, 1, 0])
    wanted = fondness(LEVELS, gained, usual, met=np.array([0, 2], np.int32))
    assert wanted[1] > 1 > wanted[3]


def test_the_more_was_seen_the_surer_it_is() -> None:
    little, much = found([0.5, 0, 0, 0], [0.25, 0, 0, 0]), found([8, 0, 0, 0], [4, 0, 0, 0])
    assert 1 < little[0] < much[0] < 2


def test_what_was_there_to_be_found_and_was_not_taken_counts() -> None:
    met = np.array([0], np.int32)
    alone = fondness(LEVELS, np.array([1.0, 0, 0, 0]), np.array([0.1, 0, 0, 0]), met=met)
    among_many = fondness(LEVELS, np.array([1.0, 0, 0, 0]), np.array([0.1, 4.0, 0, 0]), met=met)
    assert among_many[1] < alone[1]


def test_hundredfold_wishes_stay_finite() -> None:
    assert np.isfinite(found([500, 0, 0, 0], [1e-6, 500, 1e-6, 1e-6])).all()
