"""A shop's log written by hand: baskets and looks of numbered people, with numbered things of two categories."""

from collections.abc import Sequence

import numpy as np

from rerank.candidates.book import HOURS
from rerank.candidates.shop_log import Doings, Goods, ShopLog, purchases_of

NOW_DAY = 1_000.0
CATEGORIES = ("Camp / Bags", "Camp / Tents")

# Who, how many days ago, and what.
Basket = tuple[int, float, Sequence[int]]


def log(
    baskets: Sequence[Basket],
    *,
    things: int,
    looks: Sequence[Basket] = (),
    prices: Sequence[float] | None = None,
    currencies: Sequence[str] | None = None,
) -> ShopLog:
    """Even things are bags and odd ones tents; a purchase is a doing as well."""
    people = 1 + max((person for person, _, _ in (*baskets, *looks)), default=-1)
    lines = [(who, number, NOW_DAY - ago, thing) for number, (who, ago, own) in enumerate(baskets) for thing in own]
    done = [(who, NOW_DAY - ago, thing, 1.0) for who, ago, own in baskets for thing in own]
    done += [(who, NOW_DAY - ago, thing, 0.2) for who, ago, own in looks for thing in own]
    person, basket, day, item = (np.array([line[part] for line in lines]) for part in range(4))
    who, when, what, weight = (np.array([row[part] for row in done]) for part in range(4))
    return ShopLog(
        goods=_goods(things, prices or [1000.0] * things, currencies or ["USD"] * things),
        people=tuple(f"person{number}" for number in range(people)),
        purchases=purchases_of(
            *(person.astype(np.int64), basket.astype(np.int64), day.astype(np.float64), item.astype(np.int64)),
            people=people,
            items=things,
        ),
        doings=Doings(
            person=who.astype(np.int64),
            item=what.astype(np.int64),
            day=when.astype(np.float64),
            weight=weight.astype(np.float32),
        ),
        hours=np.zeros((HOURS, 2), np.float32),
        categories=CATEGORIES,
        now_day=NOW_DAY,
    )


def _goods(things: int, prices: Sequence[float], currencies: Sequence[str]) -> Goods:
    return Goods(
        ids=tuple(f"p{thing}" for thing in range(things)),
        category=tuple(CATEGORIES[thing % 2] for thing in range(things)),
        brand=("Oak",) * things,
        audience=("",) * things,
        price_minor=np.array(prices, np.float32),
        currency=tuple(currencies),
        standing=np.full(things, 0.5, np.float32),
    )
