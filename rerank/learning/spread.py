"""How widely an order spreads what comes first, held against the order in use and against an order by lot."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rerank.features.feature import Values
from rerank.learning.guards import LEAST_TOLD_APART, Check, Exam
from rerank.learning.parts import some_lists, told_apart, with_choice
from rerank.ranking.lessons import Lessons

FIRST_PLACES = 3
# A better order may show a third fewer products than the order in use, and be somewhat less even.
KEPT, MORE_CONCENTRATED = 2 / 3, 0.1
# Of what lots would spread a third has to be left: else one order after the other could give away a little more.
LEFT = 1 / 3
SEED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """`products` come first somewhere. `top` is the share of first places that the hundredth of products with most of
    them has, and `gini` how unevenly all that could have come first share them."""

    products: int
    top: float
    gini: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreads:
    """What orders make of the same lists. `before` is the order in use, None where it hardly has an order of them:
    then they stand as they came to be shown, as often as not by lot, and nothing spreads wider than that."""

    now: Spread
    before: Spread | None
    by_lot: Spread


def spreads_of(exam: Exam) -> Spreads:
    """Of the lists that the order in use tells something of, or of all where these are too few."""
    ordered, choice = told_apart(exam.held_out, exam.champion), with_choice(exam.held_out)
    has_order = bool(choice.any()) and float(ordered[choice].mean()) >= LEAST_TOLD_APART
    lists = ordered if has_order else np.ones(len(exam.held_out), np.bool_)
    rows, part = lists[exam.held_out.list_of], some_lists(exam.held_out, lists)
    lots = np.random.default_rng(SEED).random(len(part.list_of), dtype=np.float32)
    return Spreads(
        now=spread_of(part, exam.challenger[rows]),
        before=spread_of(part, exam.champion[rows]) if has_order else None,
        by_lot=spread_of(part, lots),
    )


def spread_of(lessons: Lessons, scores: Values) -> Spread:
    names, number = np.unique(np.array(lessons.product_id, dtype=np.str_), return_inverse=True)
    lists, products = lessons.list_of, len(names)
    starts = np.searchsorted(lists, np.arange(len(lessons)))
    place = np.arange(len(lists)) - starts[lists]
    first = np.lexsort((-scores, lists))[place < FIRST_PLACES]
    rising = np.sort(np.bincount(number[first], minlength=products))
    top = rising[-max(1, products // 100) :].sum() / rising.sum()
    gini = (2 * np.arange(1, products + 1) - products - 1) @ rising / (products * rising.sum())
    return Spread(products=int((rising > 0).sum()), top=float(top), gini=float(gini))


def covered(found: Spreads) -> Check:
    now, before = found.now.products, found.before
    passed = before is None or now >= KEPT * before.products
    passed = passed and _is_above_floor(found, lambda one: one.products)
    words = f"{now} products come first somewhere, {_beside(found, lambda one: str(one.products))}"
    figures = {name: float(one.products) for name, one in _named(found)}
    return Check(name="coverage", passed=passed, words=words, figures=figures)


def even(found: Spreads) -> Check:
    """What fails is told first."""
    now, before = found.now, found.before
    is_even = before is None or now.gini <= before.gini + MORE_CONCENTRATED
    is_even = is_even and _is_above_floor(found, lambda one: 1 - one.gini)
    is_flat = now.top <= (before or found.by_lot).top + MORE_CONCENTRATED
    gini = f"the Gini coefficient of first places is {now.gini:.2f}, {_beside(found, lambda one: f'{one.gini:.2f}')}"
    top = f"the top hundredth has {now.top:.0%} of the first places, {_beside(found, lambda one: f'{one.top:.0%}')}"
    words = f"{top}; {gini}" if is_even else f"{gini}; {top}"
    figures = {f"{name}_gini": one.gini for name, one in _named(found)}
    figures |= {f"{name}_top": one.top for name, one in _named(found)}
    return Check(name="evenness", passed=is_even and is_flat, words=words, figures=figures)


def _is_above_floor(found: Spreads, measure: Callable[[Spread], float]) -> bool:
    """Or below it, but no further than the order in use is."""
    now = measure(found.now)
    return now >= LEFT * measure(found.by_lot) or (found.before is not None and now >= measure(found.before))


def _beside(found: Spreads, told: Callable[[Spread], str]) -> str:
    return f"{told(found.before)} in the order in use" if found.before else f"{told(found.by_lot)} by lot"


def _named(found: Spreads) -> list[tuple[str, Spread]]:
    known = [("challenger", found.now), ("champion", found.before), ("by_lot", found.by_lot)]
    return [(name, one) for name, one in known if one is not None]
