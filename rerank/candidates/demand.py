"""What everybody's doings say of every product: how much a look at it brings."""

from typing import Final

import numpy as np

from rerank.candidates.neighbourhood import Places
from rerank.candidates.purchases import Real, Scores, Whole
from rerank.candidates.shop_log import Doings, Looks, ShopLog

# What nothing is known of is doubted by so much that was gained, where a purchase is one: the fewer, the sooner what
# was seen of a thing counts more than what is usual for its like.
OF_CATEGORY, OF_BRAND, OF_STANDING, OF_PRICE, OF_ITEM = 1.0, 2.0, 1.0, 1.0, 0.5
STANDINGS, PRICES = 10, 5
# So often each of them is reckoned anew by what the others explain by then.
REPEATED = 3
HALF_LIFE_DAYS = 45.0
# A shop in which nothing was seen yet: of so many looks one ends with a purchase.
USUAL_RATE, USUAL_LOOKS = 0.02, 200.0
# Nobody counts for more than so many purchases of one thing.
MOST_OF_ONE: Final = 2.0


def appeal(log: ShopLog) -> Scores:
    """What a look at each product brings, in purchases."""
    return _appeal(log, *_faded(log))


def attention(position: Real) -> Real:
    """How much of a look a place of a list gets; what has no place was looked at."""
    found: Real = 1.0 / np.log2(1.0 + np.maximum(position, 1.0))
    return found


def _faded(log: ShopLog) -> tuple[Real, Real]:
    """By item: looks, and what was gained. What was found without being shown was there for everybody to find:
    such looks are spread over all goods.
    """
    items, looks, doings = len(log.goods.ids), log.looks, log.doings
    seen = np.bincount(looks.item, weights=attention(looks.position) * _fading(log, looks.day), minlength=items)
    worth = doings.weight * _fading(log, doings.day)
    is_shown = _was_shown(looks, doings, items)
    gained = _by_item(doings, worth * is_shown, items)
    found = _by_item(doings, worth * ~is_shown, items)
    rate = (gained.sum() + USUAL_RATE * USUAL_LOOKS) / (seen.sum() + USUAL_LOOKS)
    return seen + found.sum() / rate / max(items, 1), gained + found


def _by_item(doings: Doings, worth: Real, items: int) -> Real:
    pairs, number = np.unique(doings.person * max(items, 1) + doings.item, return_inverse=True)
    own = np.minimum(np.bincount(number, weights=worth, minlength=len(pairs)), MOST_OF_ONE)
    found: Real = np.bincount(pairs % max(items, 1), weights=own, minlength=items).astype(np.float64)
    return found


def _appeal(log: ShopLog, seen: Real, gained: Real) -> Scores:
    """From what is usual in the shop to the category, the brand, what the catalogue says, the price beside others of
    its category, and the thing itself.
    """
    rate = (gained.sum() + USUAL_RATE * USUAL_LOOKS) / (seen.sum() + USUAL_LOOKS)
    of_category, places = log.of_category, np.zeros(len(seen), np.int32)
    levels = (
        (of_category, OF_CATEGORY),
        (log.of_brand, OF_BRAND),
        (places_among(log.goods.standing, places, parts=STANDINGS), OF_STANDING),
        (places_among(log.goods.price_minor, of_comparable_prices(log), parts=PRICES), OF_PRICE),
    )
    expected, factors = np.full(len(seen), rate), [np.ones(len(seen))] * len(levels)
    for _ in range(REPEATED):
        for level, (groups, doubt) in enumerate(levels):
            expected = expected / factors[level]
            most = int(groups.max(initial=-1)) + 1
            wanted = np.bincount(groups, weights=gained, minlength=most)
            usual = np.bincount(groups, weights=seen * expected, minlength=most)
            factors[level] = ((wanted + doubt) / (usual + doubt))[groups]
            expected = expected * factors[level]
    found: Scores = (expected * (gained + OF_ITEM) / (seen * expected + OF_ITEM)).astype(np.float32)
    return found


def of_comparable_prices(log: ShopLog) -> Places:
    """Prices say something beside others of their category and currency."""
    found: Places = log.of_category * max(len(log.currencies), 1) + log.of_currency
    return found


def places_among(values: Scores, groups: Places, *, parts: int) -> Places:
    """In which of so many parts of its group each stands, 0 being the least."""
    order = np.lexsort((values, groups))
    sizes = np.bincount(groups, minlength=int(groups.max(initial=-1)) + 1)
    starts = np.cumsum(sizes) - sizes
    found = np.zeros(len(order), np.int64)
    found[order] = (np.arange(len(order)) - starts[groups[order]]) * parts
    return (found // np.maximum(sizes, 1)[groups]).astype(np.int32)


def _was_shown(looks: Looks, doings: Doings, items: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    asked = _keys(doings.person, doings.item, doings.day, items)
    return np.isin(asked, _keys(looks.person, looks.item, looks.day, items))


def shown_gains(log: ShopLog) -> Real:
    """Of each look what came of it on its day; what was done before it did not come of it."""
    looks, doings, items = log.looks, log.doings, len(log.goods.ids)
    if not len(doings.item):
        return np.zeros(len(looks.item))
    asked, told = (_keys(each.person, each.item, each.day, items) for each in (looks, doings))
    order = np.argsort(told, kind="stable")
    found = order[np.minimum(np.searchsorted(told[order], asked), len(order) - 1)]
    came_of_it = (told[found] == asked) & (doings.day[found] >= looks.day)
    gained: Real = np.where(came_of_it, doings.weight[found], 0.0)
    return gained


def _keys(person: Whole, item: Whole, day: Real, items: int) -> Whole:
    """Who, what and on which day, in one number."""
    return (person * max(items, 1) + item) * DAYS + np.floor(day).astype(np.int64) % DAYS


# More than are ever read at once.
DAYS = 4096


def _fading(log: ShopLog, day: Real) -> Real:
    found: Real = 0.5 ** (np.maximum(log.now_day - day, 0.0) / HALF_LIFE_DAYS)
    return found
