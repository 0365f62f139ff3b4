"""Which order is worth most: every way of ordering is held against past baskets that it did not learn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from rerank.candidates.features import Table
from rerank.candidates.fusion import fused
from rerank.candidates.lessons import Lesson
from rerank.candidates.methods import COLLABORATIVE, WORDS
from rerank.candidates.purchases import Flags, Real, Scores, Whole
from rerank.candidates.worth import counts, first_places, ndcgs

TREES = "trees"
# From plain to intricate: of ways that cannot be told apart by what they are worth, the first.
SINGLE = (
    "personal_top",
    "popularity_14_days",
    "popularity",
    "popularity_60_days",
    "popularity_3_days",
    "item_knn_plain",
    *COLLABORATIVE,
    *WORDS,
)
# Fewer occasions than these tell nothing apart.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Way:
    """A method by itself, the trees by themselves, or both fused by place."""

    method: str | None = None
    trees: bool = False

    def __str__(self) -> str:
        return "+".join([*([TREES] if self.trees else []), *([self.method] if self.method else [])])

    def scores(self, sheet: "_Sheet") -> Scores:
        if self.method is None:
            return sheet.trees
        alone = sheet.column(self.method)
        if not self.trees:
            return alone
        return sheet.fused(sheet.trees, alone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What things are ordered by, and what new ones are among themselves; `worth` is each way's nDCG in the past."""

    every: Way
    new: Way
    worth: Mapping[str, Mapping[str, float]]

    def scores(self, table: Table, trees: Scores) -> Scores:
        """The places for new things are those that the one way gives them; which stands where, the other says."""
        sheet = _Sheet.of(table, trees)
        places = sheet.places(self.every.scores(sheet))
        if self.new != self.every:
            places = sheet.exchanged(places, self.new.scores(sheet))
        found: Scores = -places[sheet.row, sheet.column_of]
        return found


def chosen(lessons: Sequence[Lesson], trees: Sequence[Scores | None]) -> Choice:
    """`trees` are what the trees say of each lesson, without having learned from its customer."""
    held = [_Held(lesson, told) for lesson, told in zip(lessons, trees, strict=True)]
    learned = bool(held) and all(told is not None for told in trees)
    every, of_every = _best(held, learned=learned, new=False)
    new, of_new = _best(held, learned=learned, new=True)
    return Choice(every=every, new=new, worth={"all": of_every, "new": of_new})


def _best(held: Sequence["_Held"], *, learned: bool, new: bool) -> tuple[Way, dict[str, float]]:
    names = held[0].sheet.names if held else SINGLE[:1]
    worths = {way: _worths(held, way, new=new) for way in map(Way, SINGLE) if way.method in names}
    best = _plainest(worths)
    if learned:
        with_trees = (Way(best.method, trees=True), Way(trees=True))
        worths |= {way: _worths(held, way, new=new) for way in with_trees}
        best = _plainest(worths)
    return best, {str(way): float(worth.mean()) for way, worth in worths.items() if len(worth)}


def _worths(held: Sequence["_Held"], way: Way, *, new: bool) -> Real:
    worths: Real = np.concatenate([np.zeros(0), *(each.worth(way, new=new) for each in held)])
    return worths[np.isfinite(worths)]


def _plainest(worths: Mapping[Way, Real]) -> Way:
    """The first that is behind the best by no more than chance would have it: by its difference's standard error."""
    ahead = max(worths, key=lambda way: worths[way].mean() if len(worths[way]) else 0.0)
    for way, worth in worths.items():
        behind = worths[ahead] - worth
        if len(behind) < FEWEST or behind.mean() <= behind.std(ddof=1) / np.sqrt(len(behind)):
            return way
    return ahead


class _Held:
    """A lesson with what was bought laid out like its candidates."""

    def __init__(self, lesson: Lesson, trees: Scores | None) -> None:
        table = lesson.table
        self.sheet = _Sheet.of(table, np.zeros(len(table.item), np.float32) if trees is None else trees)
        labels = table.labels(lesson.bought)
        self._bought = self.sheet.laid_out(labels)
        own = np.bincount(table.occasion[labels & table.own], minlength=len(lesson.customer))
        self._wanted = counts(lesson.bought)
        self._wanted_new = self._wanted - own

    def worth(self, way: Way, *, new: bool) -> Real:
        scores = way.scores(self.sheet)
        if new:
            scores = np.where(self.sheet.own, -np.inf, scores)
        first = first_places(scores)
        told = np.isfinite(np.take_along_axis(scores, first, axis=1))
        hits = np.take_along_axis(self._bought, first, axis=1) & told
        return ndcgs(hits, self._wanted_new if new else self._wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A table's rows laid out by occasion, as many columns as the occasion with most candidates needs."""

    table: Table
    row: Whole
    column_of: Whole
    shape: tuple[int, int]
    own: Flags
    trees: Scores

    @classmethod
    def of(cls, table: Table, trees: Scores) -> Self:
        row = table.occasion
        held = np.bincount(row, minlength=table.occasions)
        column = np.arange(len(row)) - np.repeat(np.cumsum(held) - held, held)
        shape = (table.occasions, int(held.max(initial=1)))
        own, laid = np.zeros(shape, bool), np.full(shape, -np.inf, np.float32)
        own[row, column], laid[row, column] = table.own, trees
        return cls(table=table, row=row, column_of=column, shape=shape, own=own, trees=laid)

    @property
    def names(self) -> tuple[str, ...]:
        return self.table.names

    def column(self, name: str) -> Scores:
        found = np.full(self.shape, -np.inf, np.float32)
        values = self.table.values[:, self.names.index(name)]
        found[self.row, self.column_of] = np.where(np.isnan(values), -np.inf, values)
        return found

    def laid_out(self, flags: Flags) -> Flags:
        found = np.zeros(self.shape, bool)
        found[self.row, self.column_of] = flags
        return found

    def places(self, scores: Scores) -> Scores:
        order = np.argsort(-scores, axis=1, kind="stable")
        found = np.empty(self.shape, np.float32)
        np.put_along_axis(found, order, np.arange(self.shape[1], dtype=np.float32)[np.newaxis, :], axis=1)
        return found

    def fused(self, *orders: Scores) -> Scores:
        # Trees tell odds, which may be below nothing.
        found: Scores = np.where(np.isfinite(self.trees), fused(orders, above=-np.inf), -np.inf)
        return found

    def exchanged(self, places: Scores, scores: Scores) -> Scores:
        """New things among themselves in another order, in the places that new things have."""
        is_new = np.isfinite(self.trees) & ~self.own
        free = np.sort(np.where(is_new, places, np.inf), axis=1)
        among = self.places(np.where(is_new, scores, -np.inf)).astype(np.int64)
        return np.where(is_new, np.take_along_axis(free, among, axis=1), places)
