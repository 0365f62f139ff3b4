"""Whether the shop carries what was asked for, as a chance from what its names and its nearest products tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp

from catalog.retrieval.candidates import Candidate
from catalog.retrieval.meaning import Meaning, Sense

# A product with every word asked for is what was asked for, unless it means something else entirely, or has them in
# passing only: a lamp for beside the sofa is no sofa.
ALL_WORDS, SAID_PLAINLY, LEAST_COSINE_WITH_ALL_WORDS = 0.99, 0.7, 0.25
# With no vectors yet, words have to do.
MOST_WORDS = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A logistic model of "we carry that": how near the request comes to the name of a kind, to the nearest product,
    and to the words of one. A need ("something warm for camping") comes near to no name and gets `need` in its place;
    to be near a name tells nothing of what is sure to be something else, which gets `other`.

    Fitted on the requests of `tests/search/assortment_dev.tsv` to the demo shop, in the built-in model's cosines;
    decision 0012 tells how. What is less likely than `least` is said not to be carried.
    """

    kind: float = 6.8
    need: float = 6.5
    cosine: float = 13.8
    words: float = 3.4
    other: float = 1.5
    start: float = -12.4
    least: float = 0.4

    def chance(self, sense: Sense, *, kind: float, cosine: float, words: float) -> float:
        named = {Sense.OPEN: self.need, Sense.DESCRIBED: self.need, Sense.OTHER: self.other}.get(
            sense, self.kind * kind
        )
        return 1 / (1 + exp(-(self.start + named + self.cosine * cosine + self.words * words)))


CALIBRATED = Calibration()


def is_carried(
    candidates: Sequence[Candidate],
    meaning: Meaning,
    *,
    calibration: Calibration = CALIBRATED,
    reference: Callable[[float], float] = float,
) -> bool:
    """Of candidates of any likeness; `reference` turns the model's cosines into the built-in model's."""
    if _is_beyond_doubt(meaning):
        return bool(candidates)
    seen = [(reference(each.cosine), each.lexical) for each in candidates if each.cosine is not None]
    if not seen:
        return any(candidate.coverage >= MOST_WORDS for candidate in candidates)
    # A shop that names no kinds is judged by its products in their place.
    kind = max(cosine for cosine, _ in seen) if meaning.likeness is None else meaning.likeness
    chances = (calibration.chance(meaning.sense, kind=kind, cosine=cosine, words=words) for cosine, words in seen)
    return max(chances) >= calibration.least


def says_all_plainly(candidate: Candidate, meaning: Meaning) -> bool:
    if meaning.sense is Sense.OTHER or candidate.coverage < ALL_WORDS or candidate.lexical < SAID_PLAINLY:
        return False
    return candidate.cosine is None or candidate.cosine >= LEAST_COSINE_WITH_ALL_WORDS


def _is_beyond_doubt(meaning: Meaning) -> bool:
    """The shop has things of just that name, or things that are known to be the same."""
    if meaning.sense in {Sense.PARTLY, Sense.LIKENED}:
        return meaning.likeness is not None and meaning.likeness >= 1.0
    return meaning.sense is Sense.NAMED and (meaning.likeness is None or meaning.likeness >= 1.0)
