"""Sends a population through a shop, visit by visit, and keeps account of what the lists it was shown are worth."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.simulation.clock import Clock
from assistant.simulation.page import LONGEST_VISIT_S, Page, Shown
from rerank.simulation.lists import best_list, value_of
from rerank.simulation.population import Population, Visit

LIST_LENGTH = 12
AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What a list shown was worth by the true tastes, beside the best one for everybody, the best one that could be
    foretold, and the best one of all: for the same household at the same moment."""

    household: str
    day: float
    model: str
    shown: float
    popular: float
    foretold: float
    best: float


@dataclass(slots=True, kw_only=True)
class Account:
    """What came of the visits."""

    worths: list[Worth] = field(default_factory=list)
    clicks: int = 0
    carts: int = 0
    bought: int = 0
    errands: int = 0

    def told(self) -> dict[str, int]:
        return {
            "interactions": len(self.worths),
            "clicks": self.clicks,
            "carts": self.carts,
            "bought": self.bought,
            "errands": self.errands,
        }


class Walk:
    """The population's visits to one shop. Households whose visits follow each other at once are served at once."""

    def __init__(self, population: Population, pages: Mapping[str, Page], clock: Clock) -> None:
        self._population = population
        self._pages = pages
        self._clock = clock
        self._popular: tuple[int, list[int]] = (-1, [])

    async def go(self, visits: Iterable[Visit], account: Account, *, on_visit: Callable[[int], None]) -> None:
        for together in _apart(visits):
            self._clock.reach(together[-1].day)
            came = self._clock.now()
            pages = [self._pages[visit.household.id] for visit in together]
            lists = await asyncio.gather(*(page.look(limit=LIST_LENGTH) for page in pages))
            sent_at = self._clock.pass_by(LONGEST_VISIT_S)
            telling = []
            for visit, page, shown in zip(together, pages, lists, strict=True):
                account.worths.append(self._worth(visit, shown))
                deeds = visit.household.respond(shown.places, visit.day)
                account.clicks += len(deeds)
                account.carts += sum(deed.is_carted for deed in deeds)
                account.bought += sum(deed.is_bought for deed in deeds)
                errand = visit.household.run_errand(visit.day)
                account.errands += errand is not None
                telling.append(page.tell(shown, deeds, errand=errand, since=came, sent_at=sent_at))
            await asyncio.gather(*telling)
            on_visit(len(together))

    def _worth(self, visit: Visit, shown: Shown) -> Worth:
        household, kinds = visit.household, self._population.assortment.category
        worth = household.worth(visit.day)

        def value(places: Sequence[int]) -> float:
            return value_of(places, worth, kinds, household.examination)

        def best(by: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
            return value(best_list(by, kinds, household.examination, length=LIST_LENGTH))

        return Worth(
            household=household.id,
            day=visit.day,
            model=shown.model,
            shown=value(shown.places),
            popular=value(self._popular_on(visit.day)),
            foretold=best(household.worth(visit.day, foretold=True)),
            best=best(worth),
        )

    def _popular_on(self, day: float) -> list[int]:
        """The one list that is worth most to all who come, on average: more than counting could find out."""
        if self._popular[0] != int(day):
            assortment, looking = self._population.assortment, self._population.households[0].examination
            worth = self._population.mean_worth(day)
            self._popular = int(day), best_list(worth, assortment.category, looking, length=LIST_LENGTH)
        return self._popular[1]


def _apart(visits: Iterable[Visit]) -> Iterator[list[Visit]]:
    """A few at once, and nobody twice among them."""
    together: list[Visit] = []
    for visit in visits:
        if len(together) == AT_ONCE or any(visit.household is other.household for other in together):
            yield together
            together = []
        together.append(visit)
    if together:
        yield together
