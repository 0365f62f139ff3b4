"""The past of a shop that has none: what made-up households were shown and did there on the days before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rerank.simulation.assortment import Assortment, Real
from rerank.simulation.household import Deed
from rerank.simulation.population import Population, Visit
from rerank.simulation.traits import dice

PLACES = 8
# Of an ordinary shop's lists: what sells, a few things to buy again anywhere among them, and one place in a few by lot.
WHAT_SELLS, TO_BUY_AGAIN, BY_LOT, DRAWN_FROM = 2.5, 3, 0.12, 24
LIKELY = 400
# So long before its lists begin, what was bought is known; and so often something was got then, beside the visits.
KNOWN_DAYS, KNOWN_SHARE = 120.0, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """`chance` is what the good had of standing there: the order's own stays, unless a lot falls on its place."""

    place: int
    chance: float = 1.0
    is_exploration: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVisit:
    """`day` counts from the first day that lists are known of; before it there are none.

    `errand` is what was bought without having been shown.
    """

    household: str
    number: int
    day: float
    shown: tuple[Exhibit, ...]
    deeds: tuple[Deed, ...]
    errand: int | None

    @property
    def bought(self) -> list[int]:
        errand = [] if self.errand is None else [self.errand]
        return list(dict.fromkeys([deed.place for deed in self.deeds if deed.is_bought] + errand))


def past_visits(population: Population, *, visits: int, days: float) -> Iterator[PastVisit]:
    """In the order of time. Of before its first day there are purchases only."""
    assortment = population.assortment
    sells = WHAT_SELLS * np.log(population.mean_worth(0.0))
    bought: dict[str, list[int]] = {household.id: [] for household in population.households}
    for visit in population.visits(round(visits * KNOWN_SHARE), since=-KNOWN_DAYS, until=0.0):
        past = _visited(visit, ())
        bought[past.household] += past.bought
        yield past
    for visit in population.visits(visits, since=0.0, until=days):
        shown = _shown(visit, sells, bought[visit.household.id], assortment)
        past = _visited(visit, shown)
        bought[past.household] += past.bought
        yield past


def _visited(visit: Visit, shown: Sequence[Exhibit]) -> PastVisit:
    household, number = visit.household, visit.household.visits
    deeds = household.respond([each.place for each in shown], visit.day)
    errand = household.run_errand(visit.day)
    return PastVisit(
        household=household.id, number=number, day=visit.day, shown=tuple(shown), deeds=tuple(deeds), errand=errand
    )


def _shown(visit: Visit, sells: Real, bought: Sequence[int], assortment: Assortment) -> Sequence[Exhibit]:
    """Of what sells no category more than twice, so that there is something for everybody."""
    roll = dice("shown", visit.household.id, visit.household.visits)
    order = np.argsort(-(sells + roll.gumbel(0, 1, len(assortment))), kind="stable")[:LIKELY]
    again = sorted(set(bought))
    chosen = [Exhibit(place=again[int(row)]) for row in roll.permutation(len(again))[:TO_BUY_AGAIN]]
    counts: dict[int, int] = {}
    for place in map(int, order):
        category = int(assortment.category[place])
        if counts.get(category, 0) < 2 and place not in again:
            counts[category] = counts.get(category, 0) + 1
            chosen.append(Exhibit(place=place))
        if len(chosen) == PLACES:
            break
    chosen = [replace(chosen[int(row)], chance=1 - BY_LOT) for row in roll.permutation(len(chosen))]
    taken = {each.place for each in chosen}
    left = [int(place) for place in order if int(place) not in taken][:DRAWN_FROM]
    for row in np.flatnonzero(roll.random(len(chosen)) < BY_LOT):
        if left:
            drawn = left.pop(int(roll.integers(len(left))))
            chosen[int(row)] = Exhibit(place=drawn, chance=BY_LOT / (len(left) + 1), is_exploration=True)
    return chosen
