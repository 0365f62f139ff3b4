"""Why a product is shown, in a few words: only what the row it was ranked by bears out; no I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rerank.features.feature import FeatureTable
from rerank.ranking.candidate import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """True of a row whose feature is at least `least`."""

    feature: str
    least: float
    words: str


def whys_of(table: FeatureTable | None, candidates: Sequence[Candidate], whys: Sequence[Why]) -> list[str | None]:
    """What a candidate's source says of it comes first; where all could say the same, nobody does."""
    told = [each.why for each in candidates]
    column = {name: table.values[:, place] for place, name in enumerate(table.names)} if table is not None else {}
    for why in whys:
        if why.feature not in column:
            continue
        holds = column[why.feature] >= why.least  # what is not known is not
        if 1 < len(candidates) == int(np.count_nonzero(holds)):
            continue
        told = [words or (why.words if true else None) for words, true in zip(told, holds, strict=True)]
    return told


def row_of(table: FeatureTable, place: int) -> Mapping[str, float]:
    return {name: float(value) for name, value in zip(table.names, table.values[place], strict=True)}
