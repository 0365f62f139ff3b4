"""What an operator is shown of a stretch of days: figures that name nobody, and none that so few stand behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

# Of fewer visitors or conversations no number is told: it might be somebody's.
FEWEST_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """`value` is null where too few stand behind it; `out_of` is how many do."""

    day: date
    value: float | None
    out_of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """`name` is a channel, a model or a feature; empty for all together."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Of products shown: how many were followed up, put into the cart, and bought within a week."""

    shown: int
    clicked: int
    carted: int
    bought: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    channel: str
    category: str
    shown: int | None
    rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Turns of a channel by intent, or by why they failed."""

    channel: str
    name: str
    turns: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTimes:
    """Milliseconds, the days weighted by their turns."""

    stage: str
    p50: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Of the last seven days, as `aisle events check` tells them; shares are from 0 to 1."""

    channel: str
    sessions: int
    whole: float | None
    late: float | None
    duplicates: float | None
    refused: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureDrift:
    """`certain` is what is left of the index beyond chance; null where there is too little to tell."""

    feature: str
    index: float
    certain: float | None
    lists: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekChange:
    """Of the last seven whole days against the seven before. Null where there is too little to say."""

    rate: str
    channel: str
    before: float | None
    after: float | None
    change: float | None
    low: float | None
    high: float | None
    has_fallen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """From `since` to `until`, both included. `measured_at` is null where nothing was measured yet.

    `is_made_up` where the figures are of simulated shoppers, as a demo shop's are.
    """

    since: date
    until: date
    channel: str
    is_made_up: bool
    channels: Sequence[str]
    measured_at: str | None
    clicks: Sequence[Series]
    order: Sequence[Series]
    success: Sequence[Series]
    coverage: Sequence[Point]
    gini: Sequence[Point]
    top_share: Sequence[Point]
    stale_vectors: Sequence[Point]
    funnel: Funnel | None
    heat: Sequence[Cell]
    turns: Sequence[Series]
    out_of_scope: Sequence[Series]
    intents: Sequence[Count]
    failures: Sequence[Count]
    turn_p50: Sequence[Series]
    turn_p95: Sequence[Series]
    stages: Sequence[StageTimes]
    quality: Sequence[Quality]
    drift: Sequence[FeatureDrift]
    weeks: Sequence[WeekChange]


def told(value: float, *, behind: int) -> float | None:
    return value if behind >= FEWEST_TOLD else None


def series_of(rows: Mapping[tuple[str, date], tuple[float, int]]) -> list[Series]:
    """By name and day; the longest first is the name that most stand behind."""
    names = sorted(
        {name for name, _ in rows}, key=lambda name: (-sum(rows[key][1] for key in rows if key[0] == name), name)
    )
    return [
        Series(
            name=name,
            points=[
                Point(day=day, value=told(value, behind=behind), out_of=behind)
                for (of, day), (value, behind) in sorted(rows.items(), key=lambda row: row[0][1])
                if of == name
            ],
        )
        for name in names
    ]
