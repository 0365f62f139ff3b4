"""What a reading told, put beside the candidates: the columns that the formulas are taken on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from struct import Struct

import numpy as np

from rerank.features.bounds import DAY_S
from rerank.features.formulas import SUMS, Columns
from rerank.features.held_goods import Good, News
from rerank.features.rows import CHANGED_MOST, FACTS, SHELF_FACTS

SIZES = ("sized_weight", "fitting_weight")
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


def columns_of(told: Told, product_ids: Sequence[str], goods: Sequence[Good], *, at_s: float) -> Columns:
    """`goods` are what the products are like, in their order."""
    columns = Columns()
    facts = np.frombuffer(b"".join([good.numbers for good in goods])).reshape(len(goods), len(FACTS)).T
    columns.put(FACTS, facts)
    columns.put(("days_known",), (facts[None, FACTS.index("added")] - at_s) / -DAY_S)
    columns.put_for_all(("at",), (at_s,))
    if people := told.sums.get("people"):
        columns.put_for_all(SUMS["people"], people[""])
    else:
        columns.put_unknown(SUMS["people"])
    categories = [good.category for good in goods]
    _put_beside(columns, told, "items", product_ids)
    _put_beside(columns, told, "categories", categories)
    _put_beside(columns, told, "brands", [good.brand for good in goods])
    _put_beside(columns, told, "shelves", categories)
    _put_likeness(columns, told, rows=len(goods))
    _put_sizes(columns, told.worn, goods)
    return columns


def _put_beside(columns: Columns, told: Told, part: str, keys: Sequence[str | None]) -> None:
    names = SHELF_FACTS if part == "shelves" else SUMS[part]
    of_part = told.sums.get(part)
    if not of_part:
        columns.put_unknown(names)
        return
    # The last row is that of all that nothing is told of.
    table = np.full((len(of_part) + 1, len(names)), np.nan)
    table[:-1] = list(of_part.values())
    places: dict[str | None, int] = {key: place for place, key in enumerate(of_part)}
    columns.put(names, table[[places.get(key, -1) for key in keys]].T)


def _put_likeness(columns: Columns, told: Told, *, rows: int) -> None:
    """It comes in one row for all candidates: theirs, and then each column."""
    names, numbers = SUMS["likeness"], told.sums.get("likeness", {}).get("")
    if not numbers:
        columns.put_unknown(names)
        return
    table = np.array(numbers, dtype=np.float64).reshape(1 + len(names), -1)
    spread = np.full((len(names), rows), np.nan)
    spread[:, table[0].astype(np.int64)] = table[1:]
    columns.put(names, spread)


def _put_sizes(columns: Columns, worn: Mapping[str, Sequence[tuple[str, float]]], goods: Sequence[Good]) -> None:
    """As `known._sizes`, for the few who bought anything in sizes: that is a join with each of the candidates."""
    if not worn:
        columns.put_unknown(SIZES)
        return
    table = np.full((len(SIZES), len(goods)), np.nan)
    for row, good in enumerate(goods):
        if of_category := worn.get(good.category or ""):
            table[0, row] = sum(weight for _, weight in of_category)
            table[1, row] = sum(weight for size, weight in of_category if f"|{size}|" in good.sizes)
    columns.put(SIZES, table)


def _good(category: str | None, brand: str | None, sizes: str | None, numbers: Numbers) -> Good:
    number, *facts = numbers
    known = [np.nan if number is None else number for number in facts]
    return Good(int(number or 0), category, brand, sizes or "", _FACTS.pack(*known))
