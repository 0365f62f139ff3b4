"""Which things are seen together, of each only the nearest: as much as memory has room for in a large shop."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rerank.candidates.purchases import Scores

NEAREST = 30
# A row says little where nearly everything is in it, and costs with the square.
MOST_IN_ROW = 100
AT_ONCE = 256
# What may be told: not of a handful, of this share of the one's occasions, and so much above what chance would have.
FEWEST_TOLD, LEAST_SHARE, LEAST_LIFT = 5, 0.1, 2.0
# One of which nearly all have the other as well, chance or not.
NEARLY_ALL = 0.8
NOBODY = -1

Places = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """A row for each thing, the nearest first: whose they are, how near, and how often the two were seen together.

    `seen` is 0 where that is little, or no more than both being common explains: nobody is told of it.
    Where there are fewer the rest is NOBODY.
    """

    neighbour: Places
    weight: Scores
    seen: Places

    @classmethod
    def empty(cls, things: int) -> Self:
        return cls(
            neighbour=np.full((things, 0), NOBODY, np.int32),
            weight=np.zeros((things, 0), np.float32),
            seen=np.zeros((things, 0), np.int32),
        )

    def of(self, thing: int) -> Iterator[tuple[int, float, int]]:
        row = (self.neighbour[thing].tolist(), self.weight[thing].tolist(), self.seen[thing].tolist())
        for other, weight, seen in zip(*row, strict=True):
            if other == NOBODY:
                return
            yield other, weight, seen


def together(rows: sparse.csr_array, *, shrinkage: float, fewest: int = 1) -> Neighbourhood:
    """Of columns that stand in the same rows at least `fewest` times: the cosine, shrunk where little was seen."""
    present = _bounded(rows)
    things = present.shape[1]
    lengths = np.sqrt(np.maximum(np.asarray(present.sum(axis=0)).ravel(), 1.0))
    by_thing = sparse.csr_array(present.T)
    times, occasions = np.bincount(rows.indices, minlength=things), _occasions(rows)
    parts = []
    for start in range(0, things, AT_ONCE):
        stop = min(start + AT_ONCE, things)
        seen = (by_thing[start:stop] @ present).toarray()
        seen[np.arange(stop - start), np.arange(start, stop)] = 0.0
        seen[seen < fewest] = 0.0
        weight = seen / (lengths[start:stop, np.newaxis] * lengths[np.newaxis, :] + shrinkage)
        parts.append(_nearest(weight, _telling(seen, times[start:stop], times, occasions=occasions)))
    return _joined(parts, things)


def strongest(table: Scores, among: NDArray[np.int64], things: int) -> Neighbourhood:
    """The same of a table that was reckoned of some things only; its diagonal is no neighbour."""
    inner = table.copy()
    np.fill_diagonal(inner, 0.0)
    inner[inner <= 0] = 0.0
    near = _nearest(inner, np.zeros_like(inner))
    most = near.neighbour.shape[1]
    found = Neighbourhood(
        neighbour=np.full((things, most), NOBODY, np.int32),
        weight=np.zeros((things, most), np.float32),
        seen=np.zeros((things, most), np.int32),
    )
    found.neighbour[among] = np.where(near.neighbour == NOBODY, NOBODY, among[near.neighbour])
    found.weight[among] = near.weight
    return found


def _bounded(rows: sparse.csr_array) -> sparse.csr_array:
    counts = np.diff(rows.indptr)
    kept = rows[np.flatnonzero((counts > 1) & (counts <= MOST_IN_ROW))]
    ones = np.ones(len(kept.indices), np.float32)
    return sparse.csr_array((ones, kept.indices, kept.indptr), shape=kept.shape)


def _occasions(rows: sparse.csr_array) -> float:
    """How many there are for two to meet in by chance: the fewer, the more some people have of everything."""
    lengths = np.diff(rows.indptr).astype(np.float64)
    pairs = float((lengths * (lengths - 1)).sum())
    return min(float(np.count_nonzero(lengths)), float(lengths.sum()) ** 2 / max(pairs, 1.0))


def _telling(seen: Scores, of_one: NDArray[np.int64], of_other: NDArray[np.int64], *, occasions: float) -> Scores:
    """How often two were seen together, where that says something of the two."""
    one = np.maximum(of_one, 1)[:, np.newaxis]
    by_chance = one * np.maximum(of_other, 1)[np.newaxis, :] / max(occasions, 1.0)
    is_more_than_chance = (seen >= LEAST_LIFT * by_chance) | (seen >= NEARLY_ALL * one)
    is_telling = (seen >= FEWEST_TOLD) & (seen >= LEAST_SHARE * one) & is_more_than_chance
    told: Scores = np.where(is_telling, seen, np.float32(0))
    return told


def _nearest(weight: Scores, seen: Scores) -> Neighbourhood:
    most = min(NEAREST, weight.shape[1])
    first = np.argpartition(-weight, most - 1, axis=1)[:, :most] if most else np.zeros((len(weight), 0), np.int64)
    first = np.take_along_axis(first, np.argsort(-np.take_along_axis(weight, first, axis=1), axis=1), axis=1)
    near = np.take_along_axis(weight, first, axis=1).astype(np.float32)
    return Neighbourhood(
        neighbour=np.where(near > 0, first, NOBODY).astype(np.int32),
        weight=near,
        seen=np.take_along_axis(seen, first, axis=1).astype(np.int32),
    )


def _joined(parts: list[Neighbourhood], things: int) -> Neighbourhood:
    if not parts:
        return Neighbourhood.empty(things)
    return Neighbourhood(
        neighbour=np.concatenate([part.neighbour for part in parts]),
        weight=np.concatenate([part.weight for part in parts]),
        seen=np.concatenate([part.seen for part in parts]),
    )
