"""Where a fall comes from: the slices that it is made of, told apart by whether their rate or their share changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt

DIMENSIONS = ("channel", "surface", "model", "category")
# What a slice contributes beyond its due has to exceed chance by so many standard errors: many slices are looked at.
STANDS_OUT = 3.5
# Below this share of the fall being out of line, everything fell alike and no dimension explains it.
UNEVEN = 0.2
MOST_TOLD = 3
ENOUGH_EXPLAINED = 0.8
# A slice is narrowed down while a part of it still carries this much of its fall.
STILL_CARRIED = 0.6


class Kind(StrEnum):
    """The rate of a slice itself changed, or slices of another rate have more of what is shown."""

    RATE = "rate"
    MIX = "mix"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """`where` has a value for each of the dimensions; before and after are the two weeks."""

    where: Mapping[str, str]
    shown_before: float
    hits_before: float
    shown_after: float
    hits_after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """`explains` is its part of the fall, 1 for all of it; shares are of all that was shown."""

    where: Mapping[str, str]
    kind: Kind
    explains: float
    rate_before: float | None
    rate_after: float | None
    share_before: float
    share_after: float


@dataclass(slots=True)
class _Counts:
    shown_before: float = 0.0
    hits_before: float = 0.0
    shown_after: float = 0.0
    hits_after: float = 0.0

    def add(self, other: "Slice | _Counts") -> None:
        self.shown_before += other.shown_before
        self.hits_before += other.hits_before
        self.shown_after += other.shown_after
        self.hits_after += other.hits_after

    @property
    def rates(self) -> tuple[float | None, float | None]:
        return (
            self.hits_before / self.shown_before if self.shown_before else None,
            self.hits_after / self.shown_after if self.shown_after else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What one value of a dimension adds to the fall; `excess` is what it adds beyond its due."""

    value: str
    counts: _Counts
    by_rate: float
    by_mix: float
    excess: float
    error: float

    @property
    def effect(self) -> float:
        return self.by_rate + self.by_mix

    @property
    def stands_out(self) -> bool:
        return abs(self.excess) > STANDS_OUT * self.error


def causes_of(slices: Sequence[Slice], *, design_effect: float = 1.0) -> list[Cause]:
    """The greatest first; none where everything fell alike or nothing changed.

    `design_effect` is how many times wider rates vary than if each thing shown were independent.
    """
    whole = _counted(slices)
    dimension, parts = _most_uneven(slices, DIMENSIONS, design_effect)
    if dimension is None:
        return []
    fall = _fall(whole)
    told: list[Cause] = []
    for part in sorted(parts, key=lambda part: part.effect / fall, reverse=True):
        if len(told) == MOST_TOLD or sum(cause.explains for cause in told) >= ENOUGH_EXPLAINED:
            break
        if part.stands_out and part.effect / fall > 0:
            told.append(_cause({dimension: part.value}, part, whole))
    if told and told[0].kind is Kind.RATE:
        told[0] = _narrowed(told[0], slices, whole, design_effect)
    return told


def _narrowed(cause: Cause, slices: Sequence[Slice], whole: _Counts, design_effect: float) -> Cause:
    """The same cause, as closely as the numbers allow."""
    inside = [each for each in slices if all(each.where[name] == value for name, value in cause.where.items())]
    left = [name for name in DIMENSIONS if name not in cause.where]
    dimension, parts = _most_uneven(inside, left, design_effect)
    if dimension is None:
        return cause
    fall = _fall(_counted(inside))
    leading = max(parts, key=lambda part: part.effect / fall)
    if not leading.stands_out or leading.effect / fall < STILL_CARRIED or leading.by_rate / fall <= 0:
        return cause
    closer = _cause({**cause.where, dimension: leading.value}, leading, whole)
    closer = replace(closer, explains=cause.explains * min(leading.effect / fall, 1.0), kind=Kind.RATE)
    return _narrowed(closer, inside, whole, design_effect)


def _most_uneven(
    slices: Sequence[Slice], dimensions: Iterable[str], design_effect: float
) -> tuple[str | None, list[_Part]]:
    """The dimension whose values share the fall most unevenly, beyond chance."""
    whole = _counted(slices)
    if not (whole.shown_before and whole.shown_after and whole.hits_before) or not _fall(whole):
        return None, []
    best: tuple[float, str | None, list[_Part]] = (UNEVEN, None, [])
    for dimension in dimensions:
        parts = _parts(slices, dimension, whole, design_effect)
        uneven = sum(abs(part.excess) for part in parts if part.stands_out) / 2 / abs(_fall(whole))
        if uneven > best[0] + 1e-9:
            best = (uneven, dimension, parts)
    return best[1], best[2]


def _parts(slices: Sequence[Slice], dimension: str, whole: _Counts, design_effect: float) -> list[_Part]:
    by_value: dict[str, _Counts] = defaultdict(_Counts)
    for each in slices:
        by_value[each.where[dimension]].add(each)
    return [_part(value, counts, whole, design_effect) for value, counts in sorted(by_value.items())]


def _part(value: str, counts: _Counts, whole: _Counts, design_effect: float) -> _Part:
    """Exact: over all values the parts by rate and by mix add up to the change of the whole rate.

    A slice that came or went has no rate in one of the weeks, so all that it adds is by its share.
    """
    before, after = counts.rates
    before, after = (after if before is None else before), (before if after is None else after)
    share_before, share_after = counts.shown_before / whole.shown_before, counts.shown_after / whole.shown_after
    middle = (whole.hits_before / whole.shown_before + whole.hits_after / whole.shown_after) / 2
    by_rate = (share_before + share_after) / 2 * ((after or 0.0) - (before or 0.0))
    by_mix = (share_after - share_before) * (((after or 0.0) + (before or 0.0)) / 2 - middle)
    due = _fall(whole) * counts.hits_before / whole.hits_before
    chance = (counts.hits_before or 0.5) / whole.shown_before**2 + (counts.hits_after or 0.5) / whole.shown_after**2
    return _Part(
        value=value,
        counts=counts,
        by_rate=by_rate,
        by_mix=by_mix,
        excess=by_rate + by_mix - due,
        error=sqrt(chance * design_effect),
    )


def _cause(where: Mapping[str, str], part: _Part, whole: _Counts) -> Cause:
    rate_before, rate_after = part.counts.rates
    return Cause(
        where=where,
        kind=Kind.RATE if abs(part.by_rate) >= abs(part.by_mix) else Kind.MIX,
        explains=part.effect / _fall(whole),
        rate_before=rate_before,
        rate_after=rate_after,
        share_before=part.counts.shown_before / whole.shown_before,
        share_after=part.counts.shown_after / whole.shown_after,
    )


def _counted(slices: Iterable[Slice]) -> _Counts:
    counts = _Counts()
    for each in slices:
        counts.add(each)
    return counts


def _fall(whole: _Counts) -> float:
    return whole.hits_after / whole.shown_after - whole.hits_before / whole.shown_before
