"""What everybody's doings say of every product: how much a look at it brings, and how soon a purchase is made again."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rerank.candidates.neighbourhood import Places
from rerank.candidates.purchases import Purchases, Real, Scores, Whole
from rerank.candidates.shop_log import Doings, Looks, ShopLog

# What nothing is known of is doubted by so much that was gained, where a purchase is one: the fewer, the sooner what
# was seen of a thing counts more than what is usual for its like.
OF_CATEGORY, OF_BRAND, OF_STANDING, OF_ITEM = 1.0, 2.0, 1.0, 0.5
STANDINGS = 5
HALF_LIFE_DAYS = 45.0
# A shop in which nothing was seen yet: of so many looks one ends with a purchase.
USUAL_RATE, USUAL_LOOKS = 0.02, 200.0
# What share of those who buy of a category again is early, and what is taken for early where few ever did.
EARLY, USUALLY_SOONEST_DAYS, SOONEST_DOUBT = 0.1, 5.0, 2.0
AWAY_SHARE, AWAY_DOUBT = 0.5, 5.0
# Nobody counts for more than so many purchases of one thing.
MOST_OF_ONE: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """`appeal` is what a look at a product brings, in purchases; `soonest_days` when the first come back for something
    of a category that they bought from.
    """

    appeal: Scores
    soonest_days: Scores


def demand(log: ShopLog) -> Demand:
    return Demand(appeal=_appeal(log, *_faded(log)), soonest_days=_soonest(log))


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
    """From what is usual in the shop to the category, the brand, what the catalogue says, and the thing itself."""
    rate = (gained.sum() + USUAL_RATE * USUAL_LOOKS) / (seen.sum() + USUAL_LOOKS)
    expected = np.full(len(seen), rate)
    standing = np.minimum((log.goods.standing.argsort().argsort() * STANDINGS) // max(len(seen), 1), STANDINGS - 1)
    for groups, doubt in ((log.of_category, OF_CATEGORY), (log.of_brand, OF_BRAND), (standing, OF_STANDING)):
        most = int(groups.max(initial=-1)) + 1
        wanted = np.bincount(groups, weights=gained, minlength=most)
        usual = np.bincount(groups, weights=seen * expected, minlength=most)
        expected *= ((wanted + doubt) / (usual + doubt))[groups]
    found: Scores = (expected * (gained + OF_ITEM) / (seen * expected + OF_ITEM)).astype(np.float32)
    return found


def _soonest(log: ShopLog) -> Scores:
    """By category: few of those who bought of it again did so earlier. Of what nobody bought again it is the longer,
    the more people have stayed away for the longer.
    """
    most = len(log.categories)
    pair, day = _category_days(log.purchases, log.of_category, most)
    is_again = pair[1:] == pair[:-1]
    category, days = pair[1:][is_again] % max(most, 1), np.diff(day)[is_again]
    again = np.bincount(category, minlength=most)
    first = np.cumsum(again) - again
    last = np.r_[~is_again, np.ones(min(len(pair), 1), bool)]
    buyers = np.bincount(pair[last] % max(most, 1), minlength=most)
    away = np.bincount(pair[last] % max(most, 1), weights=log.now_day - day[last], minlength=most)
    known = again > 0
    early = np.maximum(AWAY_SHARE * away / np.maximum(buyers, 1), USUALLY_SOONEST_DAYS)
    told = np.where(known, again, buyers)
    early[known] = days[np.lexsort((days, category))][(first + EARLY * again).astype(np.int64)[known]]
    doubt = np.where(known, SOONEST_DOUBT, AWAY_DOUBT)
    found: Scores = ((early * told + USUALLY_SOONEST_DAYS * doubt) / (told + doubt)).astype(np.float32)
    return found


def _category_days(purchases: Purchases, of_category: Places, most: int) -> tuple[Whole, Real]:
    """Who bought of which category on which day, once each, in order."""
    pair = purchases.line_customer * most + of_category[purchases.line_item]
    rows = np.unique(np.stack([pair.astype(float), np.floor(purchases.line_day)]), axis=1)
    return rows[0].astype(np.int64), rows[1]


def _was_shown(looks: Looks, doings: Doings, items: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    asked = _keys(doings.person, doings.item, doings.day, items)
    return np.isin(asked, _keys(looks.person, looks.item, looks.day, items))


def _keys(person: Whole, item: Whole, day: Real, items: int) -> Whole:
    """Who, what and on which day, in one number."""
    return (person * max(items, 1) + item) * DAYS + np.floor(day).astype(np.int64) % DAYS


# More than are ever read at once.
DAYS = 4096


def _fading(log: ShopLog, day: Real) -> Real:
    found: Real = 0.5 ** (np.maximum(log.now_day - day, 0.0) / HALF_LIFE_DAYS)
    return found
