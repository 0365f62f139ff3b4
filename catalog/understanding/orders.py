"""How good or in which order: "at least four stars", "cheapest", "best rated", "most popular"."""

from catalog.query import Sort
from catalog.understanding import grammar
from catalog.understanding.draft import Draft
from catalog.understanding.sentence import Sentence

WELL_RATED_FROM = 4.0
BEST = 5.0

_SORTS = {
    grammar.CHEAPEST: Sort.CHEAPEST,
    grammar.DEAREST: Sort.MOST_EXPENSIVE,
    grammar.BEST_RATED: Sort.BEST_RATED,
    grammar.POPULAR: Sort.MOST_POPULAR,
}


def read_ratings(sentence: Sentence, draft: Draft) -> None:
    for found in sentence.found(grammar.RATED):
        numbers = [word.number for word in sentence.words[found.start : found.end] if word.number is not None]
        if 0 < numbers[0] <= BEST:
            draft.min_rating = float(numbers[0])
            sentence.take(found.start, found.end)
    for found in sentence.found(grammar.WELL_RATED):
        draft.min_rating = max(draft.min_rating or 0.0, WELL_RATED_FROM)
        sentence.take(found.start, found.end)


def read_order(sentence: Sentence, draft: Draft) -> None:
    """ "Cheap" asks for the cheapest first; what it comes to in money only the shelf can tell."""
    for found in sentence.found(*_SORTS):
        if draft.sort is None or found.end - found.start > 1:
            draft.sort = _SORTS[found.rule]
        sentence.take(found.start, found.end)
