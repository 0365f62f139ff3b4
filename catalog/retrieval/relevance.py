"""Which candidates are what was asked for, and in which order they are told."""

from collections.abc import Callable, Sequence

from catalog.query import Sort
from catalog.retrieval.candidates import Candidate
from catalog.retrieval.meaning import Meaning, Sense

# The least cosine at which meaning alone makes a product relevant, by eye over the demo shop: a warm jacket is .52 from
# "something warm for winter camping", a bike helmet .45 from "unicorn saddle", black grapes .32 from "wine".
LEAST_COSINE = {
    Sense.PARTLY: 0.35,
    Sense.LIKENED: 0.40,
    Sense.OPEN: 0.40,
    Sense.DESCRIBED: 0.45,
    Sense.UNKNOWN: 0.50,
    Sense.OTHER: 0.62,
}
# Once something is what was meant, what comes close to it may be told as well.
BESIDE_RELEVANT = 0.08
# A product with every word asked for is relevant unless it means something else entirely, or has them in passing only:
# a lamp for beside the sofa is none.
ALL_WORDS, SAID_PLAINLY, LEAST_COSINE_WITH_ALL_WORDS = 0.99, 0.6, 0.25
SORTED_SHARE = 0.8
# With no vectors yet, words have to do.
MOST_WORDS = 0.6


def relevant(candidates: Sequence[Candidate], meaning: Meaning) -> list[Candidate]:
    """A shop that has nothing of the kind says so, rather than showing what comes nearest."""
    if meaning.sense is Sense.NAMED:
        return list(candidates)
    if not any(_is_relevant(candidate, meaning.sense) for candidate in candidates):
        return []
    return [candidate for candidate in candidates if _is_relevant(candidate, meaning.sense, slack=BESIDE_RELEVANT)]


def ordered(candidates: Sequence[Candidate], sort: Sort | None) -> list[Candidate]:
    """A sort is among what fits the words about as well: the cheapest tent for four is no tent for two."""
    if sort is None or not candidates:
        return list(candidates)
    least = SORTED_SHARE * max(candidate.likeness for candidate in candidates)
    return sorted((candidate for candidate in candidates if candidate.likeness >= least), key=_ORDERS[sort])


def _is_relevant(candidate: Candidate, sense: Sense, *, slack: float = 0.0) -> bool:
    if candidate.cosine is None:
        return candidate.coverage >= MOST_WORDS
    plainly = candidate.coverage >= ALL_WORDS and candidate.lexical >= SAID_PLAINLY
    if plainly and sense is not Sense.OTHER:
        return candidate.cosine >= LEAST_COSINE_WITH_ALL_WORDS
    return candidate.cosine >= LEAST_COSINE[sense] - slack


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
