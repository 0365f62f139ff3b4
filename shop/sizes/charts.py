"""Size charts read into ranges of the body, in centimetres, kilograms and years, whatever they were written in."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from catalog.contents import SizeChart
from shop.sizes.spoken import CM_PER_INCH, KG_PER_POUND

Range = tuple[float, float]

# What a column may be called, in the order of their worth: a jacket that is too narrow fits nobody of the right height.
_COLUMNS: Mapping[str, re.Pattern[str]] = {
    "foot_cm": re.compile(r"foot|insole"),
    "hand_cm": re.compile(r"hand|palm|glove"),
    "head_cm": re.compile(r"head"),
    "underbust_cm": re.compile(r"under.?bust|band"),
    "chest_cm": re.compile(r"chest|bust"),
    "waist_cm": re.compile(r"waist"),
    "hips_cm": re.compile(r"hips?"),
    "inseam_cm": re.compile(r"inseam|inside.?leg"),
    "height_cm": re.compile(r"height|stature"),
    "weight_kg": re.compile(r"weight"),
    "age": re.compile(r"\bage\b|ages"),
}
_WORN_ON_THE_LEGS = re.compile(r"pant|trouser|jean|bottom|skirt|short|legging", re.IGNORECASE)
_FOR_CHILDREN = re.compile(r"\b(kid|child|children|baby|babies|toddler|infant|girl|boy|junior|youth)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)(?:\s*(?:-|\u2013|to)\s*(\d+(?:\.\d+)?))?")
# Where no unit is written: larger figures than these can be no inches.
_MOST_INCHES = {"foot_cm": 14, "hand_cm": 13, "head_cm": 30, "height_cm": 84}
_MOST_INCHES_ELSE = 64
_EUROPEAN = {
    "eu": re.compile(r"\beu(r|ro|ropean)?\b"),
    "uk": re.compile(r"\buk\b|british"),
    "us": re.compile(r"\bus\b"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRow:
    """`marks` are the same size in other systems, as written."""

    size: str
    ranges: Mapping[str, Range]
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    id: str
    title: str
    rows: tuple[ChartRow, ...]

    @property
    def measured_by(self) -> tuple[str, ...]:
        """What of a body the chart asks for, what decides first."""
        present = [name for name in _COLUMNS if any(name in row.ranges for row in self.rows)]
        if self.is_for_children:
            return tuple(sorted(present, key=lambda name: name not in {"foot_cm", "height_cm"}))
        if _WORN_ON_THE_LEGS.search(self.title):
            return tuple(sorted(present, key=lambda name: name == "chest_cm"))
        return tuple(present)

    @property
    def is_for_children(self) -> bool:
        return _FOR_CHILDREN.search(self.title) is not None

    @property
    def sizes(self) -> tuple[str, ...]:
        return tuple(row.size for row in self.rows)

    def row(self, size: str) -> ChartRow | None:
        return next((row for row in self.rows if row.size.casefold() == size.casefold()), None)


def read_chart(chart: SizeChart) -> Chart:
    """Rows without a size are left out, and so is a column that nothing is known of."""
    columns = {str(name) for row in chart.rows for name in row if name != "size"}
    readers = {name: reader for name in columns if (reader := _reader(name, chart.rows)) is not None}
    rows = []
    for plain in chart.rows:
        if not plain.get("size"):
            continue
        ranges = {}
        for name, (measure, metric) in readers.items():
            found = _RANGE.search(str(plain.get(name) or ""))
            if found is not None:
                low, high = float(found[1]), float(found[2] or found[1])
                ranges[measure] = (metric(low), metric(high))
        marks = {name: str(plain[name]) for name in columns - set(readers) if plain.get(name)}
        rows.append(ChartRow(size=str(plain["size"]), ranges=ranges, marks=marks))
    return Chart(id=chart.id, title=chart.title, rows=tuple(rows))


def marked(chart: Chart, size: str, *, system: str) -> tuple[str, ...]:
    """The chart's sizes that are called so in another system: EU 42, UK 8."""
    pattern = _EUROPEAN[system]
    wanted = float(size)
    near = []
    for row in chart.rows:
        for name, written in row.marks.items():
            if pattern.search(name.replace("_", " ").casefold()) and (numbers := _numbers(written)):
                within = numbers[0] <= wanted <= numbers[-1]
                near.append((0.0 if within else min(abs(number - wanted) for number in numbers), row.size))
    least = min(near, default=(1.0, ""))[0]
    return tuple(size for distance, size in near if distance == least) if least <= 0.5 else ()


def in_system(chart: Chart, size: str, *, system: str) -> str | None:
    """How one of the chart's sizes is called in another system."""
    row = chart.row(size)
    found = [w for name, w in (row.marks if row else {}).items() if _EUROPEAN[system].search(name.replace("_", " "))]
    return found[0] if found else None


def _numbers(written: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(written)]


def _reader(name: str, rows: Sequence[Mapping[str, object]]) -> tuple[str, Callable[[float], float]] | None:
    """Which measurement a column tells, and how to bring its figures into our units."""
    said = name.replace("_", " ").casefold()
    measure = next((measure for measure, pattern in _COLUMNS.items() if pattern.search(said)), None)
    values = " ".join(str(row.get(name) or "") for row in rows).casefold()
    figures = _numbers(values)
    if measure is None or not figures or re.search(r"\b(us|eu|uk)\b", said):
        return None
    unit = f"{said} {values}"
    if measure == "age":
        in_months = "month" in unit and "year" not in unit
        return measure, lambda value: value / 12 if in_months else value
    if measure == "weight_kg":
        in_kilos = re.search(r"\bkg|kilo", unit) is not None
        return measure, lambda value: value if in_kilos else value * KG_PER_POUND
    inches = max(figures) <= _MOST_INCHES.get(measure, _MOST_INCHES_ELSE)
    if re.search(r"\b(cm|centimet)", unit):
        inches = False
    elif re.search(r"\b(in|inch|inches)\b|\"", unit):
        inches = True
    return measure, lambda value: value * CM_PER_INCH if inches else value
