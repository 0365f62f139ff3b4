"""A gain counts only if it is that of many persons over many goods, and of those whom something vouches for."""

from dataclasses import replace

import numpy as np
import pytest

from rerank.learning.breadth import broad
from rerank.learning.comparison import compared
from rerank.learning.guards import Check, Exam
from rerank.ranking.lessons import Lessons
from tests.unit.learning.school import FEATURES, SHOWN, lessons

TASTE, NOISE = FEATURES.index("taste@1"), FEATURES.index("noise@1")
THINGS = tuple(f"g{number}" for number in range(150))
PUSHED = tuple(f"g{number}" for number in range(5))


@pytest.fixture(scope="module")
def told() -> Lessons:
    return lessons(600, bias=0.0)


def farmed(told: Lessons, *, lists: int, persons: int, things: tuple[str, ...]) -> Lessons:
    """Into so many lists somebody else comes, and takes nothing but a thing that was put into its last place."""
    theirs = np.arange(len(told)) < lists
    last = theirs[told.list_of] & (told.position == SHOWN)
    number = told.list_of % len(things)
    return replace(
        told,
        person=tuple(f"farmer-{each % persons}" if each < lists else who for each, who in enumerate(told.person)),
        gain=np.where(theirs[told.list_of], np.where(last, 3.0, 0.0), told.gain).astype(np.float32),
        product_id=tuple(
            things[which] if is_last else one for one, is_last, which in zip(told.product_id, last, number, strict=True)
        ),
    )


def pushing(told: Lessons, *things: str) -> Exam:
    """An order that knows nothing of anybody but that these things come first, against one that knows nothing."""
    pushed = np.isin(np.array(told.product_id), things)
    noise = told.values[:, NOISE]
    return Exam(held_out=told, challenger=noise + 99 * pushed.astype(np.float32), champion=noise)


def what_they_take_first(farmed: Lessons, *, lists: int) -> Exam:
    """Against an order that knows nothing, one that knows what those take who have come into so many lists."""
    last = (farmed.position == SHOWN) & (farmed.list_of < lists)
    noise = farmed.values[:, NOISE]
    return Exam(held_out=farmed, challenger=noise + 99 * last.astype(np.float32), champion=noise)


def seems_better(exam: Exam) -> bool:
    found = compared(exam.held_out, exam.challenger, exam.champion)
    return found is not None and found.difference.low > 0


def refused(exam: Exam) -> Check:
    found = broad(exam)
    assert not found.passed
    return found


def test_what_knows_everybodys_tastes_gains_broadly(told: Lessons) -> None:
    exam = Exam(held_out=told, challenger=told.values[:, TASTE], champion=told.values[:, 0])
    assert seems_better(exam)
    assert broad(exam).passed


def test_a_gain_that_few_persons_bring_is_none(told: Lessons) -> None:
    exam = what_they_take_first(farmed(told, lists=60, persons=5, things=THINGS), lists=60)
    found = compared(exam.held_out, exam.challenger, exam.champion)
    assert found is not None
    assert found.difference.mean > 0
    assert "few persons" in refused(exam).words


def test_a_gain_by_one_thing_is_none_however_many_bring_it(told: Lessons) -> None:
    exam = pushing(farmed(told, lists=100, persons=100, things=("g7",)), "g7")
    assert seems_better(exam)
    assert "one thing" in refused(exam).words


def test_a_gain_by_one_brand_is_none(told: Lessons) -> None:
    theirs = farmed(told, lists=150, persons=150, things=PUSHED)
    exam = pushing(theirs, *PUSHED)
    assert broad(exam).passed, "nobody knows that they are all of one brand"
    branded = {product_id: "Pushed" if product_id in PUSHED else f"B {product_id}" for product_id in told.product_id}
    assert "one brand" in refused(replace(exam, held_out=replace(theirs, family=branded))).words


def test_a_shop_of_a_single_brand_may_learn(told: Lessons) -> None:
    own = replace(told, family=dict.fromkeys(told.product_id, "Own"))
    exam = Exam(held_out=own, challenger=own.values[:, TASTE], champion=own.values[:, 0])
    assert broad(exam).passed


def test_what_strangers_alone_gain_by_is_none(told: Lessons) -> None:
    """A crowd of made-up browsers, each with a list of its own and things of many brands."""
    crowd = farmed(told, lists=250, persons=250, things=THINGS)
    exam = what_they_take_first(crowd, lists=250)
    assert broad(exam).passed, "if they are believed"
    strangers = frozenset(f"farmer-{number}" for number in range(250))
    found = refused(replace(exam, held_out=replace(crowd, strangers=strangers)))
    assert "vouches" in found.words


def test_nothing_remains_of_nothing(told: Lessons) -> None:
    nothing = replace(told, gain=np.zeros_like(told.gain))
    assert not broad(Exam(held_out=nothing, challenger=told.values[:, 0], champion=told.values[:, 1])).passed
