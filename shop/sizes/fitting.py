"""Which size a chart gives for a body, between which two it stands, and what a size of one chart is on another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shop.sizes.charts import Chart, ChartRow, Range
from shop.sizes.ladder import ordered
from shop.sizes.measurements import Measurements

# As far beyond the last row as the rows are wide: a little over is still that size.
OVER = 1.0
# So near to the middle between two sizes that either may fit.
MIDDLE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One size, or two to choose between; none if the body is `beyond` the chart: "below" or "above"."""

    sizes: tuple[str, ...]
    by: tuple[str, ...]
    beyond: str | None = None


def fit_by_chart(chart: Chart, body: Measurements, *, offered: Sequence[str] = ()) -> Fit | None:
    """None if the chart asks for nothing that is known.

    The first column decides; the others settle what it leaves open, or show that the body is between sizes.
    """
    known = body.known
    names = [name for name in chart.measured_by if name in known]
    if "underbust_cm" in chart.measured_by and "underbust_cm" not in names:
        return None
    if not names or (set(names) == {"age"} and not chart.is_for_children):
        return None
    rows = _offered(chart, offered)
    first, *others = names
    near = _nearest(rows, first, known[first])
    if isinstance(near, str):
        return Fit(sizes=(), by=(first,), beyond=near)
    by = [first]
    for name in others:
        told = _nearest(
            [row for row in rows if row.size in near] if _settles(rows, near, name) else rows, name, known[name]
        )
        if isinstance(told, str) or name in {"age", "weight_kg"}:
            continue
        by.append(name)
        common = [size for size in near if size in told]
        near = common or [near[0], told[0]]
    return Fit(sizes=_at_most_two(near), by=tuple(by))


def mapped(size: str, source: Chart, target: Chart) -> tuple[str, ...]:
    """The sizes of another chart for the same body; empty if the charts have nothing in common."""
    row = source.row(size)
    if row is None:
        return ()
    if source.id == target.id:
        return (row.size,)
    shared = [name for name in target.measured_by if name in row.ranges]
    if not shared:
        return ()
    near = _nearest(target.rows, shared[0], _middle(row.ranges[shared[0]]))
    return _at_most_two(near) if not isinstance(near, str) else ()


def _offered(chart: Chart, offered: Sequence[str]) -> Sequence[ChartRow]:
    kept = [row for row in chart.rows if row.size.casefold() in {size.casefold() for size in offered}]
    return kept or chart.rows


def _settles(rows: Sequence[ChartRow], near: Sequence[str], name: str) -> bool:
    """Where rows of one waist differ in length, the length settles which of them it is."""
    values = [row.ranges.get(name) for row in rows if row.size in near]
    return len(near) > 1 and len(set(values)) > 1


def _nearest(rows: Sequence[ChartRow], name: str, value: float) -> list[str] | str:
    """All sizes whose range holds the value, or the two that it is between; "below" or "above" beyond the chart."""
    told: Mapping[str, Range] = {row.size: row.ranges[name] for row in rows if name in row.ranges}
    if not told:
        return []
    if inside := [size for size, (low, high) in told.items() if low <= value <= high]:
        return inside
    ranges = sorted(set(told.values()))
    width = _step(ranges)
    if value < ranges[0][0] - OVER * width:
        return "below"
    if value > ranges[-1][1] + OVER * width:
        return "above"
    under = max((r for r in ranges if r[1] < value), default=None)
    over = min((r for r in ranges if r[0] > value), default=None)
    if under is None or over is None:
        only = under or over
        return [size for size, held in told.items() if held == only]
    place = (value - under[1]) / (over[0] - under[1])
    chosen = {under, over} if abs(place - 0.5) <= MIDDLE else {under if place < 0.5 else over}
    return [size for size, held in told.items() if held in chosen]


def _step(ranges: Sequence[Range]) -> float:
    if len(ranges) < 2:
        low, high = ranges[0]
        return max(high - low, low * 0.05)
    return (_middle(ranges[-1]) - _middle(ranges[0])) / (len(ranges) - 1)


def _middle(held: Range) -> float:
    return (held[0] + held[1]) / 2


def _at_most_two(sizes: Sequence[str]) -> tuple[str, ...]:
    ladder = ordered(sizes) or tuple(dict.fromkeys(sizes))
    return ladder[:2]
