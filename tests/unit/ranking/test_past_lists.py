"""What shown lists turned out to be worth: what was chosen, what was passed over, and what nobody looked at."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from rerank.events.event import EventKind
from rerank.features.feature import FeatureTable
from rerank.ranking.lesson_building import lessons_of, passing_by
from rerank.ranking.past_lists import Deed, Examined, PastList, examined
from rerank.ranking.request_features import NAMES

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def a_list(list_id: str = "l1", *, at: datetime = NOON, person: str | None = "ann", goods: str = "abcd") -> PastList:
    return PastList(
        list_id=list_id,
        at=at,
        surface="home",
        channel="web",
        person=person,
        visit="visit",
        product_ids=tuple(goods),
        positions=tuple(range(1, len(goods) + 1)),
        propensities=(0.9,) * len(goods),
        explored=(False,) * len(goods),
        features=("relevance@1", "gone@1"),
        seen=tuple(value for place in range(len(goods)) for value in (1 - place / 10, 7.0)),
    )


def deed(
    kind: EventKind,
    product: str,
    *,
    after: timedelta = timedelta(),
    in_list: str | None = None,
    person: str | None = "ann",
) -> Deed:
    return Deed(kind=kind, at=NOON + after, product_id=product, list_id=in_list, person=person)


def gains(found: list[Examined]) -> dict[str, dict[str, int]]:
    return {
        each.past.list_id: dict(zip((each.past.product_ids[place] for place in each.places), each.gains, strict=True))
        for each in found
    }


MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ALL = {"l1": frozenset("abcd"), "l2": frozenset("abcd")}


def test_a_purchase_that_only_a_page_tells_of_says_as_much_as_a_cart() -> None:
    told = deed(EventKind.PURCHASE, "a", in_list="l1")
    assert gains(examined([a_list()], [told], ALL))["l1"]["a"] == 3
    assert gains(examined([a_list()], [replace(told, is_vouched=False)], ALL))["l1"]["a"] == 2


def test_who_was_here_for_no_three_days_is_passing_by() -> None:
    lists = [
        a_list("l1"),
        a_list("l2", at=NOON + 3 * DAY),
        a_list("l3", person="bob"),
        a_list("l4", person="bob", at=NOON + 2 * DAY),
        a_list("l5", person=None, at=NOON + 4 * DAY),
    ]
    assert passing_by(lists) == {"bob", "visit"}


def test_the_most_that_was_done_with_a_product_counts() -> None:
    deeds = [
        deed(EventKind.CLICK, "a", in_list="l1"),
        deed(EventKind.CLICK, "b", in_list="l1"),
        deed(EventKind.ADD_TO_CART, "b", after=MINUTE, in_list="l1"),
        deed(EventKind.PURCHASE, "b", after=2 * MINUTE),
    ]
    assert gains(examined([a_list()], deeds, ALL)) == {"l1": {"a": 1, "b": 3, "c": 0, "d": 0}}


def test_what_never_came_into_view_was_not_passed_over() -> None:
    found = examined([a_list()], [deed(EventKind.CLICK, "b", in_list="l1")], {"l1": frozenset("ab")})
    assert gains(found) == {"l1": {"a": 0, "b": 1}}


def test_where_no_page_tells_what_came_into_view_all_above_the_last_choice_was_seen() -> None:
    found = examined([a_list()], [deed(EventKind.CLICK, "c", in_list="l1")], {})
    assert gains(found) == {"l1": {"a": 0, "b": 0, "c": 1}}


def test_a_list_that_nobody_is_known_to_have_seen_is_no_lesson() -> None:
    assert examined([a_list()], [], {}) == []


def test_a_purchase_is_of_the_list_that_showed_it_last_to_the_same_person() -> None:
    lists = [
        a_list(),
        a_list("l2", at=NOON + timedelta(hours=2)),
        a_list("l3", at=NOON + timedelta(hours=2), person="bob"),
    ]
    found = examined(lists, [deed(EventKind.PURCHASE, "a", after=timedelta(hours=3))], ALL | {"l3": frozenset("abcd")})
    assert {name: of_list["a"] for name, of_list in gains(found).items()} == {"l1": 0, "l2": 3, "l3": 0}


def test_what_is_bought_a_day_later_has_other_reasons() -> None:
    found = examined([a_list()], [deed(EventKind.PURCHASE, "a", after=DAY + MINUTE)], ALL)
    assert gains(found)["l1"]["a"] == 0


def test_what_had_been_bought_before_it_was_shown_says_nothing() -> None:
    found = examined([a_list()], [deed(EventKind.PURCHASE, "a", after=-MINUTE)], ALL)
    assert gains(found)["l1"]["a"] == 0


def test_what_was_sent_back_was_only_looked_at() -> None:
    deeds = [deed(EventKind.PURCHASE, "a", after=MINUTE), deed(EventKind.RETURN, "a", after=9 * DAY)]
    assert gains(examined([a_list()], deeds, ALL))["l1"]["a"] == 1


def test_what_was_sent_back_is_of_the_list_it_was_bought_from_also_where_both_name_a_list() -> None:
    lists = [a_list(), a_list("l2", at=NOON + 8 * DAY)]
    deeds = [
        deed(EventKind.PURCHASE, "a", after=MINUTE, in_list="l1"),
        deed(EventKind.RETURN, "a", after=9 * DAY, in_list="l2"),
    ]
    found = gains(examined(lists, deeds, ALL))
    assert (found["l1"]["a"], found["l2"]["a"]) == (1, 0)


def test_a_click_without_its_list_is_nobodys() -> None:
    found = examined([a_list()], [deed(EventKind.CLICK, "a", after=MINUTE)], ALL)
    assert gains(found)["l1"]["a"] == 0


def test_lessons_have_what_the_model_saw_and_what_was_known_of_each_place_that_was_looked_at() -> None:
    found = examined(
        [a_list(), a_list("l2", person=None)],
        [deed(EventKind.CLICK, "b", in_list="l1"), deed(EventKind.CLICK, "c", in_list="l2")],
        {"l1": frozenset("bd")},
    )
    known = FeatureTable(names=("bought@1",), values=np.arange(5, dtype=np.float32)[:, None])
    lessons = lessons_of(found, known)
    assert lessons.features == (*NAMES, "bought@1")
    assert lessons.product_id == ("b", "d", "a", "b", "c")
    assert lessons.list_of.tolist() == [0, 0, 1, 1, 1]
    assert lessons.position.tolist() == [2, 4, 1, 2, 3]
    assert lessons.gain.tolist() == [1, 0, 0, 0, 1]
    assert lessons.person == ("ann", "visit")
    relevance = lessons.values[:, lessons.features.index("relevance@1")]
    np.testing.assert_allclose(relevance, [0.9, 0.7, 1.0, 0.9, 0.8], rtol=1e-6)
    assert np.isnan(lessons.values[:, lessons.features.index("surface@1")]).all()
    assert lessons.values[:, -1].tolist() == [0, 1, 2, 3, 4]
