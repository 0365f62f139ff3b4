"""Trains size models: the recipe chosen by cross-validation, the outcome exported, proved and put in place."""

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.progress import Tell, told, unheard
from assistant.training.errors import SizesUnusable
from assistant.training.model_folder import promote
from assistant.training.size_cuts import best_cuts
from assistant.training.size_figures import Measured, measured
from assistant.training.size_network import network_of
from assistant.training.size_records import SizeRecord, SizeRecords, groups
from assistant.training.size_trees import SEED, Ranks, Recipe, SizeTrees, grown, recipes_for
from shop.sizes.distribution import HALF, Chances, advised
from shop.sizes.features import Table, feature_names, table
from shop.sizes.ladder import called, ordered
from shop.sizes.model import MANIFEST, ModelFacts, SizeModel, manifest_of

FOLDS = 5
CHOOSING_FOLDS = 3
# Recipes are told apart by as many records as well as by more, in a fraction of the time.
CHOSEN_BY = 30_000
# Below it a chart advises better than a model; two sizes are the least there is to tell apart.
FEWEST_RECORDS = 60
MOST_OFF = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Records of one group as numbers: bodies, the places of their sizes, and which belong to one body."""

    sizes: tuple[str, ...]
    bodies: Table
    ranks: Ranks
    who: NDArray[np.int64]
    extra: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    facts: ModelFacts
    figures: Measured


def lesson_of(records: Sequence[SizeRecord], extra: Sequence[str], *, sizes: Sequence[str] = ()) -> Lesson:
    """`sizes` in their order, if they are those of another lesson; a size that is none of them gets the place -1."""
    ladder = tuple(sizes) or ordered(record.size for record in records)
    if len(ladder) < 2:
        raise SizesUnusable(path=None, reason="its sizes have no common order, or there is only one")
    place = {size: ladder.index(own) if (own := called(size, ladder)) else -1 for size in {r.size for r in records}}
    numbers: dict[tuple[float | None, ...], int] = {}
    who = [numbers.setdefault(record.who, len(numbers)) for record in records]
    return Lesson(
        sizes=ladder,
        bodies=table([record.body for record in records], extra=extra),
        ranks=np.array([place[record.size] for record in records], np.int64),
        who=np.array(who, np.int64),
        extra=tuple(extra),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    trees: SizeTrees
    recipe: Recipe
    cuts: tuple[float, ...]


def fitted(lesson: Lesson, *, tell: Tell = unheard) -> Fitted:
    """The recipe whose chances surprise least on bodies it has not seen, grown on all; cuts from the same chances."""
    everything = np.ones(len(lesson.ranks), bool)
    recipes = recipes_for(len(lesson.ranks))
    if len(recipes) == 1:
        median = (HALF,) * (len(lesson.sizes) - 1)
        return Fitted(trees=_grown(lesson, everything, recipes[0]), recipe=recipes[0], cuts=median)
    some = _some_of(lesson)
    parts = folds_of(some.who, CHOOSING_FOLDS)
    best: tuple[float, Recipe, Chances] | None = None
    for recipe in told("Choosing trees", recipes, tell):
        of_sizes = _crossed(some, parts, recipe)
        right = of_sizes[np.arange(len(some.ranks)), some.ranks]
        loss = float(-np.log(np.clip(right, 1e-6, 1)).mean())
        if best is None or loss < best[0]:
            best = (loss, recipe, of_sizes)
    if best is None:
        raise AssertionError("there are recipes")
    _, recipe, of_sizes = best
    return Fitted(trees=_grown(lesson, everything, recipe), recipe=recipe, cuts=best_cuts(of_sizes, some.ranks))


def cross_validated(lesson: Lesson, *, tell: Tell = unheard, folds: int = FOLDS) -> Measured:
    """Each record told by trees, recipe and cuts included, that know nothing of its body."""
    parts = folds_of(lesson.who, folds)
    of_sizes = np.zeros((len(lesson.ranks), len(lesson.sizes)))
    advice, majority = np.zeros((2, len(lesson.ranks)), np.int64)
    for held_out in told("Cross-validating", range(folds), tell):
        inside, outside = parts != held_out, parts == held_out
        made = fitted(_part(lesson, inside))
        of_sizes[outside] = made.trees.chances(lesson.bodies[outside])
        advice[outside] = advised(of_sizes[outside], made.cuts)
        majority[outside] = np.bincount(lesson.ranks[inside]).argmax()
    return measured(of_sizes, advice, lesson.ranks, majority)


def _some_of(lesson: Lesson) -> Lesson:
    """Bodies drawn at random, each with all its records, until there are enough."""
    parts = -(-len(lesson.ranks) // CHOSEN_BY)
    return lesson if parts == 1 else _part(lesson, folds_of(lesson.who, parts) == 0)


def _part(lesson: Lesson, inside: NDArray[np.bool_]) -> Lesson:
    """The numbers of bodies may have gaps: folds are drawn by them all the same."""
    return replace(lesson, bodies=lesson.bodies[inside], ranks=lesson.ranks[inside], who=lesson.who[inside])


def train(given: SizeRecords, folder: Path, *, tell: Tell = unheard) -> tuple[Trained, ...]:
    """A model for each group with records enough; raises SizesUnusable if there is none."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        trained = []
        for group, records in groups(given.records):
            if len(records) >= FEWEST_RECORDS and len(ordered(record.size for record in records)) > 1:
                trained.append(_trained(group, records, given.extra, made, tell))
        if not trained:
            reason = f"no size chart has {FEWEST_RECORDS} records of bodies and the sizes that fitted them"
            raise SizesUnusable(path=None, reason=reason)
        (made / MANIFEST).write_text(manifest_of([each.facts for each in trained]), encoding="utf-8")
        promote(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return tuple(trained)


def folds_of(who: NDArray[np.int64], folds: int) -> NDArray[np.int64]:
    """All records of one body in one fold, and the same folds each time."""
    bodies = int(who.max()) + 1
    number: NDArray[np.int64] = (np.random.default_rng(SEED).permutation(bodies) % folds).astype(np.int64)
    return number[who]


def _trained(group: str, records: Sequence[SizeRecord], extra: Sequence[str], folder: Path, tell: Tell) -> Trained:
    lesson = lesson_of(records, extra)
    figures = cross_validated(lesson, tell=tell)
    made = fitted(lesson, tell=tell)
    network = network_of(made.trees, features=len(feature_names(extra)))
    name = f"{hashlib.sha256(group.encode()).hexdigest()[:12]}.onnx"
    facts = ModelFacts(
        group=group, file=name, sha256=hashlib.sha256(network).hexdigest(), sizes=lesson.sizes, extra=lesson.extra,
        cuts=made.cuts, records=len(records), figures=figures.as_dict(),
    )  # fmt: skip
    _prove(SizeModel(facts, network), made.trees, records, lesson)
    (folder / name).write_bytes(network)
    return Trained(facts=facts, figures=figures)


def _prove(model: SizeModel, trees: SizeTrees, records: Sequence[SizeRecord], lesson: Lesson) -> None:
    """A graph that does not say what the trees say is not put in place."""
    some = slice(None, None, max(1, len(records) // 2000))
    served = model.chances([record.body for record in records[some]])
    off = float(np.abs(served - trees.chances(lesson.bodies[some])).max())
    if off > MOST_OFF:
        raise SizesUnusable(path=None, reason=f"the exported model is {off:.5f} off the trained one")


def _crossed(lesson: Lesson, parts: NDArray[np.int64], recipe: Recipe) -> Chances:
    of_sizes = np.zeros((len(lesson.ranks), len(lesson.sizes)))
    for held_out in np.unique(parts):
        outside = parts == held_out
        of_sizes[outside] = _grown(lesson, ~outside, recipe).chances(lesson.bodies[outside])
    return of_sizes


def _grown(lesson: Lesson, rows: NDArray[np.bool_], recipe: Recipe) -> SizeTrees:
    return grown(lesson.bodies[rows], lesson.ranks[rows], sizes=len(lesson.sizes), recipe=recipe, extra=lesson.extra)
