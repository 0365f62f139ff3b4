"""Why a product is shown, in a few words: only what the row it was ranked by bears out; no I/O."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rerank.features.feature import FeatureTable
from rerank.ranking.candidate import Candidate

# Read a third time in a list, a reason is no reason any more.
MOST_ALIKE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """True of a row whose feature is at least `least`."""

    feature: str
    least: float
    words: str


WHYS = (
    Why(feature="usual_times@1", least=2, words="you buy it again and again"),
    Why(feature="usual_times@1", least=1, words="you have bought it before"),
    Why(feature="looked_at@1", least=0.25, words="you were interested in it lately"),
    Why(feature="session_likeness@1", least=0.75, words="like what you just looked at"),
)


def whys_of(table: FeatureTable | None, candidates: Sequence[Candidate], whys: Sequence[Why]) -> list[str | None]:
    """What a candidate's source says of it comes first; where all could say the same, nobody does.

    In the order they are shown in: what was told of `MOST_ALIKE` is told of no more, but the next that is true.
    """
    true = [[each.why, *each.otherwise] for each in candidates]
    for why in whys:
        if table is not None and why.feature in table.names:
            holds = table.values[:, table.names.index(why.feature)] >= why.least  # never of what is not known
            of_whom = np.flatnonzero(holds).tolist()
            is_of_all = 1 < len(candidates) == len(of_whom)
            for place in [] if is_of_all else of_whom:
                true[place].append(why.words)
    told: Counter[str | None] = Counter()
    found = []
    for of_one in true:
        found.append(next((words for words in of_one if words and told[words] < MOST_ALIKE), None))
        told[found[-1]] += 1
    return found
