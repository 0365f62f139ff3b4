"""How well sizes are advised: trained on one file and measured on another, or on bodies kept back from the one file."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from assistant.evaluation.progress import Tell, unheard
from assistant.training.errors import SizesUnusable
from assistant.training.size_figures import measured
from assistant.training.size_records import SizeRecord, SizeRecords, groups, read_records
from assistant.training.size_training import FEWEST_RECORDS, cross_validated, fitted, lesson_of
from shop.sizes.distribution import advised
from shop.sizes.ladder import ordered


def evaluate_sizes(train: Path, test: Path | None, *, tell: Tell = unheard) -> dict[str, Any]:
    """Figures of the largest group of the file; nothing of the test file reaches training or the choice of a recipe."""
    given = read_records(train)
    group, records = _largest(given)
    if len(records) < FEWEST_RECORDS or len(ordered(record.size for record in records)) < 2:
        raise SizesUnusable(path=train, reason=f"no size chart has {FEWEST_RECORDS} records in sizes with an order")
    shared = {"group": group, "train_rows": len(records), "refused": given.refused}
    if test is None:
        return {**shared, **_on_kept_back(records, given, tell)}
    return {**shared, **_on_file(records, given, test, tell)}


def _on_kept_back(records: list[SizeRecord], given: SizeRecords, tell: Tell) -> dict[str, Any]:
    lesson = lesson_of(records, given.extra)
    figures = cross_validated(lesson, tell=tell)
    return {"method": "cross-validated by distinct body", "sizes": lesson.sizes, **figures.as_dict()}


def _on_file(records: list[SizeRecord], given: SizeRecords, test: Path, tell: Tell) -> dict[str, Any]:
    """Rows of bodies that also stand in the training file are told apart: they may be the very same person's."""
    lesson = lesson_of(records, given.extra)
    made = fitted(lesson, tell=tell)
    asked = read_records(test)
    tested = lesson_of(asked.records, given.extra, sizes=lesson.sizes)
    of_sizes = made.trees.chances(tested.bodies)
    advice = advised(of_sizes, made.cuts)
    majority = np.full(len(tested.ranks), np.bincount(lesson.ranks).argmax())
    known = {record.who for record in records}
    unseen = np.array([record.who not in known for record in asked.records])
    apart = measured(of_sizes[unseen], advice[unseen], tested.ranks[unseen], majority[unseen])
    return {
        "method": "test file",
        "sizes": lesson.sizes,
        **measured(of_sizes, advice, tested.ranks, majority).as_dict(),
        "refused_in_test": asked.refused,
        "rows_of_bodies_in_training": int((~unseen).sum()),
        "unseen_bodies": apart.as_dict() if unseen.any() else None,
        "recipe": asdict(made.recipe),
    }


def _largest(given: SizeRecords) -> tuple[str, list[SizeRecord]]:
    return max(groups(given.records), key=lambda found: len(found[1]))
