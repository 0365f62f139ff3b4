"""What speaks for each candidate of a search, in figures from 0 to 1 that mean the same for every request."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Figures = NDArray[np.float64]

# So many of the likest stand for what was meant, but no more than a tenth of all candidates: enough to outvote one odd
# hit, few enough not to drift.
LIKEST, LIKEST_SHARE = 10, 0.1
# Of half-precision vectors as Postgres sends them: two numbers of two bytes come first.
_HALVES, _HEADER = np.dtype(">f2"), 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """`words` is BM25 as a share of the most it could be, `meaning` the cosine of request and product.

    A second look goes by the likest candidates: `shelf` is how many of them stand on the same shelf, counted from the
    department down, and `company` the cosine with what they have in common. `named` tells that a product goes by
    the name that was asked for, `wished` which share of the wishes it is known to meet.
    """

    words: float = 0.0
    meaning: float = 0.0
    shelf: float = 0.0
    company: float = 0.0
    named: float = 0.0
    wished: float = 0.0


NAMES = tuple(field.name for field in fields(Signals))


class Seen(Protocol):
    """`Candidate` satisfies this."""

    @property
    def likeness(self) -> float: ...
    @property
    def lexical(self) -> float: ...
    @property
    def cosine(self) -> float | None: ...
    @property
    def wished(self) -> float: ...
    @property
    def named(self) -> bool: ...
    @property
    def path(self) -> tuple[str, ...]: ...
    @property
    def vector(self) -> bytes | None: ...


def signals_of(candidates: Sequence[Seen], *, reference: Callable[[float], float] = float) -> Figures:
    """A row per candidate and a column per signal; `reference` turns the model's cosines into the built-in model's."""
    lexical = np.array([candidate.lexical for candidate in candidates], np.float64)
    cosines = [candidate.cosine for candidate in candidates]
    likest = _likest(candidates)
    columns = {
        "words": lexical,
        "meaning": _known(cosines, lexical, reference),
        "shelf": _shelf(candidates, likest),
        "company": _known(_company(candidates, likest), lexical, reference),
        "named": np.array([candidate.named for candidate in candidates], np.float64),
        "wished": np.array([candidate.wished for candidate in candidates], np.float64),
    }
    return np.stack([columns[name] for name in NAMES], axis=1)


def _likest(candidates: Sequence[Seen]) -> list[int]:
    """By words and meaning alone: names and wishes that were misread would lead the second look astray."""
    many = min(LIKEST, max(1, round(LIKEST_SHARE * len(candidates))))
    return sorted(range(len(candidates)), key=lambda place: -candidates[place].likeness)[:many]


def _known(cosines: Sequence[float | None], lexical: Figures, reference: Callable[[float], float]) -> Figures:
    """A product that has no vector yet is judged by its words alone."""
    told = (words if cosine is None else reference(cosine) for cosine, words in zip(cosines, lexical, strict=True))
    return np.clip(np.fromiter(told, np.float64, len(cosines)), 0.0, 1.0)


def _shelf(candidates: Sequence[Seen], likest: Sequence[int]) -> Figures:
    """A path counts at each of its levels: what stands next to the likest is nearer than the same department."""
    on_shelf = Counter(path for place in likest for path in _paths(candidates[place].path))
    shares = [
        sum(on_shelf[path] for path in _paths(candidate.path)) / (max(1, len(candidate.path)) * max(1, len(likest)))
        for candidate in candidates
    ]
    return np.array(shares, np.float64)


def _paths(path: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [path[:depth] for depth in range(1, len(path) + 1)]


def _company(candidates: Sequence[Seen], likest: Sequence[int]) -> list[float | None]:
    vectors = {
        place: np.frombuffer(candidate.vector, _HALVES, offset=_HEADER)
        for place, candidate in enumerate(candidates)
        if candidate.vector is not None
    }
    leading = [vectors[place] for place in likest if place in vectors]
    found: list[float | None] = [None] * len(candidates)
    if not leading:
        return found
    middle = np.mean(np.stack(leading).astype(np.float32), axis=0)
    middle /= max(float(np.linalg.norm(middle)), 1e-9)
    cosines = np.stack([*vectors.values()]).astype(np.float32) @ middle
    for place, cosine in zip(vectors, cosines, strict=True):
        found[place] = float(cosine)
    return found
