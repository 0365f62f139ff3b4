"""What size models learn from: who wore which size well, from a file or from the shop's own records."""

import csv
import gzip
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.training.errors import SizesUnusable
from catalog.connections import Connections, connected
from shop.errors import ShopUnavailable
from shop.sizes.charts import Chart, read_chart
from shop.sizes.evidence import Outcome
from shop.sizes.features import AGE, HEIGHT, TOLD, WEIGHT
from shop.sizes.ladder import called, rung, stepped
from shop.sizes.measurements import PLAUSIBLE, is_plausible
from shop.sizes.model import ANYTHING
from shop.sizes.rows import read_charts, read_learned

# Where a heading does not name its unit, it is kilograms and centimetres.
_CALLED = {
    "weight": WEIGHT, "weight_kg": WEIGHT, "height": HEIGHT, "height_cm": HEIGHT, "age": AGE, "size": "size",
    "size_chart": "group", "size_chart_id": "group", "group": "group", "chest": "chest_cm", "bust": "chest_cm",
    "waist": "waist_cm", "hips": "hips_cm", "inseam": "inseam_cm", "foot_length": "foot_cm",
}  # fmt: skip
_NEEDED = (WEIGHT, HEIGHT, "size")


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeRecord:
    """A body and the size that fits it; `group` is the size chart, as far as it is known."""

    body: Mapping[str, float]
    size: str
    group: str = ANYTHING

    @property
    def who(self) -> tuple[float | None, ...]:
        """Rows of one body may be one person's: they belong on one side of every split."""
        return tuple(self.body.get(name) for name in TOLD)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeRecords:
    """`refused` counts rows without a size, or of a body that nobody has; `extra` are the file's further measures."""

    records: tuple[SizeRecord, ...]
    extra: tuple[str, ...] = ()
    refused: int = 0


def read_records(path: Path) -> SizeRecords:
    """A CSV file, also packed, with a heading: weight, height, size, and as far as there are age, chest, waist, …"""
    try:
        packed = path.read_bytes()
        text = (gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as exc:
        raise SizesUnusable(path=path, reason="it is no readable CSV") from exc
    rows = csv.DictReader(io.StringIO(text))
    columns = {name: _measure(name) for name in rows.fieldnames or () if _measure(name) is not None}
    if lacking := [name for name in _NEEDED if name not in columns.values()]:
        raise SizesUnusable(path=path, reason=f"it has no column for {', '.join(lacking)}")
    records, refused = [], 0
    for row in rows:
        record = _record({str(measure): (row[name] or "").strip() for name, measure in columns.items()})
        if record is None:
            refused += 1
        else:
            records.append(record)
    if not records:
        raise SizesUnusable(path=path, reason="it holds no usable row")
    extra = sorted(str(measure) for measure in columns.values() if measure in PLAUSIBLE and measure not in TOLD)
    return SizeRecords(records=tuple(records), extra=tuple(extra), refused=refused)


def groups(records: Sequence[SizeRecord]) -> Iterator[tuple[str, list[SizeRecord]]]:
    for group in sorted({record.group for record in records}):
        yield group, [record for record in records if record.group == group]


def _measure(heading: str) -> str | None:
    name = heading.strip().casefold().replace(" ", "_")
    return name if name in PLAUSIBLE else _CALLED.get(name)


def _record(row: Mapping[str, str]) -> SizeRecord | None:
    """An impossible age is as good as none; an impossible weight or height spoils the row."""
    body = {}
    for name, written in row.items():
        if name in PLAUSIBLE and written:
            try:
                value = float(written)
            except ValueError:
                return None
            if is_plausible(name, value):
                body[name] = value
            elif name in {WEIGHT, HEIGHT}:
                return None
    if WEIGHT not in body or HEIGHT not in body or rung(row["size"]) is None:
        return None
    return SizeRecord(body=body, size=row["size"], group=row.get("group") or ANYTHING)


async def shop_records(connections: Connections) -> SizeRecords:
    """What was kept, and one size up or down from what went back as too small or too large."""
    async with connected(connections, lost=ShopUnavailable) as connection:
        learned = await read_learned(connection)
        charts = {chart.id: read_chart(chart) for chart in await read_charts(connection, [row[1] for row in learned])}
    records = []
    refused = 0
    for told, chart_id, size, outcome in learned:
        worn = _worn(size, Outcome(outcome), charts.get(chart_id))
        body = {name: float(value) for name, value in told.items() if name in PLAUSIBLE and is_plausible(name, value)}
        if worn is None or WEIGHT not in body or HEIGHT not in body:
            refused += 1
        else:
            records.append(
                SizeRecord(body={name: body[name] for name in TOLD if name in body}, size=worn, group=chart_id)
            )
    return SizeRecords(records=tuple(records), refused=refused)


def _worn(size: str, outcome: Outcome, chart: Chart | None) -> str | None:
    """None beyond the ends of the chart: who finds its largest size too small wears none of it."""
    if chart is None or rung(size) is None:
        return None
    if outcome is Outcome.FITS:
        return called(size, chart.sizes)
    return stepped(size, chart.sizes, steps=1 if outcome is Outcome.TOO_SMALL else -1)
