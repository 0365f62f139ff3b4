"""One household: what it wants, which nobody is told, and what it does with a list that it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from rerank.simulation.assortment import Assortment, Real, Truth, Whole
from rerank.simulation.examination import Examination
from rerank.simulation.traits import dice, wanted

# So much has to speak for a good before it is as likely to be clicked as not, once it is looked at.
RESERVE = 5.2
# Clicks that mean nothing, and what is overlooked though it was looked at.
BY_ACCIDENT, OVERLOOKED = 0.01, 0.08
CART_STEEPNESS, BOUGHT_OF_CARTS = 0.7, 0.65
WITHOUT_SIZE, BEYOND_BUDGET = 0.15, 0.25
BUDGET_DAYS = 30.0
# The wish for what is used up: how low right after a purchase, how high when it is due, and how suddenly it rises.
SATED, DUE, SUDDENNESS, DUE_AT = -2.5, 1.5, 8.0, 0.85
MEDIAN_DWELL_MS = 9_000
# What was taken the last time is taken again, unless something is clearly better.
LOYALTY = 1.2
# Of the visits so many end with something that the household came for by itself, if anything is due.
ERRANDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tastes:
    """`fondness` has all that stays of each good's worth to this household, `surprise` the part of it that nothing
    about the good foretells. What is `refused` is never wanted; a wrong size may be looked at."""

    fondness: Real
    surprise: Real
    refused: Truth
    fits: Truth
    habits: Truth
    budget_minor: float
    activity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What was done with one place of a list. `position` counts from 1; `place` is the good's in the assortment."""

    position: int
    place: int
    dwell_ms: int
    is_carted: bool = False
    is_bought: bool = False


@dataclass(slots=True, kw_only=True)
class Household:
    """`day` counts days and their parts; what was bought changes what is wanted next.

    `usual` is what was taken last of each category.
    """

    id: str
    tastes: Tastes
    assortment: Assortment
    examination: Examination
    last_bought: Real
    usual: dict[int, int] = field(default_factory=dict)
    spent: list[tuple[float, int]] = field(default_factory=list)
    visits: int = 0

    def respond(self, shown: Sequence[int], day: float) -> list[Deed]:
        """`shown` are places in the assortment, best first. The same visit of the same household falls the same way."""
        roll = dice("visit", self.id, self.visits)
        self.visits += 1
        places = np.asarray(shown, np.int64)
        clicked, carted = self._chances(self.wishes(day)[places], places, day)
        seen = self.examination.interest(self.assortment.category[places])
        chances = roll.random((3, len(places)))
        dwells = MEDIAN_DWELL_MS * np.exp(roll.normal(0, 0.6, len(places)) + clicked)
        deeds = []
        for row in np.flatnonzero(chances[0] < seen * clicked):
            is_carted = bool(chances[1, row] < carted[row])
            is_bought = is_carted and bool(chances[2, row] < BOUGHT_OF_CARTS)
            place = int(places[row])
            deeds.append(
                Deed(
                    position=int(row) + 1,
                    place=place,
                    dwell_ms=int(dwells[row]),
                    is_carted=is_carted,
                    is_bought=is_bought,
                )
            )
            if is_bought:
                self.buy(place, day)
        return deeds

    def errand(self, day: float) -> int | None:
        """What it gets by itself because it is due, whatever it is shown; nothing where nothing is."""
        roll = dice("errand", self.id, self.visits, round(day * 24))
        due = self.tastes.habits & (self._used_up(day) >= 1)
        if not due.any():
            return None
        category = int(roll.choice(np.flatnonzero(due)))
        likely = np.flatnonzero((self.assortment.category == category) & ~self.tastes.refused & self.tastes.fits)
        if not len(likely):
            return None
        fondness = (self.tastes.fondness + self._loyalty())[likely] * 2
        chances = np.exp(fondness - fondness.max())
        return int(roll.choice(likely, p=chances / chances.sum()))

    def run_errand(self, day: float) -> int | None:
        """On some visits, and never twice on one: what is due is bought."""
        if dice("errands", self.id, self.visits).random() >= ERRANDS or (place := self.errand(day)) is None:
            return None
        self.buy(place, day)
        return place

    def buy(self, place: int, day: float) -> None:
        category = int(self.assortment.category[place])
        self.last_bought[category] = day
        self.usual[category] = place
        self.spent = [(when, minor) for when, minor in self.spent if when > day - BUDGET_DAYS]
        self.spent.append((day, self.assortment.goods[place].price_minor))

    def worth(self, day: float, *, foretold: bool = False) -> Real:
        """What showing each good on a place that is surely looked at is worth: 1 for a click, 2 for what ends in the
        cart, 3 for what is bought. `foretold` leaves out what nothing foretells."""
        every = np.arange(len(self.assortment))
        wishes = self.wishes(day) - (self.tastes.surprise if foretold else 0.0)
        clicked, carted = self._chances(wishes, every, day)
        worth: Real = clicked * (1 + carted * (1 + BOUGHT_OF_CARTS))
        return worth

    def wishes(self, day: float) -> Real:
        """How much each good is wanted now."""
        categories = self.assortment.categories
        used_up = self._used_up(day)
        habit = SATED + (DUE - SATED) * _logistic(SUDDENNESS * (used_up - DUE_AT))
        once = SATED * np.exp(-used_up)
        need = np.where(self.tastes.habits, habit, once) + wanted(categories.peak, categories.swing, day)
        felt: Real = self.tastes.fondness + self._loyalty() + need[self.assortment.category]
        return felt

    def _loyalty(self) -> Real:
        loyal = np.zeros(len(self.assortment))
        loyal[list(self.usual.values())] = LOYALTY
        return loyal

    def _used_up(self, day: float) -> Real:
        """The share of its period since each category was bought last."""
        used: Real = (day - self.last_bought) / self.assortment.categories.period_days
        return used

    def _chances(self, wishes: Real, places: Whole, day: float) -> tuple[Real, Real]:
        """Of a click on what is looked at, and of the cart after the click."""
        left = self.tastes.budget_minor - sum(minor for when, minor in self.spent if when > day - BUDGET_DAYS)
        prices = self.assortment.prices_minor[places]
        liked = np.where(self.tastes.refused[places], 0.0, _logistic(wishes - RESERVE))
        clicked = BY_ACCIDENT + (1 - BY_ACCIDENT - OVERLOOKED) * liked
        carted = np.where(self.tastes.refused[places], 0.0, _logistic(CART_STEEPNESS * (wishes - RESERVE)))
        carted = carted * np.where(self.tastes.fits[places], 1.0, WITHOUT_SIZE)
        return clicked, carted * np.where(prices > left, BEYOND_BUDGET, 1.0)


def _logistic(values: Real) -> Real:
    share: Real = 1 / (1 + np.exp(-np.clip(values, -40, 40)))
    return share
