"""When people come back to a category they bought from: how a look at its goods is answered by the time that passed."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from rerank.candidates.demand import attention, shown_gains
from rerank.candidates.purchases import Purchases, Real, Scores, Whole
from rerank.candidates.shop_log import ShopLog

# Shares of the usual time between two purchases of a category: up to each of them is a stretch of its own.
PASSED = np.array([0.15, 0.3, 0.5, 0.7, 0.85, 1.0, 1.25, 1.6, 2.2, 3.2])
STRETCHES = len(PASSED) + 1
# A category that nobody came back to yet is doubted by so many returns, a stretch by so much that was gained in it.
PERIOD_DOUBT, STRETCH_DOUBT, SHOP_DOUBT = 3.0, 3.0, 1.0
FIRST_PERIOD_DAYS, SHORTEST_PERIOD_DAYS = 30.0, 1.0
# A category with a longer period is bought seldom; what nothing is known of is taken for one.
SELDOM_DAYS = 28.0
# Of what nobody came back to nobody knows more than that it takes some times as long as anything is known of.
LONGEST_PERIOD = 3.0
# As long as nothing is known: right after a purchase the same is wanted little, and another thing as much as ever.
AT_FIRST_SAME = np.r_[0.1, 0.25, 0.5, 0.75, 0.9, np.ones(len(PASSED) - 4)]
# What is usual for everybody counts as much as so many times that somebody came back; within half a day nobody does.
OWN_DOUBT, COMES_BACK_DAYS = 1.0, 0.5
# What a shopper's own past says of a department and of a category is doubted by so much that was gained.
OF_SHOPPER, OF_CATEGORY = 2.0, 0.5
# Later than any day that is read.
BEYOND = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Returning:
    """`period_days` is by category. `same` and `other` say by stretch how much more a look brings than it would of
    somebody who never bought of the category: at what they took of it the last time, and at another thing of it.
    """

    period_days: Scores
    same: Scores
    other: Scores

    @classmethod
    def unknown(cls, categories: int) -> Self:
        period = np.full(categories, FIRST_PERIOD_DAYS, np.float32)
        return cls(period_days=period, same=AT_FIRST_SAME.astype(np.float32), other=np.ones(STRETCHES, np.float32))

    def at(self, passed: Real) -> tuple[Real, Real]:
        """For shares of the period that have passed: how much more of the same, and of another."""
        stretch = np.searchsorted(PASSED, passed)
        return self.same[stretch].astype(np.float64), self.other[stretch].astype(np.float64)


def own_period(usual_days: Real, log_days: Real, times: Real) -> Real:
    """Of somebody who came back so many times, after days whose logarithms come to `log_days` together."""
    found: Real = np.exp((OWN_DOUBT * np.log(usual_days) + log_days) / (OWN_DOUBT + times))
    return found


NAMES = tuple(each.name for each in fields(Returning))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """Rows stand by look. `passed` is NaN before the first purchase of the category; `usual` is what was expected."""

    passed: Real
    is_same: np.ndarray[tuple[int], np.dtype[np.bool_]]
    gained: Real
    usual: Real


def returning(log: ShopLog, appeal: Scores) -> Returning:
    period = _periods(log)
    found = Returning.unknown(len(log.categories))
    if not len(log.looks.item) or not len(log.purchases.line_item):
        return Returning(period_days=period, same=found.same, other=found.other)
    looks = _looks(log, appeal, period)
    is_first = np.isnan(looks.passed)
    usual = (looks.gained[is_first].sum() + SHOP_DOUBT) / (looks.usual[is_first].sum() + SHOP_DOUBT)
    same = _by_stretch(looks, looks.is_same, usual * AT_FIRST_SAME)
    other = _by_stretch(looks, ~is_first & ~looks.is_same, usual * np.ones(STRETCHES))
    return Returning(period_days=period, same=same * AT_FIRST_SAME.astype(np.float32), other=other)


def _by_stretch(looks: _Look, kept: np.ndarray[tuple[int], np.dtype[np.bool_]], usual: Real) -> Scores:
    """How much more than `usual` of each stretch; of few looks it is drawn to what holds for all stretches together."""
    stretch = np.searchsorted(PASSED, looks.passed[kept])
    gained = np.bincount(stretch, weights=looks.gained[kept], minlength=STRETCHES)
    expected = np.bincount(stretch, weights=looks.usual[kept], minlength=STRETCHES) * usual
    every = (gained.sum() + STRETCH_DOUBT) / (expected.sum() + STRETCH_DOUBT)
    found: Scores = ((gained + STRETCH_DOUBT * every) / (expected + STRETCH_DOUBT)).astype(np.float32)
    return found


def _periods(log: ShopLog) -> Scores:
    """How long those who came back stayed away; of what nobody came back to, how long they stay away so far."""
    most = len(log.categories)
    pair, day, _ = _bought(log.purchases, log)
    is_again = pair[1:] == pair[:-1]
    category = pair % max(most, 1)
    again = np.bincount(category[1:][is_again], minlength=most)
    between = np.bincount(category[1:][is_again], weights=np.diff(day)[is_again], minlength=most)
    last = np.r_[~is_again, np.ones(min(len(pair), 1), bool)]
    away = np.bincount(category[last], weights=log.now_day - day[last], minlength=most)
    every = ((between + away).sum() + FIRST_PERIOD_DAYS) / (again.sum() + 1.0)
    long = (between + away + every * PERIOD_DOUBT) / (again + PERIOD_DOUBT)
    told = np.where(again > 0, between / np.maximum(again, 1), long)
    known_for = log.now_day - day.min(initial=log.now_day - FIRST_PERIOD_DAYS)
    period = np.minimum(told * again + long * PERIOD_DOUBT, LONGEST_PERIOD * known_for * (again + PERIOD_DOUBT))
    found: Scores = np.maximum(period / (again + PERIOD_DOUBT), SHORTEST_PERIOD_DAYS).astype(np.float32)
    return found


def _bought(purchases: Purchases, log: ShopLog) -> tuple[Whole, Real, Whole]:
    """Who bought of which category, when, and what: by person and category, in the order of time."""
    pair = purchases.line_customer * max(len(log.categories), 1) + log.of_category[purchases.line_item]
    order = np.lexsort((purchases.line_day, pair))
    return pair[order], purchases.line_day[order], purchases.line_item[order]


def _looks(log: ShopLog, appeal: Scores, period: Scores) -> _Look:
    looks, most = log.looks, max(len(log.categories), 1)
    bought, day, item = _bought(log.purchases, log)
    own = looks.person * most + log.of_category[looks.item]
    # What was bought in the answer to a look says nothing of that look.
    before = np.searchsorted(bought * BEYOND + day, own * BEYOND + looks.day, side="left") - 1
    last = np.maximum(before, 0)
    has = (before >= 0) & (bought[last] == own)
    log_days, times = _came_back(bought, day)
    own_days = own_period(period[log.of_category[looks.item]].astype(np.float64), log_days[last], times[last])
    passed = np.where(has, (looks.day - day[last]) / own_days, np.nan)
    usual = attention(looks.position) * appeal[looks.item]
    of_person = _fond(log, usual, looks.person, log.doings.person, OF_SHOPPER)
    pairs = log.doings.person * most + log.of_category[log.doings.item]
    of_pair = _fond(log, usual * of_person, own, pairs, OF_CATEGORY)
    return _Look(
        passed=passed,
        is_same=has & (item[last] == looks.item),
        gained=shown_gains(log),
        usual=usual * of_person * of_pair,
    )


def _came_back(bought: Whole, day: Real) -> tuple[Real, Real]:
    """At each purchase, how often the same person had come back to the category by then, and after how many days."""
    gap = np.r_[0.0, np.diff(day)]
    is_again = np.r_[False, bought[1:] == bought[:-1]] & (gap >= COMES_BACK_DAYS)
    log_days = np.where(is_again, np.log(np.maximum(gap, COMES_BACK_DAYS)), 0.0)
    starts = np.flatnonzero(np.r_[True, bought[1:] != bought[:-1]])
    lengths = np.diff(np.r_[starts, len(bought)])
    found = []
    for amount in (log_days, is_again.astype(np.float64)):
        total = np.cumsum(amount)
        found.append(total - np.repeat(total[starts] - amount[starts], lengths))
    return found[0], found[1]


def _fond(log: ShopLog, usual: Real, of_look: Whole, of_doing: Whole, doubt: float) -> Real:
    """Of each look how much more its group was wanted until then: what came of the look itself must not foretell it."""
    group = np.r_[of_look, of_doing]
    day = np.r_[log.looks.day, log.doings.day]
    is_doing = np.r_[np.zeros(len(of_look), bool), np.ones(len(of_doing), bool)]
    gained = _until(group, day, is_doing, np.r_[np.zeros(len(of_look)), log.doings.weight])
    expected = _until(group, day, is_doing, np.r_[usual, np.zeros(len(of_doing))])
    fond: Real = (gained[: len(of_look)] + doubt) / (expected[: len(of_look)] + doubt)
    return fond


def _until(group: Whole, day: Real, is_doing: np.ndarray[tuple[int], np.dtype[np.bool_]], amount: Real) -> Real:
    """The sum of what came before in the same group; a look comes before what was done at the same time."""
    order = np.lexsort((is_doing, day, group))
    before = np.cumsum(amount[order]) - amount[order]
    ordered = group[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    lengths = np.diff(np.r_[starts, len(ordered)])
    found = np.empty(len(order))
    found[order] = before - np.repeat(before[starts], lengths)
    return found
