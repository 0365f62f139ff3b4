"""The chance that is told of each place is how often a product really stands there, given what stands above it."""

from collections import Counter, defaultdict

import numpy as np
import pytest

from rerank.ranking.arrangement import Likeness, Terms, arranged, dice_of

LISTS = 10_000
SHELVES = np.array([0, 0, 1, 1, 2, 2])
ALIKE: Likeness = (SHELVES[:, None] == SHELVES).astype(np.float64)
SCORES = (1.0, 0.95, 0.9, 0.5, 0.5, 0.0)


@pytest.mark.parametrize(
    "terms",
    [
        Terms(limit=4, diversity=0.3, exploration=0.3, first_explored=2, pool=3),
        Terms(limit=6, diversity=0.0, exploration=0.4, first_explored=1, pool=20),
    ],
)
def test_told_chances_are_how_often_it_happens(terms: Terms) -> None:
    told: dict[tuple[int, ...], dict[int, float]] = defaultdict(dict)
    happened: dict[tuple[int, ...], Counter[int]] = defaultdict(Counter)
    for number in range(LISTS):
        above: tuple[int, ...] = ()
        for each in arranged(SCORES, ALIKE, terms, dice=dice_of(str(number))):
            told[above][each.at] = each.propensity
            happened[above][each.at] += 1
            above = (*above, each.at)
    often = [above for above in told if happened[above].total() > LISTS / 10]
    assert max(map(len, often)) >= 2, "places below the first are looked at, too"
    for above in often:
        times = happened[above].total()
        assert sum(told[above].values()) == pytest.approx(1.0)
        for index, chance in told[above].items():
            leeway = 4 * np.sqrt(chance * (1 - chance) / times) + 1e-9
            assert happened[above][index] / times == pytest.approx(chance, abs=leeway)
