"""What a list is worth, held against what was bought: by this the product chooses, and by this it is measured."""

import numpy as np
from scipy import sparse

from rerank.candidates.purchases import Flags, Real, Scores, Whole

CUTOFF = 10
_DISCOUNTS = 1.0 / np.log2(np.arange(2, CUTOFF + 2))
_BEST = np.concatenate([[0.0], np.cumsum(_DISCOUNTS)])


def first_places(scores: Scores, most: int = CUTOFF) -> Whole:
    """Of each row the columns that come first, in their order; of equals the earlier column."""
    most = min(most, scores.shape[1])
    first = np.sort(np.argpartition(-scores, most - 1, axis=1)[:, :most], axis=1)
    order = np.argsort(-np.take_along_axis(scores, first, axis=1), axis=1, kind="stable")
    ranked: Whole = np.take_along_axis(first, order, axis=1)
    return ranked


def ndcgs(hits: Flags, wanted: Whole) -> Real:
    """`hits` are which of a row's first places were bought, `wanted` how many could have been; nan where none could."""
    gained = hits @ _DISCOUNTS[: hits.shape[1]]
    best = _BEST[np.minimum(wanted, CUTOFF)]
    worth: Real = np.divide(gained, best, out=np.full(len(gained), np.nan), where=best > 0)
    return worth


def recalls(hits: Flags, wanted: Whole) -> Real:
    found = hits.sum(axis=1).astype(float)
    share: Real = np.divide(found, wanted, out=np.full(len(found), np.nan), where=wanted > 0)
    return share


def counts(bought: sparse.csr_array) -> Whole:
    found: Whole = np.diff(bought.indptr).astype(np.int64)
    return found
