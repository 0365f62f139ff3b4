"""Whether a gain is that of many persons over many goods: it has to remain without those who bring most of it."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from rerank.learning.comparison import Comparison, Real, side_by_side
from rerank.learning.guards import LISTS_OF_GROUP, Check, Exam
from rerank.learning.parts import Mask, persons, with_gain

# So many persons are left out, of many half as many as their root: a few among them cannot bring about what is left.
FEW, FEW_OF_ALL = 5, 0.5
AT_MOST_OF_ALL = 1 / 3
# What makes up more of what was shown is no family of goods but the shop.
WHOLE_SHOP = 0.5
# With fewer lists a gain is less sure: so far on the way to the lower end of its interval it has to be one.
WITHOUT_GOODS, OF_KNOWN = 0.75, 0.5


def broad(exam: Exam) -> Check:
    """Told of the first of these that does not remain."""
    failing = next(_narrow(exam), None)
    words = failing or "the gain remains without the persons, and without the goods, that bring most of it"
    return Check(name="breadth", passed=failing is None, words=words)


def _narrow(exam: Exam) -> Iterator[str]:
    if not _remains(exam.of(_but_few(exam)), sure=0.0):
        yield "without the few persons who bring most of it there is no gain"
    told = exam.held_out.product_id
    if not _without_best(exam, told):
        yield "without the one thing that gains most it is hardly better"
    families = tuple(exam.held_out.family.get(each, each) for each in told)
    if families != told and not _without_best(exam, families):
        yield "without the one brand that gains most it is hardly better"
    known = _known(exam)
    if (known & with_gain(exam.held_out)).sum() >= LISTS_OF_GROUP and not _remains(exam.of(known), sure=OF_KNOWN):
        yield "by those whom an order or a longer life here vouches for it is not better"


def _remains(found: Comparison | None, *, sure: float) -> bool:
    if found is None:
        return False
    mean, low = found.difference.mean, found.difference.low
    return mean + sure * (low - mean) > 0


def _but_few(exam: Exam) -> Mask:
    """Of each list whether it is of anybody but those few who bring most of the gain."""
    who, brought = persons(exam.held_out), _brought(exam)
    judged = np.unique(who[with_gain(exam.held_out)])
    of_each = np.bincount(who, weights=brought)
    few = min(max(FEW, round(FEW_OF_ALL * len(judged) ** 0.5)), int(AT_MOST_OF_ALL * len(judged)))
    most = judged[np.argsort(-of_each[judged], kind="stable")[:few]]
    return ~np.isin(who, most)


def _without_best(exam: Exam, names: tuple[str, ...]) -> bool:
    """Whether it is better as if there were nothing of the name that brings most, unless that is the shop."""
    known, number = np.unique(np.array(names, dtype=np.str_), return_inverse=True)
    worth: Real = np.where(exam.held_out.explored, 0.0, np.exp2(exam.held_out.gain.astype(np.float64)) - 1)
    of_list = np.bincount(exam.held_out.list_of, weights=worth, minlength=len(exam.held_out))
    share = worth / np.maximum(of_list, 1e-9)[exam.held_out.list_of]
    brought = np.bincount(number, weights=share * _brought(exam)[exam.held_out.list_of])
    shown: NDArray[np.int64] = np.bincount(number)
    brought[shown > WHOLE_SHOP * len(number)] = -np.inf
    if len(known) < 2:
        return True
    return _remains(exam.of_rows(number != int(np.argmax(brought))), sure=WITHOUT_GOODS)


def _brought(exam: Exam) -> Real:
    return side_by_side(exam.held_out, exam.challenger, exam.champion, decline=exam.decline).brought


def _known(exam: Exam) -> Mask:
    strangers = exam.held_out.strangers
    return np.array([person not in strangers for person in exam.held_out.person], np.bool_)
