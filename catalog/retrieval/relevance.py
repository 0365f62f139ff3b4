"""Which candidates are what was asked for, and in which order they are told."""

from collections.abc import Callable, Sequence

from catalog.query import Sort
from catalog.retrieval.assortment import MOST_WORDS, is_carried, says_all_plainly
from catalog.retrieval.candidates import Candidate
from catalog.retrieval.meaning import Meaning, Sense

# What is told beside the nearest product comes as near as this, or nearer where nothing but meaning speaks for it: in a
# shop with lanterns a lamp shade is none. Below the floor nothing is like anything. In the built-in model's cosines.
BESIDE_NAMED, BESIDE, FLOOR = 0.2, 0.15, 0.25
SORTED_SHARE = 0.8


def relevant(
    candidates: Sequence[Candidate], meaning: Meaning, *, reference: Callable[[float], float] = float
) -> list[Candidate]:
    """A shop that has nothing of the kind says so, rather than showing what comes nearest."""
    if not is_carried(candidates, meaning, reference=reference):
        return [candidate for candidate in candidates if says_all_plainly(candidate, meaning)]
    if meaning.sense is Sense.NAMED and meaning.restricts:
        return list(candidates)
    cosines = [None if candidate.cosine is None else reference(candidate.cosine) for candidate in candidates]
    nearest = max((cosine for cosine in cosines if cosine is not None), default=0.0)
    beside = BESIDE_NAMED if meaning.names or meaning.shelves else BESIDE
    least = max(FLOOR, nearest - beside)
    return [
        each for each, cosine in zip(candidates, cosines, strict=True) if _is_relevant(each, cosine, least, meaning)
    ]


def ordered(candidates: Sequence[Candidate], sort: Sort | None) -> list[Candidate]:
    """A sort is among what fits the words about as well: the cheapest tent for four is no tent for two."""
    if sort is None or not candidates:
        return list(candidates)
    least = SORTED_SHARE * max(candidate.likeness for candidate in candidates)
    return sorted((candidate for candidate in candidates if candidate.likeness >= least), key=_ORDERS[sort])


def _is_relevant(candidate: Candidate, cosine: float | None, least: float, meaning: Meaning) -> bool:
    if cosine is None:
        return candidate.coverage >= MOST_WORDS
    if meaning.sense is Sense.NAMED and candidate.named:
        return True
    return cosine >= least or says_all_plainly(candidate, meaning)


def _rating(candidate: Candidate) -> tuple[float, float]:
    """Five stars from two people are worth less than 4.8 from two hundred: ten middling ratings are added to each."""
    rating = candidate.rating or 0.0
    weighed = (rating * candidate.rating_count + 3.5 * 10) / (candidate.rating_count + 10)
    return -weighed, -candidate.score


_ORDERS: dict[Sort, Callable[[Candidate], tuple[float, float]]] = {
    Sort.CHEAPEST: lambda candidate: (candidate.price_minor, -candidate.score),
    Sort.MOST_EXPENSIVE: lambda candidate: (-candidate.price_minor, -candidate.score),
    Sort.BEST_RATED: _rating,
    Sort.MOST_POPULAR: lambda candidate: (-candidate.popularity, -candidate.score),
}
