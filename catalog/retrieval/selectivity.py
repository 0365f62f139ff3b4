"""How many products will fit a request, by the database's statistics, and so which way of looking is the shortest."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

from catalog.connections import Connection
from catalog.query import Query
from catalog.retrieval.marks import Marked

# Up to so many, looking at all that fit is fast whatever the filters, and misses none.
FEW_PRODUCTS = 3000
# Beyond so many it never pays, and is not even tried where the graph finds too few.
MANY_PRODUCTS = 25_000
# Microseconds: to find a product by its marks, to hold the signs of its vector against the request's, and to be handed
# the next nearest by the graph. Only their proportions matter; `aisle bench search` shows what comes of them.
_BY_MARKS, _BY_SIGNS, _BY_GRAPH = 0.6, 0.8, 6.0
# What goes by the name asked for is near to it, unless more was said that leads elsewhere.
_NAMED_AMONG_NEAREST = 0.05
# The graph is followed for so many times what should do, within bounds: filters and meaning are seldom independent.
_PATIENCE, _LEAST_TRIED, _MOST_TRIED = 4, 1000, 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How the values of a column are spread: `bounds` part the products into equally many."""

    bounds: tuple[float, ...] = ()
    common: Mapping[float, float] = field(default_factory=dict)
    unknown: float = 0.0

    def share_up_to(self, value: float) -> float:
        """Of all products; 1 if nothing is known."""
        if not self.bounds and not self.common:
            return 1.0
        common = sum(share for known, share in self.common.items() if known <= value)
        rest = max(0.0, 1 - self.unknown - sum(self.common.values()))
        below = bisect_left(self.bounds, value) / len(self.bounds) if self.bounds else 0.0
        return min(1.0, common + rest * below)

    def share_from(self, value: float) -> float:
        return max(0.0, 1 - self.unknown - self.share_up_to(value)) if self.bounds or self.common else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """`shares` of the `products` by mark; a mark that is not among them has at most `rarest`."""

    products: int = 0
    shares: Mapping[int, float] = field(default_factory=dict)
    rarest: float = 1.0
    cheapest: Spread = Spread()
    dearest: Spread = Spread()
    rating: Spread = Spread()

    def share_of(self, marked: Marked) -> float:
        shares = [self.shares.get(mark, self.rarest) for mark in marked.marks]
        # The words of one value go together: what is merino is wool.
        return min(shares) if marked.every else min(1.0, sum(shares))

    def share_bounded(self, query: Query) -> float:
        found = 1.0
        if query.max_price_minor is not None:
            found *= self.cheapest.share_up_to(query.max_price_minor)
        if query.min_price_minor is not None:
            found *= self.dearest.share_from(query.min_price_minor)
        if query.min_rating is not None:
            found *= self.rating.share_from(query.min_rating)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whether to look at `all_that_fit`, rather than at the nearest until enough of them fit or so many were `tried`;
    `fitting` is a guess."""

    fitting: int
    all_that_fit: bool
    tried: int


def reach_of(query: Query, marked: Sequence[Marked], known: Statistics, *, most: int, wanted: int) -> Reach:
    """`most` is how many can fit for certain, `wanted` how many are looked for."""
    shares = {each.name: known.share_of(each) for each in marked}
    bounded = known.share_bounded(query)
    with_marks = min(float(most), known.products * prod(shares.values()))
    fitting = round(with_marks * bounded)
    among_nearest = bounded * prod(_NAMED_AMONG_NEAREST if name == "named" else share for name, share in shares.items())
    should_do = wanted / max(among_nearest, 1e-6)
    all_us = with_marks * _BY_MARKS + fitting * _BY_SIGNS
    pays = fitting <= MANY_PRODUCTS and all_us < should_do * _BY_GRAPH
    tried = round(min(max(_PATIENCE * should_do, _LEAST_TRIED), _MOST_TRIED))
    return Reach(fitting=fitting, all_that_fit=fitting <= FEW_PRODUCTS or pays, tried=tried)


async def read_statistics(connection: Connection) -> Statistics:
    """As the last ANALYZE left them: nothing is counted here, so that it costs nothing to ask every minute."""
    rows = await connection.execute(
        """
        select attname, null_frac, most_common_vals::text, most_common_freqs, histogram_bounds::text,
               most_common_elems::text, most_common_elem_freqs
        from pg_stats where schemaname = current_schema() and tablename = 'search_facts'
        """
    )
    columns = {row[0]: row[1:] async for row in rows}
    counted = await (await connection.execute("select documents from search_totals")).fetchone()
    marks, shares = _array(columns, "marks", 4), (columns.get("marks") or [None] * 6)[5] or []
    by_mark = {int(mark): float(share) for mark, share in zip(marks, shares, strict=False)}
    return Statistics(
        products=counted[0] if counted else 0,
        shares=by_mark,
        rarest=min(by_mark.values(), default=1.0),
        cheapest=_spread(columns, "cheapest_minor"),
        dearest=_spread(columns, "dearest_minor"),
        rating=_spread(columns, "rating"),
    )


def _spread(columns: Mapping[str, Sequence[Any]], name: str) -> Spread:
    if name not in columns:
        return Spread()
    common = dict(zip(_array(columns, name, 1), columns[name][2] or (), strict=False))
    return Spread(bounds=tuple(_array(columns, name, 3)), common=common, unknown=columns[name][0])


def _array(columns: Mapping[str, Sequence[Any]], name: str, place: int) -> list[float]:
    written = columns[name][place] if name in columns else None
    return [float(value) for value in written.strip("{}").split(",")] if written and written != "{}" else []
