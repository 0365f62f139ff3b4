"""The past of a shop that has none: what made-up households were shown and did there on the days before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rerank.simulation.assortment import Assortment, Real
from rerank.simulation.household import Deed
from rerank.simulation.population import Population, Visit
from rerank.simulation.traits import dice

PLACES = 8
# Of an ordinary shop's lists: first what sells, what was bought before a little sooner, and one place in a few by lot.
WHAT_SELLS, BOUGHT_BEFORE, BY_LOT = 2.5, 2.0, 0.12
LIKELY = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """`chance` is what the good had of standing there; it is certain where no lot was drawn."""

    place: int
    chance: float = 1.0
    is_exploration: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVisit:
    """`day` counts from the first day of the past. `errand` is what was bought without having been shown."""

    household: str
    number: int
    day: float
    shown: tuple[Exhibit, ...]
    deeds: tuple[Deed, ...]
    errand: int | None


def past_visits(population: Population, *, visits: int, days: float) -> Iterator[PastVisit]:
    """In the order of time."""
    assortment = population.assortment
    sells = WHAT_SELLS * np.log(population.mean_worth(0.0))
    bought = np.zeros((len(population.households), len(assortment)), np.bool_)
    rows = {household.id: row for row, household in enumerate(population.households)}
    for visit in population.visits(visits, since=0.0, until=days):
        household, own = visit.household, bought[rows[visit.household.id]]
        shown = _shown(visit, sells + BOUGHT_BEFORE * own, assortment)
        number = household.visits
        deeds = household.respond([each.place for each in shown], visit.day)
        errand = household.run_errand(visit.day)
        own[[deed.place for deed in deeds if deed.is_bought] + ([] if errand is None else [errand])] = True
        yield PastVisit(
            household=household.id,
            number=number,
            day=visit.day,
            shown=tuple(shown),
            deeds=tuple(deeds),
            errand=errand,
        )


def _shown(visit: Visit, standing: Real, assortment: Assortment) -> Sequence[Exhibit]:
    """No category more than twice, so that there is something for everybody."""
    roll = dice("shown", visit.household.id, visit.household.visits)
    order = np.argsort(-(standing + roll.gumbel(0, 1, len(assortment))), kind="stable")[:LIKELY]
    chosen: list[Exhibit] = []
    counts: dict[int, int] = {}
    for place in map(int, order):
        category = int(assortment.category[place])
        if counts.get(category, 0) < 2:
            counts[category] = counts.get(category, 0) + 1
            chosen.append(Exhibit(place=place))
        if len(chosen) == PLACES:
            break
    taken = {each.place for each in chosen}
    left = [int(place) for place in order if int(place) not in taken]
    for row in np.flatnonzero(roll.random(len(chosen)) < BY_LOT):
        if left:
            drawn = left.pop(int(roll.integers(len(left))))
            chosen[int(row)] = Exhibit(place=drawn, chance=BY_LOT / (len(left) + 1), is_exploration=True)
    return chosen
