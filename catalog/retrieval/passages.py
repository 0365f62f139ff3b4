"""Finds the passages of a few long texts that answer a question: by their words, and by what they mean.

The texts are policies, some hundred sentences at most: BM25 is reckoned anew for every question, which takes less than
asking a database for it, and so nothing has to follow their changes.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from catalog.embedding.network import Vectors
from catalog.retrieval.analyser import terms_of

LONGEST_WORDS = 70
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|[\r\n]+")
_K1, _B = 1.2, 0.75
# A rank counts for less the further down it is; of both orders a passage gets the sum.
_RANK = 10


def passages_of(text: str) -> list[str]:
    """As many whole sentences as are read at once: what a sentence leaves unsaid stands in the one before it."""
    found: list[str] = []
    for sentence in filter(None, (part.strip() for part in _SENTENCE_END.split(text))):
        if found and len(found[-1].split()) + len(sentence.split()) <= LONGEST_WORDS:
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
    return found


def order_of(question: str, passages: Sequence[str], likeness: Sequence[float] | None) -> list[int]:
    """Their places, best first; none that shares no word with the question and is not like it either."""
    by_words = bm25(question, passages)
    scores: dict[int, float] = {}
    for figures in (by_words, likeness or ()):
        best = sorted((place for place, figure in enumerate(figures) if figure > 0), key=lambda at: -figures[at])
        for rank, place in enumerate(best):
            scores[place] = scores.get(place, 0.0) + 1 / (_RANK + rank)
    return sorted(scores, key=lambda place: (-scores[place], place))


def bm25(question: str, passages: Sequence[str]) -> list[float]:
    held = [Counter(terms_of(passage)) for passage in passages]
    lengths = [sum(terms.values()) for terms in held]
    mean = sum(lengths) / len(lengths) if lengths else 1.0
    figures = [0.0] * len(passages)
    for term in dict.fromkeys(terms_of(question)):
        having = sum(term in terms for terms in held)
        rarity = math.log(1 + (len(held) - having + 0.5) / (having + 0.5))
        for place, terms in enumerate(held):
            often = terms[term]
            figures[place] += rarity * often * (_K1 + 1) / (often + _K1 * (1 - _B + _B * lengths[place] / mean))
    return figures


def likeness_of(question: Vectors, passages: Vectors) -> list[float]:
    """Cosines, as all rows are of length 1."""
    found: list[float] = np.asarray(passages @ question, dtype=np.float64).tolist()
    return found
