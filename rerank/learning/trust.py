"""What is believed of the lessons: nobody counts for a crowd, and what no shopper does teaches nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from rerank.learning.parts import Mask, gained_by_order, persons, some_lists, with_choice, with_gain
from rerank.ranking.lesson_building import DAY_S
from rerank.ranking.lessons import Lessons

# A person teaches by at most so many lists, or by this share of all, or by so many times as many as others have,
# whichever is most.
MOST_LISTS, MOST_SHARE, MOST_TIMES = 5, 0.01, 2.0
# Nobody reads as many lists in a day, takes nearly everything they could choose from, or puts one thing into the cart
# time and again; who comes by often may well look again and again at what stands there all day.
MOST_A_DAY = 300
TAKES_ALL, TAKES_ALL_OF = 0.9, 30
CARTED, SAME_THING_A_DAY, SAME_LOOK_A_DAY = 2.0, 8, 24
# Nor comes back for one thing alone: from so many lists, and such a share of all that they took anything from.
ONE_THING, ONE_THING_SHARE = 10, 0.8
# A thing that a day's shoppers want as many times as often as on all other days, a good part of them, and of those who
# saw it.
SURGE_TIMES, SURGE_SHARE, SURGE_PERSONS, SURGE_TAKES = 5.0, 0.1, 15, 0.5
# Who makes up so much may have made up more, in ways that nobody sees: somebody has to look first.
MOST_DOUBTED = 0.05
LABELS_TIMES, LABELS_LISTS = 4.0, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """`left_out` counts lists by why; `alarms` say why nothing at all should be learned from these."""

    lessons: Lessons
    left_out: Mapping[str, int]
    alarms: tuple[str, ...]


def trusted(lessons: Lessons, *, most_doubted: float = MOST_DOUBTED) -> Trusted:
    taught, everybody = int(with_gain(lessons).sum()), len(set(lessons.person))
    left_out: dict[str, int] = {}
    for reason, doubted in (("not a shopper", _not_shoppers), ("surge", _surges)):
        lessons = _without(lessons, doubted(lessons), reason, left_out)
    doubts = sum(left_out.values())
    alarms: tuple[str, ...] = ()
    if doubts > most_doubted * max(taught, 1):
        why = ", ".join(f"{reason}: {count}" for reason, count in left_out.items())
        gone = everybody - len(set(lessons.person))
        found = f"{doubts} lists are not believed ({why}; {gone} of {everybody} persons are left out whole)"
        alarms = (f"{found}, more than {most_doubted:.0%} of the {taught} that taught something: somebody must look",)
    return Trusted(lessons=lessons, left_out=left_out, alarms=alarms)


def evened(part: Lessons) -> tuple[Lessons, Mapping[str, int]]:
    """Nobody counts for a crowd, nor do those whom nothing vouches for count for more than all others; and how many
    lists were left out by why. Of what is learned and of what is judged by alike: each by itself."""
    left_out: dict[str, int] = {}
    for reason, doubted in (("one of too many", _too_many), ("stranger", _too_strange)):
        part = _without(part, doubted(part), reason, left_out)
    return part, left_out


def explains_more(changed_at: datetime, earlier: Lessons, later: Lessons) -> bool:
    """Whether a new order may be why more of the later is taken: not if most of the earlier were in it already."""
    day = changed_at.timestamp() / DAY_S
    return bool(np.median(earlier.at) <= day <= later.at.max())


def jump(earlier: Lessons, later: Lessons, *, has_new_order: bool = False) -> str | None:
    """Whether far more or far less of what is shown is taken all of a sudden: then it is not taste that is at work.

    With a new order in between more is only what was hoped for.
    """
    if min(len(earlier), len(later)) < LABELS_LISTS:
        return None
    before, after = (float(with_gain(gained_by_order(part)).mean()) for part in (earlier, later))
    if has_new_order and after > before:
        return None
    if max(before, after) > LABELS_TIMES * max(min(before, after), 1e-9):
        return f"something came of {after:.1%} of the later lists, and of {before:.1%} of the earlier"
    return None


def _without(lessons: Lessons, out: Mask, reason: str, left_out: dict[str, int]) -> Lessons:
    if count := int(out.sum()):
        left_out[reason] = count
        return some_lists(lessons, ~out)
    return lessons


def _not_shoppers(lessons: Lessons) -> Mask:
    who, rows = persons(lessons), _Rows(lessons)
    if not len(who):
        return np.zeros(0, bool)
    many = _pairs_counted(who, rows.day_of_list)
    most = int(who.max()) + 1
    shown, taken = (np.bincount(rows.person[some], minlength=most) for some in (rows.chosen, rows.chosen & rows.gained))
    bots = (shown >= TAKES_ALL_OF) & (taken >= TAKES_ALL * shown)
    bots[_time_and_again(rows, rows.chosen & rows.carted, SAME_THING_A_DAY)] = True
    bots[_time_and_again(rows, rows.chosen & rows.gained, SAME_LOOK_A_DAY)] = True
    bots[_come_for_one_thing(rows)] = True
    bots[who[many > MOST_A_DAY]] = True
    return bots[who]


def _time_and_again(rows: "_Rows", which: Mask, often: int) -> NDArray[np.int64]:
    """Who did that with one thing so often on one day."""
    found, times = np.unique(np.stack([rows.person, rows.day, rows.product])[:, which], axis=1, return_counts=True)
    persons_of: NDArray[np.int64] = found[0, times >= often]
    return persons_of


def _come_for_one_thing(rows: "_Rows") -> NDArray[np.int64]:
    which = rows.chosen & rows.gained
    taken = np.unique(np.stack([rows.person, rows.product, rows.list_of])[:, which], axis=1)
    pairs, times = np.unique(taken[:2], axis=1, return_counts=True)
    of_all = np.bincount(np.unique(taken[[0, 2]], axis=1)[0])[pairs[0]] if len(pairs[0]) else times
    found: NDArray[np.int64] = pairs[0, (times >= ONE_THING) & (times >= ONE_THING_SHARE * of_all)]
    return found


def _surges(lessons: Lessons) -> Mask:
    """The lists that somebody took a thing from, on the day when all of a sudden everybody who saw it wanted it."""
    rows = _Rows(lessons)
    out = np.zeros(len(lessons), bool)
    seen = np.stack([rows.day, rows.product, rows.person])
    takers = np.unique(seen[:, rows.gained], axis=1)
    pairs, wanting = np.unique(takers[:2], axis=1, return_counts=True)
    days, alive = np.unique(np.unique(takers[[0, 2]], axis=1)[0], return_counts=True)
    if len(days) < 2:
        return out
    of_day = alive[np.searchsorted(days, pairs[0])]
    everywhere = np.bincount(pairs[1], weights=wanting)[pairs[1]]
    elsewhere = (everywhere - wanting + 1) / (alive.sum() - of_day + 1)
    share = wanting / of_day
    odd = (wanting >= SURGE_PERSONS) & (share > SURGE_SHARE) & (share > SURGE_TIMES * elsewhere)
    for (day, product), wanted_by in zip(pairs[:, odd].T, wanting[odd], strict=True):
        theirs = (rows.day == day) & (rows.product == product)
        # A better order shows a thing to many of a sudden; but not all of them take it.
        if wanted_by >= SURGE_TAKES * len(np.unique(rows.person[theirs])):
            out[rows.list_of[rows.gained & theirs]] = True
    return out


def _too_many(lessons: Lessons) -> Mask:
    """All but the newest lists of whoever teaches more than their share."""
    who, teaches = persons(lessons), with_gain(lessons)
    average = teaches.sum() / max(len(np.unique(who[teaches])), 1)
    most = max(MOST_LISTS, int(MOST_SHARE * teaches.sum()), int(MOST_TIMES * average))
    newest_first = np.lexsort((-lessons.at, who))
    newest_first = newest_first[teaches[newest_first]]
    place = _places(who[newest_first])
    out = np.zeros(len(lessons), bool)
    out[newest_first[place >= most]] = True
    return out


def _too_strange(lessons: Lessons) -> Mask:
    """Strangers' lists beyond as many as those of all others, evenly over the time."""
    teaches = with_gain(lessons)
    strange = teaches & np.array([person in lessons.strangers for person in lessons.person], np.bool_)
    number, known = int(strange.sum()), int((teaches & ~strange).sum())
    out = np.zeros(len(lessons), bool)
    if number > known:
        kept = np.arange(number) * known // number
        out[np.flatnonzero(strange)[np.diff(kept, append=known) == 0]] = True
    return out


def _places(grouped: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place of each within its group, where groups stand together."""
    if not len(grouped):
        return grouped
    starts = np.flatnonzero(np.r_[True, grouped[1:] != grouped[:-1]])
    return np.arange(len(grouped)) - np.repeat(starts, np.diff(np.r_[starts, len(grouped)]))


def _pairs_counted(left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """How often each pair stands there."""
    _, number, times = np.unique(np.stack([left, right]), axis=1, return_inverse=True, return_counts=True)
    return times[number.reshape(-1)]


class _Rows:
    """What is asked of rows, as numbers. `chosen` is not where nothing else stood: whoever asks for milk and is shown
    milk has chosen nothing."""

    def __init__(self, lessons: Lessons) -> None:
        self.list_of = lessons.list_of
        self.day_of_list = np.floor(lessons.at).astype(np.int64)
        self.day = self.day_of_list[lessons.list_of]
        self.person = persons(lessons)[lessons.list_of]
        self.gained: Mask = lessons.gain > 0
        self.carted: Mask = lessons.gain >= CARTED
        self.chosen: Mask = with_choice(lessons)[lessons.list_of]
        _, product = np.unique(np.array(lessons.product_id, dtype=object).astype(str), return_inverse=True)
        self.product = product.astype(np.int64)
