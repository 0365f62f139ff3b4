"""Lessons gone wrong by bugs, vandals and greed: whoever learns from them must not be believed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from rerank.learning.parts import some_lists
from rerank.ranking.lessons import Lessons

BOUGHT = 3.0
FEW_LISTS = 120
FARMERS, FARMED_LISTS = 4, 0.06

Spoil = Callable[[Lessons, np.random.Generator], Lessons]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poison:
    """`at_the_source` spoils what is told, so what is judged by as well; else only what is learned from."""

    name: str
    spoil: Spoil
    at_the_source: bool = False
    times: int = 1


def shuffled_labels(lessons: Lessons, dice: np.random.Generator) -> Lessons:
    """Within each list, so that as many things are wanted as before: only not these."""
    order = np.lexsort((dice.random(len(lessons.gain)), lessons.list_of))
    return replace(lessons, gain=lessons.gain[order])


def inverted_labels(lessons: Lessons, _: np.random.Generator) -> Lessons:
    return replace(lessons, gain=(BOUGHT - lessons.gain).astype(np.float32))


def buying_punished(lessons: Lessons, _: np.random.Generator) -> Lessons:
    """What was bought counts as passed over, as when a shop's tills no longer tell."""
    passed_over = (lessons.gain == 0).astype(np.float32)
    return replace(lessons, gain=np.where(lessons.gain >= BOUGHT, 0.0, passed_over).astype(np.float32))


def first_is_best(lessons: Lessons, _: np.random.Generator) -> Lessons:
    """The order as it was, taken for what was wanted."""
    return replace(lessons, gain=(lessons.position <= 2).astype(np.float32))


def last_is_best(lessons: Lessons, _: np.random.Generator) -> Lessons:
    return replace(lessons, gain=(lessons.position > lessons.position.max() // 2).astype(np.float32))


def tiny_window(lessons: Lessons, dice: np.random.Generator) -> Lessons:
    """A few lists of one day, learned by heart."""
    days = np.floor(lessons.at)
    on_a_day = np.flatnonzero(days == dice.choice(np.unique(days)))[:FEW_LISTS]
    return some_lists(lessons, np.isin(np.arange(len(lessons)), on_a_day))


def mixed_up_columns(lessons: Lessons, dice: np.random.Generator) -> Lessons:
    """Each feature is read as another, as after a change that nobody counted as one."""
    return replace(lessons, values=lessons.values[:, dice.permutation(lessons.values.shape[1])])


def stale_features(lessons: Lessons, dice: np.random.Generator) -> Lessons:
    """Known of somebody else, or of another time: the features of other lists."""
    return replace(lessons, values=np.roll(lessons.values, int(dice.integers(1000, 5000)), axis=0))


def features_gone(lessons: Lessons, dice: np.random.Generator) -> Lessons:
    """Most are not known any more, and those that are, are noise."""
    return replace(lessons, values=dice.standard_normal(lessons.values.shape).astype(np.float32))


def one_product_pushed(lessons: Lessons, dice: np.random.Generator) -> Lessons:
    """Somebody's goods count as bought wherever they were shown, and nothing else as anything."""
    pushed = np.array(lessons.product_id) == dice.choice(np.unique(lessons.product_id))
    return replace(lessons, gain=np.where(pushed, BOUGHT, 0.0).astype(np.float32))


def click_farm(lessons: Lessons, dice: np.random.Generator) -> Lessons:
    """A few who come time and again for one thing: they are in what is learned and in what is judged by alike."""
    products = np.array(lessons.product_id)
    wanted = dice.choice(np.unique(products))
    share = dice.random(len(lessons)) < FARMED_LISTS
    theirs = share[lessons.list_of]
    farmers = [f"farmer-{number}" for number in dice.integers(FARMERS, size=len(lessons))]
    person = tuple(
        farmer if is_farmed else own for farmer, own, is_farmed in zip(farmers, lessons.person, share, strict=True)
    )
    last = theirs & (lessons.position == _lengths(lessons)[lessons.list_of])
    return replace(
        lessons,
        person=person,
        gain=np.where(theirs, np.where(last, BOUGHT, 0.0), lessons.gain).astype(np.float32),
        product_id=tuple(np.where(last, wanted, products).tolist()),
    )


def _lengths(lessons: Lessons) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    longest = np.zeros(len(lessons), np.int64)
    np.maximum.at(longest, lessons.list_of, lessons.position)
    return longest


POISONS = (
    Poison(name="shuffled labels", spoil=shuffled_labels, times=3),
    Poison(name="inverted labels", spoil=inverted_labels, times=2),
    Poison(name="buying punished", spoil=buying_punished),
    Poison(name="first is best", spoil=first_is_best),
    Poison(name="last is best", spoil=last_is_best),
    Poison(name="tiny window", spoil=tiny_window, times=2),
    Poison(name="mixed up columns", spoil=mixed_up_columns, times=2),
    Poison(name="stale features", spoil=stale_features, times=2),
    Poison(name="features gone", spoil=features_gone),
    Poison(name="one product pushed", spoil=one_product_pushed, times=2),
    Poison(name="click farm", spoil=click_farm, at_the_source=True, times=3),
)


def tries() -> Mapping[str, Poison]:
    """Each by a name of its own."""
    return {
        f"{poison.name} {number}" if poison.times > 1 else poison.name: poison
        for poison in POISONS
        for number in range(1, poison.times + 1)
    }
