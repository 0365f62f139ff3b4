"""What lists are worth: no list is worth more than the best one."""

from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rerank.simulation.assortment import Assortment
from rerank.simulation.examination import Examination
from rerank.simulation.lists import best_list, value_of
from rerank.simulation.population import population_of
from tests.unit.simulation.made_up_goods import made_up

LOOKING = Examination()
GOODS = st.lists(st.tuples(st.floats(0, 3, allow_subnormal=False), st.integers(0, 2)), min_size=4, max_size=6)


@given(GOODS, st.integers(1, 4))
def test_no_list_is_worth_more_than_the_best(goods: list[tuple[float, int]], length: int) -> None:
    worth, kinds = np.array([each for each, _ in goods]), np.array([kind for _, kind in goods])
    best = value_of(best_list(worth, kinds, LOOKING, length=length), worth, kinds, LOOKING)
    others = (value_of(shown, worth, kinds, LOOKING) for shown in permutations(range(len(goods)), length))
    assert best >= max(others) - 1e-9


def test_the_best_list_is_as_long_as_wanted_and_shows_nothing_twice() -> None:
    assortment = Assortment.of(made_up())
    household = population_of(assortment, shoppers=1, seed=1).households[0]
    shown = best_list(household.worth(0.0), assortment.category, LOOKING, length=12)
    assert len(shown) == len(set(shown)) == 12


def test_one_list_for_everybody_is_worth_less_than_each_their_own() -> None:
    assortment = Assortment.of(made_up())
    population = population_of(assortment, shoppers=40, seed=1)
    kinds = assortment.category
    for_all = best_list(population.mean_worth(0.0), kinds, LOOKING, length=12)
    worths = [household.worth(0.0) for household in population.households]
    shared = sum(value_of(for_all, worth, kinds, LOOKING) for worth in worths)
    own = sum(value_of(best_list(worth, kinds, LOOKING, length=12), worth, kinds, LOOKING) for worth in worths)
    assert own > 1.3 * shared


def test_nothing_shown_is_worth_nothing() -> None:
    assert value_of([], np.array([1.0]), np.array([0]), LOOKING) == 0.0
