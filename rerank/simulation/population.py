"""Who comes to a shop: households drawn by lot, with members, tastes, habits, sizes, diets and money of their own."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rerank.simulation.assortment import Assortment, Real, Truth
from rerank.simulation.examination import Examination
from rerank.simulation.household import Household, Tastes
from rerank.simulation.traits import DIMENSIONS, FOR_SOME_ADULTS, dice

# How far households differ in what they want, and by what goods differ to one household: spreads of what is wanted.
# MARKET is by what categories differ to everybody, the others are each household's own.
MARKET, REPUTE = 1.0, 0.6
DEPARTMENTS, CATEGORIES, BRANDS, LIKENESS, SURPRISE = 0.8, 0.8, 0.5, 0.6, 0.4
PRICES = 0.8
HABIT = 1.0
FEWEST_HABITS, MOST_HABITS = 5, 14
WITH_CHILDREN, ON_A_DIET = 0.4, 0.25
SIZES_WORN = 0.35
BUDGET_OVER_HABITS = 2.0
LEAST_BUDGET_IN_GOODS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    household: Household
    day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The same for the same assortment, seed and number of households."""

    assortment: Assortment
    households: tuple[Household, ...]
    seed: int

    def visits(self, count: int, *, since: float, until: float) -> Iterator[Visit]:
        """In the order of time; some households come far more often than others, and few come at night."""
        roll = dice("visits", self.seed, since, until, count)
        activity = np.array([household.tastes.activity for household in self.households])
        who = roll.choice(len(self.households), size=count, p=activity / activity.sum())
        for number, day in zip(who, np.sort(_times(roll, count, since=since, until=until)), strict=True):
            yield Visit(household=self.households[int(number)], day=float(day))

    def mean_worth(self, day: float) -> Real:
        """What each good is worth to those who come, on average over visits."""
        activity = np.array([household.tastes.activity for household in self.households])
        worth = np.stack([household.worth(day) for household in self.households])
        mean: Real = activity @ worth / activity.sum()
        return mean


def population_of(
    assortment: Assortment, *, shoppers: int, seed: int, began: float = 0.0, examination: Examination | None = None
) -> Population:
    """`began` is the day before which each has shopped here or elsewhere, at some time in the period of each thing."""
    looking = examination or Examination()
    market = dice("market", seed).normal(0, MARKET, len(assortment.categories))
    households = tuple(
        _household(f"{seed}-{number}", assortment, looking, market=market, began=began)
        for number in range(1, shoppers + 1)
    )
    return Population(assortment=assortment, households=households, seed=seed)


def _household(name: str, assortment: Assortment, examination: Examination, *, market: Real, began: float) -> Household:
    roll = dice("household", name)
    return Household(
        id=name,
        tastes=_tastes(roll, assortment, market),
        assortment=assortment,
        examination=examination,
        last_bought=began - assortment.categories.period_days * roll.uniform(0, 2, len(assortment.categories)),
    )


def _tastes(roll: np.random.Generator, assortment: Assortment, market: Real) -> Tastes:
    categories = assortment.categories
    departments = roll.normal(0, DEPARTMENTS, int(categories.department.max()) + 1)
    by_category = market + departments[categories.department] + roll.normal(0, CATEGORIES, len(categories))
    habits = _habits(roll, by_category - np.log(categories.period_days) / 2)
    by_category = by_category + HABIT * habits
    surprise = roll.normal(0, SURPRISE, len(assortment))
    alike = assortment.latent @ roll.normal(0, LIKENESS / np.sqrt(DIMENSIONS), DIMENSIONS)
    fondness = (
        by_category[assortment.category]
        + roll.normal(0, BRANDS, assortment.brands)[assortment.brand]
        + alike
        + REPUTE * assortment.repute
        - PRICES * float(roll.lognormal(0, 0.4)) * assortment.dearness
        + surprise
    )
    return Tastes(
        fondness=fondness,
        surprise=surprise,
        refused=_refused(roll, assortment),
        fits=_fits(roll, assortment),
        habits=habits,
        budget_minor=_budget(roll, assortment, habits),
        activity=float(roll.lognormal(0, 0.6)),
    )


def _habits(roll: np.random.Generator, liking: Real) -> Truth:
    """What is bought again and again: of what is liked, what is soon used up before all."""
    count = min(int(roll.integers(FEWEST_HABITS, MOST_HABITS + 1)), len(liking))
    chosen = np.argsort(-(liking + roll.gumbel(0, 0.5, len(liking))), kind="stable")[:count]
    habits = np.zeros(len(liking), np.bool_)
    habits[chosen] = True
    return habits


def _refused(roll: np.random.Generator, assortment: Assortment) -> Truth:
    """What nobody in the household could use, wear or eat."""
    has_children = roll.random() < WITH_CHILDREN
    adults = set(roll.choice(FOR_SOME_ADULTS, size=int(roll.integers(1, 3))).tolist())
    diets = sorted({diet for good in assortment.goods for diet in good.diets})
    kept_to = str(roll.choice(diets)) if roll.random() < ON_A_DIET and diets else None
    tells = assortment.categories.tells_diets
    refused = [
        (good.audience == "children" and not has_children)
        or (good.audience in FOR_SOME_ADULTS and good.audience not in adults)
        or (kept_to is not None and bool(tells[category]) and kept_to not in good.diets)
        for good, category in zip(assortment.goods, assortment.category, strict=True)
    ]
    return np.array(refused, np.bool_)


def _fits(roll: np.random.Generator, assortment: Assortment) -> Truth:
    """Of each category's sizes the household wears some."""
    worn = [
        frozenset(size for size in sizes if roll.random() < SIZES_WORN) if sizes else frozenset[str]()
        for sizes in assortment.categories.sizes
    ]
    fits = [
        not good.sizes or bool(good.sizes & worn[category])
        for good, category in zip(assortment.goods, assortment.category, strict=True)
    ]
    return np.array(fits, np.bool_)


def _budget(roll: np.random.Generator, assortment: Assortment, habits: Truth) -> float:
    """For a month: enough for the habits as a rule, and for something besides."""
    usual = assortment.usual_minor
    monthly = float((usual * 30 / assortment.categories.period_days)[habits].sum())
    least = LEAST_BUDGET_IN_GOODS * float(np.median(usual))
    return max(monthly * BUDGET_OVER_HABITS, least) * float(roll.lognormal(0, 0.3))


def _times(roll: np.random.Generator, count: int, *, since: float, until: float) -> Real:
    """Days and parts of them; of the night's hours most are left for the evening before."""
    times = roll.uniform(since, until, count)
    hours = times % 1 * 24
    moved = np.where((hours < 6) & (roll.random(count) < 0.85), times + roll.uniform(0.3, 0.6, count), times)
    kept: Real = np.clip(moved, since, until)
    return kept
