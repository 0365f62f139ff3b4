"""A shopper's taste, found at the moment of asking from what they did, and what it makes of every product."""

from collections.abc import Iterator, Mapping

import numpy as np

from rerank.candidates.als import AlternatingLeastSquares
from rerank.candidates.book import Book

FROM_TASTE = 40


def taste_for(book: Book, interests: Mapping[str, float], *, most: int = FROM_TASTE) -> Iterator[tuple[str, float]]:
    """`interests` says how sure each is, from 0 to 1. What is not in the book says nothing."""
    known = [(book.places[name], worth) for name, worth in interests.items() if name in book.places]
    if not known or not book.factors.size:
        return
    told = np.array([worth for _, worth in known], np.float32)
    own = book.factors[[place for place, _ in known]]
    terms = AlternatingLeastSquares(size=book.factors.shape[1])
    every = book.gram + terms.regularization * np.eye(terms.size, dtype=np.float32)
    weight = terms.confidence * told
    taste = np.linalg.solve(every + (own * weight[:, np.newaxis]).T @ own, (1.0 + weight) @ own)
    scores = book.factors @ taste
    scores[[place for place, _ in known]] = 0.0
    first = np.argpartition(-scores, min(most, len(scores) - 1))[:most]
    for place in first:
        if scores[place] > 0:
            yield book.ids[place], float(scores[place])
