"""What a reading told, put beside the candidates: the columns that the formulas are taken on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from struct import Struct

import numpy as np

from rerank.features.bounds import DAY_S
from rerank.features.formulas import SUMS, Column
from rerank.features.held_goods import Good, News
from rerank.features.rows import CHANGED_MOST, FACTS, SHELF_FACTS

_FACTS = Struct(f"{len(FACTS)}d")
Numbers = Sequence[float | None]
# Part, key, category, brand, sizes, numbers, and since when it holds.
Row = tuple[str, str, str | None, str | None, str | None, Numbers, datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`sums` by part and key; `worn` by category: each size, and how much was bought in it."""

    sums: Mapping[str, Mapping[str, Numbers]]
    worn: Mapping[str, Sequence[tuple[str, float]]]
    news: News


def told_by(rows: Iterable[Row]) -> Told:
    sums: dict[str, dict[str, Numbers]] = defaultdict(dict)
    worn: dict[str, list[tuple[str, float]]] = defaultdict(list)
    goods: dict[str, Good] = {}
    latest = None
    for part, key, category, brand, sizes, numbers, valid_from in rows:
        if part == "goods":
            goods[key] = _good(category, brand, sizes, numbers)
        elif part == "worn":
            worn[key].append((sizes or "", numbers[0] or 0.0))
        elif part == "latest":
            latest = valid_from
        else:
            sums[part][key] = numbers
    changed = sums.pop("changed", {})
    news = News(latest=latest, changed=None if len(changed) >= CHANGED_MOST else changed.keys(), goods=goods)
    return Told(sums=sums, worn=worn, news=news)


def columns_of(told: Told, product_ids: Sequence[str], goods: Sequence[Good], *, at_s: float) -> Mapping[str, Column]:
    """`goods` are what the products are like, in their order."""
    facts = np.frombuffer(b"".join(good.numbers for good in goods)).reshape(len(goods), len(FACTS)).T
    of_goods: dict[str, Column] = dict(zip(FACTS, facts, strict=True))
    categories = [good.category for good in goods]
    people = told.sums.get("people", {}).get("", [None] * len(SUMS["people"]))
    return {
        **of_goods,
        "days_known": (of_goods["added"] - at_s) / -DAY_S,
        "at": at_s,
        **_beside(told, "items", product_ids),
        **_beside(told, "categories", categories),
        **_beside(told, "brands", [good.brand for good in goods]),
        **_of_rows(told, "likeness", rows=len(goods)),
        **_beside(told, "shelves", categories),
        **dict(zip(SUMS["people"], _known(people), strict=True)),
        **_sizes(told.worn, goods),
    }


def _beside(told: Told, part: str, keys: Sequence[str | None]) -> Mapping[str, Column]:
    names = SHELF_FACTS if part == "shelves" else SUMS[part]
    of_part = told.sums.get(part)
    if not of_part:
        return dict.fromkeys(names, np.nan)
    # The last row is that of all that nothing is told of.
    table = np.full((len(of_part) + 1, len(names)), np.nan)
    table[:-1] = list(of_part.values())
    places: dict[str | None, int] = {key: place for place, key in enumerate(of_part)}
    return dict(zip(names, table[[places.get(key, -1) for key in keys]].T, strict=True))


def _of_rows(told: Told, part: str, *, rows: int) -> Mapping[str, Column]:
    """What comes in one row for all candidates: theirs, and then each column."""
    numbers = told.sums.get(part, {}).get("")
    if not numbers:
        return dict.fromkeys(SUMS[part], np.nan)
    table = np.array(numbers, dtype=np.float64).reshape(1 + len(SUMS[part]), -1)
    spread = np.full((len(SUMS[part]), rows), np.nan)
    spread[:, table[0].astype(np.int64)] = table[1:]
    return dict(zip(SUMS[part], spread, strict=True))


def _known(numbers: Numbers) -> list[float]:
    return [np.nan if number is None else number for number in numbers]


def _sizes(worn: Mapping[str, Sequence[tuple[str, float]]], goods: Sequence[Good]) -> Mapping[str, Column]:
    """As `known._sizes`, for the few who bought anything in sizes: that is a join with each of the candidates."""
    if not worn:
        return {"sized_weight": np.nan, "fitting_weight": np.nan}
    sized, fitting = np.full(len(goods), np.nan), np.full(len(goods), np.nan)
    for row, good in enumerate(goods):
        if of_category := worn.get(good.category or ""):
            sized[row] = sum(weight for _, weight in of_category)
            fitting[row] = sum(weight for size, weight in of_category if f"|{size}|" in good.sizes)
    return {"sized_weight": sized, "fitting_weight": fitting}


def _good(category: str | None, brand: str | None, sizes: str | None, numbers: Numbers) -> Good:
    number, *facts = numbers
    return Good(int(number or 0), category, brand, sizes or "", _FACTS.pack(*_known(facts)))
