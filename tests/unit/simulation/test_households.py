"""Households: the same by the same seed, as far down a list as is known, and wanting again what is used up."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from rerank.simulation.assortment import Assortment
from rerank.simulation.errors import NothingToSell
from rerank.simulation.examination import Examination
from rerank.simulation.household import Household
from rerank.simulation.population import Population, population_of
from tests.unit.simulation.made_up_goods import made_up

ASSORTMENT = Assortment.of(made_up())


def drawn(*, shoppers: int = 30, seed: int = 3) -> Population:
    return population_of(ASSORTMENT, shoppers=shoppers, seed=seed, began=0.0)


def one_with_a_habit() -> tuple[Household, int]:
    household = drawn().households[0]
    return household, int(np.flatnonzero(household.tastes.habits)[0])


def a_walk(population: Population) -> list[tuple[str, float, list[int]]]:
    shown = list(range(12))
    return [
        (visit.household.id, visit.day, [deed.place for deed in visit.household.respond(shown, visit.day)])
        for visit in population.visits(200, since=0.0, until=20.0)
    ]


def test_the_same_seed_does_the_same() -> None:
    assert a_walk(drawn(seed=3)) == a_walk(drawn(seed=3))


def test_another_seed_does_otherwise() -> None:
    assert a_walk(drawn(seed=3)) != a_walk(drawn(seed=4))


def test_households_want_different_things() -> None:
    favourites = {int(np.argmax(household.worth(0.0))) for household in drawn().households}
    assert len(favourites) > 10


def test_clicks_tell_how_far_down_is_looked() -> None:
    """The same good on every place in turn: what changes is only whether it is looked at."""
    household = replace(drawn().households[0], examination=Examination(steepness=0.7, again=1.0))
    good = int(np.argmax(household.worth(0.0)))
    clicks: Counter[int] = Counter()
    for number in range(6000):
        household.visits = number
        household.last_bought[:] = -1e6
        clicks.update(deed.position for deed in household.respond([good] * 8, 0.0))
    seen = np.array([clicks[position] for position in range(1, 9)]) / clicks[1]
    assert seen == pytest.approx(np.arange(1, 9) ** -0.7, abs=0.05)


def test_clicks_come_as_often_as_is_expected() -> None:
    household = drawn().households[1]
    shown = [int(place) for place in np.argsort(-household.worth(0.0))[:6]]
    worth, gained = household.worth(0.0)[shown], 0
    expected = float(household.examination.interest(ASSORTMENT.category[shown]) @ worth)
    last_bought, spent = household.last_bought.copy(), list(household.spent)
    for number in range(8000):
        household.visits, household.last_bought, household.spent = number, last_bought.copy(), list(spent)
        household.usual.clear()
        gained += sum(1 + deed.is_carted + deed.is_bought for deed in household.respond(shown, 0.0))
    assert gained / 8000 == pytest.approx(expected, rel=0.04)


def test_what_was_bought_is_wanted_again_when_it_is_used_up() -> None:
    household, category = one_with_a_habit()
    good = int(np.flatnonzero((ASSORTMENT.category == category) & ~household.tastes.refused)[0])
    period = float(ASSORTMENT.categories.period_days[category])
    household.buy(good, 0.0)
    after, half_way, due = (household.wishes(share * period)[good] for share in (0.05, 0.5, 1.1))
    assert after < half_way < due
    assert due - after > 2


def test_what_was_taken_the_last_time_is_liked_better() -> None:
    household, category = one_with_a_habit()
    good = int(np.flatnonzero((ASSORTMENT.category == category) & ~household.tastes.refused)[0])
    due = 3 * float(ASSORTMENT.categories.period_days[category])
    before = household.wishes(due)[good]
    household.buy(good, 0.0)
    assert household.wishes(due)[good] > before + 1


def test_what_costs_little_is_used_up_sooner() -> None:
    usual, period = ASSORTMENT.usual_minor, ASSORTMENT.categories.period_days
    assert np.all(np.diff(period[np.argsort(usual)]) >= 0)
    assert period.min() < 8
    assert period.max() > 200


def test_an_errand_is_for_what_is_due() -> None:
    household, category = one_with_a_habit()
    household.last_bought[:] = 0.0
    assert household.errand(1.0) is None
    household.last_bought[category] = -1000.0
    got = household.errand(1.0)
    assert got is not None
    assert ASSORTMENT.category[got] == category


def test_without_children_nothing_for_children_is_wanted() -> None:
    for_children = [place for place, good in enumerate(ASSORTMENT.goods) if good.audience == "children"]
    refusing = [each for each in drawn().households if each.tastes.refused[for_children].all()]
    assert 10 <= len(refusing) <= 25
    assert max(refusing[0].worth(0.0)[for_children]) < 0.02


def test_who_keeps_to_a_diet_refuses_what_does_not_say_so() -> None:
    food = [
        place
        for place, good in enumerate(ASSORTMENT.goods)
        if ASSORTMENT.categories.tells_diets[ASSORTMENT.category[place]]
    ]
    keeping = [each for each in drawn().households if 0 < each.tastes.refused[food].sum() < len(food)]
    assert keeping
    for household in keeping:
        kept = [ASSORTMENT.goods[place].diets for place in food if not household.tastes.refused[place]]
        assert frozenset.intersection(*kept)


def test_what_is_beyond_the_budget_is_rarely_bought() -> None:
    household = drawn().households[2]
    good = int(np.argmax(household.worth(0.0)))
    before = household.worth(0.0)[good]
    household.spent.append((0.0, int(household.tastes.budget_minor)))
    assert household.worth(0.0)[good] < before


def test_nothing_in_stock_is_nothing_to_simulate() -> None:
    with pytest.raises(NothingToSell):
        Assortment.of(())
