"""What no shopper does teaches nothing, and nobody counts for a crowd."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from rerank.learning.parts import parted, some_lists, some_rows, with_gain
from rerank.learning.trust import MOST_LISTS, MOST_TIMES, evened, explains_more, jump, trusted
from rerank.ranking.lessons import Lessons
from tests.unit.learning.school import SHOWN, lessons, regained

WANTED = "g7"


@pytest.fixture(scope="module")
def told() -> Lessons:
    return lessons(2000)


def joined(told: Lessons, more: Lessons, *, person: Callable[[int], str], day: float) -> Lessons:
    """With lists of others, all on one day."""
    lists = len(more)
    return replace(
        told,
        values=np.concatenate([told.values, more.values]),
        list_of=np.concatenate([told.list_of, more.list_of + len(told)]),
        position=np.concatenate([told.position, more.position]),
        gain=np.concatenate([told.gain, more.gain]),
        propensity=np.concatenate([told.propensity, more.propensity]),
        explored=np.concatenate([told.explored, more.explored]),
        at=np.concatenate([told.at, np.full(lists, day)]),
        surface=told.surface + more.surface,
        channel=told.channel + more.channel,
        person=told.person + tuple(person(number) for number in range(lists)),
        product_id=told.product_id + more.product_id,
    )


def farm(lists: int) -> Lessons:
    """Lists that all have the wanted thing, from which nothing else is taken."""
    bare = lessons(lists, seed=99)
    last = np.arange(len(bare.list_of)) % SHOWN == SHOWN - 1
    products = tuple(WANTED if is_last else one for one, is_last in zip(bare.product_id, last, strict=True))
    return replace(regained(bare, np.where(last, 3.0, 0.0)), product_id=products)


def taken(told: Lessons, product: str) -> int:
    return sum(1 for one, gain in zip(told.product_id, told.gain, strict=True) if one == product and gain > 0)


def test_shoppers_are_believed(told: Lessons) -> None:
    found = trusted(told)
    assert not found.alarms
    assert sum(found.left_out.values()) < 0.02 * len(told)


def test_one_who_wants_the_same_thing_time_and_again_is_no_shopper(told: Lessons) -> None:
    found = trusted(joined(told, farm(40), person=lambda _: "bot", day=20_010.5))
    assert "bot" not in found.lessons.person
    assert found.left_out["not a shopper"] == 40


def test_one_who_takes_all_they_are_shown_is_no_shopper(told: Lessons) -> None:
    greedy = regained(lessons(10, seed=3), np.ones(10 * SHOWN))
    found = trusted(joined(told, greedy, person=lambda _: "greedy", day=20_010.5))
    assert "greedy" not in found.lessons.person


def test_one_who_looks_at_the_same_thing_whenever_they_come_is_a_shopper(told: Lessons) -> None:
    """It stands there all day; only who puts it into the cart again and again, or does nothing else, is odd."""
    looks = farm(12)
    own = lessons(8, seed=5)
    fond = joined(
        joined(told, regained(looks, np.minimum(looks.gain, 1.0)), person=lambda _: "fond", day=20_010.5),
        regained(own, np.tile(np.eye(SHOWN)[0], 8)),
        person=lambda _: "fond",
        day=20_012.5,
    )
    assert "fond" in trusted(fond).lessons.person
    put_in = replace(fond, gain=np.where(fond.gain[:] == 1, 2.0, fond.gain).astype(np.float32))
    assert "fond" not in trusted(put_in).lessons.person


def test_one_who_gets_what_they_ask_for_has_chosen_nothing(told: Lessons) -> None:
    """By voice there is often a single thing to be had: who adds milk every morning is no vandal."""
    asked = farm(60)
    only = some_rows(asked, asked.position == SHOWN)
    daily = joined(told, only, person=lambda _: "milk", day=20_010.5)
    spread = replace(daily, at=np.concatenate([told.at, 20_001 + np.arange(60) * 0.6]))
    assert "milk" in trusted(spread).lessons.person


def test_a_crowd_that_wants_one_thing_on_one_day_is_left_out(told: Lessons) -> None:
    """As many persons as you like, each with a single list: what they have in common is the day and the thing."""
    before = taken(trusted(told).lessons, WANTED)
    found = trusted(joined(told, farm(80), person="farm-{}".format, day=20_010.5))
    assert found.left_out["surge"] >= 80
    assert taken(found.lessons, WANTED) <= before


def test_so_many_of_them_that_little_else_is_told_are_alarming(told: Lessons) -> None:
    crowded = joined(told, farm(900), person="farm-{}".format, day=20_010.5)
    (alarm,) = trusted(crowded).alarms
    assert "more than 5% of the" in alarm
    assert "surge: 900" in alarm
    assert not trusted(crowded, most_doubted=1.0).alarms, "who has looked may say that this shop is like that"


def test_a_person_teaches_by_so_many_lists_and_the_newest(told: Lessons) -> None:
    eager = replace(told, person=("eager",) * 300 + told.person[300:])
    teaches = with_gain(eager)
    most = int(MOST_TIMES * teaches.sum() / len({eager.person[number] for number in np.flatnonzero(teaches)}))
    assert MOST_LISTS < most < 40
    found, left_out = evened(eager)
    own = np.array([person == "eager" for person in found.person])
    assert with_gain(found)[own].sum() == most
    assert left_out["one of too many"] > 100
    newest = np.sort(eager.at[:300][with_gain(some_lists(eager, np.arange(2000) < 300))])[-most:]
    assert set(found.at[own & with_gain(found)]) == set(newest)


def test_one_who_comes_back_for_a_single_thing_is_no_shopper(told: Lessons) -> None:
    """Once a day, for weeks, so that no day looks odd."""
    spread = replace(farm(24), at=20_001 + np.arange(24) * 1.5)
    found = trusted(joined(told, spread, person=lambda _: "patient", day=20_010.5))
    assert "patient" not in found.lessons.person


def test_strangers_count_for_no_more_than_all_others(told: Lessons) -> None:
    crowd = joined(told, farm(3000), person="new-{}".format, day=20_010.5)
    found, left_out = evened(replace(crowd, strangers=frozenset(crowd.person[len(told) :])))
    strange = np.array([person in found.strangers for person in found.person])
    teaches = with_gain(found)
    assert (teaches & strange).sum() == (teaches & ~strange).sum() == with_gain(told).sum()
    assert left_out == {"stranger": 3000 - with_gain(told).sum()}


def test_where_all_are_strangers_nobody_is_believed(told: Lessons) -> None:
    found, _ = evened(replace(told, strangers=frozenset(told.person)))
    assert not with_gain(found).any()


def test_only_a_new_order_of_late_explains_that_more_is_taken(told: Lessons) -> None:
    earlier, later = parted(told, later_share=0.2)
    share_of_all = np.quantile(told.at, [0.1, 0.6, 0.9])
    long_ago, of_late, amid_the_later = (datetime.fromtimestamp(float(day) * 86_400, UTC) for day in share_of_all)
    assert explains_more(of_late, earlier, later)
    assert explains_more(amid_the_later, earlier, later)
    assert not explains_more(long_ago, earlier, later)
    assert not explains_more(amid_the_later + timedelta(days=1000), earlier, later), "nobody has seen it yet"


def test_labels_that_jump_are_told(told: Lessons) -> None:
    earlier, later = parted(told, later_share=0.2)
    assert jump(earlier, later) is None
    few = np.random.default_rng(1).random(len(later.gain)) < 0.05
    assert jump(earlier, regained(later, np.where(few, later.gain, 0.0)))
    assert jump(regained(earlier, np.zeros(len(earlier.gain))), later)


def test_more_after_a_new_order_is_what_was_hoped_for(told: Lessons) -> None:
    earlier, later = parted(told, later_share=0.2)
    few = np.random.default_rng(1).random(len(earlier.gain)) < 0.05
    before = regained(earlier, np.where(few, earlier.gain, 0.0))
    assert jump(before, later)
    assert jump(before, later, has_new_order=True) is None
    assert jump(later, before, has_new_order=True)


def test_a_thing_that_an_order_shows_to_many_of_a_sudden_is_no_surge(told: Lessons) -> None:
    """A third of those who see it take it: so it is with good things in good places."""
    shown = farm(150)
    takes = np.repeat(np.random.default_rng(2).random(150) < 0.33, SHOWN)
    found = trusted(joined(told, regained(shown, np.where(takes, shown.gain, 0.0)), person="p-{}".format, day=20_010.5))
    assert "surge" not in found.left_out


def test_nothing_told_is_nothing_believed(told: Lessons) -> None:
    nothing = some_lists(told, np.zeros(len(told), bool))
    assert len(trusted(nothing).lessons) == 0
