"""Makes the book of candidates from what a shop knows: pure reckoning, in bounded memory and time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from rerank.candidates.als import AlternatingLeastSquares, Factorizer
from rerank.candidates.book import HOURS, Book
from rerank.candidates.demand import appeal
from rerank.candidates.method import foremost
from rerank.candidates.neighbourhood import Neighbourhood, strongest, together
from rerank.candidates.neighbours import LikeCustomers
from rerank.candidates.next_basket import NextBasket, basket_places
from rerank.candidates.purchases import Occasions, Purchases, Scores, Whole
from rerank.candidates.returning import returning
from rerank.candidates.shop_log import ShopLog

# What is bought every week and what is bought once a year are both popular: what is lately done is what counts.
LATELY_DAYS, JUST_NOW_DAYS = 14.0, 3.0
FEWEST_TOGETHER = 2
BASKETS_SHRINK, PEOPLE_SHRINK = 5.0, 10.0
# With less, a table of what follows what, or of tastes, would be learned by heart.
FEWEST_FOLLOWING, FEWEST_PEOPLE = 200, 50
MOST_FOLLOWED = 3_000
MOST_KINDRED, FROM_KINDRED, KINDRED_AT_ONCE = 5_000, 40, 128
BESIDE = 5
FEWEST_AN_HOUR = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kindred:
    """What people with a like history bought and this one did not, likeliest first."""

    person: str
    product_ids: tuple[str, ...]
    weights: tuple[float, ...]


def made(log: ShopLog, *, factorizer: Factorizer | None = None) -> Book:
    purchases, goods = log.purchases, log.goods
    lately, just_now = _done(log, LATELY_DAYS), _done(log, JUST_NOW_DAYS)
    goes = together(purchases.by_basket(), shrinkage=BASKETS_SHRINK, fewest=FEWEST_TOGETHER)
    wanted = appeal(log)
    return Book(
        ids=goods.ids,
        categories=log.categories,
        of_category=log.of_category,
        of_brand=log.of_brand,
        of_audience=log.of_audience,
        currencies=log.currencies,
        of_currency=log.of_currency,
        price_minor=goods.price_minor.astype(np.float32),
        lately=_of_the_most(lately),
        rising=_of_the_most(just_now / JUST_NOW_DAYS / (lately / LATELY_DAYS + 1.0)),
        sold=np.bincount(purchases.by_customer().indices, minlength=purchases.items).astype(np.float32),
        standing=goods.standing.astype(np.float32),
        along=_along(purchases),
        appeal=wanted,
        returning=returning(log, wanted),
        lift=_lift(log),
        goes=goes,
        near=together(_by_person(log), shrinkage=PEOPLE_SHRINK, fewest=FEWEST_TOGETHER),
        follows=_follows(purchases),
        factors=_factors(log, factorizer or AlternatingLeastSquares()),
        beside=_beside(log, goes),
    )


def kindred(log: ShopLog, *, most: int = MOST_KINDRED) -> list[Kindred]:
    """Of whoever bought last, as many as there is time for."""
    purchases = log.purchases
    if not len(purchases.basket_day):
        return []
    last = np.full(purchases.customers, -np.inf)
    np.maximum.at(last, purchases.basket_customer, purchases.basket_day)
    asking = np.argsort(-last, kind="stable")[:most]
    asking = asking[np.isfinite(last[asking])]
    own, method = purchases.by_customer(), LikeCustomers(purchases)
    found: list[Kindred] = []
    for start in range(0, len(asking), KINDRED_AT_ONCE):
        part = asking[start : start + KINDRED_AT_ONCE]
        scores = method.scores(Occasions(customer=part, day=np.full(len(part), log.now_day)))
        scores[own[part].toarray() > 0] = 0.0
        found += [one for row, person in enumerate(part) if (one := _kindred(log, person, scores[row])).product_ids]
    return found


def _kindred(log: ShopLog, person: int, scores: Scores) -> Kindred:
    first = [place for place in np.argsort(-scores, kind="stable")[:FROM_KINDRED] if scores[place] > 0]
    return Kindred(
        person=log.people[person],
        product_ids=tuple(log.goods.ids[place] for place in first),
        weights=tuple(float(scores[place]) for place in first),
    )


def _done(log: ShopLog, half_life_days: float) -> Scores:
    """Of each product how much was done with it, counting half after so many days."""
    doings = log.doings
    faded = doings.weight * 0.5 ** (np.maximum(log.now_day - doings.day, 0.0) / half_life_days)
    found: Scores = np.bincount(doings.item, weights=faded, minlength=len(log.goods.ids)).astype(np.float32)
    return found


def _of_the_most(counts: Scores) -> Scores:
    """By the root, so that the second and third stand not too far behind the first."""
    found: Scores = np.sqrt(counts / max(float(counts.max(initial=0.0)), 1e-9)).astype(np.float32)
    return found


def _along(purchases: Purchases) -> Scores:
    """The share of its purchases in which something else was bought as well, doubted where there are few."""
    sizes = np.bincount(purchases.line_basket, minlength=len(purchases.basket_day))
    with_others = sizes[purchases.line_basket] > 1
    bought = np.bincount(purchases.line_item, minlength=purchases.items)
    along = np.bincount(purchases.line_item, weights=with_others, minlength=purchases.items)
    found: Scores = (along / (bought + 3.0)).astype(np.float32)
    return found


def _lift(log: ShopLog) -> Scores:
    """Of each hour and category; one where little is known."""
    counts = log.hours.astype(np.float64)
    every = counts.sum(axis=1, keepdims=True)
    share = counts.sum(axis=0, keepdims=True) / max(counts.sum(), 1.0)
    expected = every * share
    found: Scores = ((counts + FEWEST_AN_HOUR) / (expected + FEWEST_AN_HOUR)).astype(np.float32)
    return found if len(found) == HOURS else np.ones((HOURS, len(log.categories)), np.float32)


def _by_person(log: ShopLog) -> sparse.csr_array:
    """Who did anything with what; purchases and looks alike."""
    doings = log.doings
    people = int(doings.person.max(initial=-1)) + 1
    ones = np.ones(len(doings.item), np.float32)
    return sparse.csr_array(
        sparse.coo_array((ones, (doings.person, doings.item)), shape=(people, len(log.goods.ids))),
    )


def _follows(purchases: Purchases) -> Neighbourhood:
    if int((basket_places(purchases) > 0).sum()) < FEWEST_FOLLOWING:
        return Neighbourhood.empty(purchases.items)
    among: Whole = foremost(purchases, MOST_FOLLOWED)
    return strongest(NextBasket(purchases, damped=True, most=MOST_FOLLOWED).table, among, purchases.items)


def _factors(log: ShopLog, factorizer: Factorizer) -> Scores:
    doings, items = log.doings, len(log.goods.ids)
    people = int(doings.person.max(initial=-1)) + 1
    if len(np.unique(doings.person)) < FEWEST_PEOPLE:
        return np.zeros((items, 0), np.float32)
    bought = sparse.csr_array(
        sparse.coo_array((doings.weight.astype(np.float32), (doings.person, doings.item)), shape=(people, items))
    )
    bought.sum_duplicates()
    bought.data = np.minimum(bought.data, np.float32(1.0))
    return factorizer.factors(bought).items.astype(np.float32)


def _beside(log: ShopLog, goes: Neighbourhood) -> Mapping[str, Sequence[str]]:
    """Of each category those that are bought with it, for goods that nobody has bought yet."""
    of_category, most = log.of_category, len(log.categories)
    rows, columns = np.nonzero(goes.weight > 0)
    first, second = of_category[rows], of_category[goes.neighbour[rows, columns]]
    counts = np.zeros((most, most), np.float32)
    np.add.at(counts, (first, second), goes.weight[rows, columns])
    np.fill_diagonal(counts, 0.0)
    found: dict[str, Sequence[str]] = {}
    for number, name in enumerate(log.categories):
        near = [
            int(other) for other in np.argsort(-counts[number], kind="stable")[:BESIDE] if counts[number, other] > 0
        ]
        if near:
            found[name] = [log.categories[other] for other in near]
    return found
