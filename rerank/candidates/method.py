"""What every way of finding candidates offers: a score of each item for each occasion."""

from typing import Protocol

import numpy as np
from scipy import sparse

from rerank.candidates.purchases import Occasions, Purchases, Scores, Whole

# Tables of items by items grow with the square: beyond so many, the least bought are left to other methods.
FOREMOST = 6_000


class Method(Protocol):
    """The higher the likelier; only the order within a row means anything."""

    def scores(self, asked: Occasions) -> Scores: ...


def foremost(purchases: Purchases, most: int = FOREMOST) -> Whole:
    """The items bought most often, in the order of their numbers; nothing that was never bought."""
    bought = np.bincount(purchases.line_item, minlength=purchases.items)
    first = np.argsort(-bought, kind="stable")[:most]
    chosen: Whole = np.sort(first[bought[first] > 0])
    return chosen


def spread(scores: Scores, among: Whole, items: int) -> Scores:
    """Scores of some items as scores of all; the others have none."""
    if len(among) == items:
        return scores
    found = np.zeros((len(scores), items), np.float32)
    found[:, among] = scores
    return found


def unit_rows(table: sparse.csr_array) -> sparse.csr_array:
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    return sparse.csr_array(sparse.diags_array((1.0 / lengths).astype(np.float32)) @ table)
