"""A list is told what is known to fit its session, from memory alone; what is not known is asked for behind it."""

from dataclasses import replace
from typing import ClassVar

import pytest

from catalog.query import Query, Sort
from rerank.ranking.candidate import Candidate
from rerank.ranking.moment import Moment
from rerank.ranking.request_features import SESSION_FIT
from rerank.session.home import home_key
from rerank.session.thinking import Thinking, Wish
from shop.shown import ShownList, Surface
from tests.unit.ranking.goods import moment
from tests.unit.session.memory import NOW, Memory, tents

TENT = Query(text="tent")


def at_home(unit: str = "ann") -> Moment:
    return Moment(shopper_id=unit, unit=unit, at=NOW, surface=Surface.HOME, channel="web")


def fits_of(shown: ShownList) -> dict[str, float | None]:
    place = shown.features.index(SESSION_FIT.id)
    return {each.product_id: each.seen[place] for each in shown.placements}


async def test_a_first_list_knows_nothing_and_the_next_what_was_found_out() -> None:
    memory = Memory()
    first = await memory.ranking.order(moment(query=TENT), tents("a", "b", "c"), limit=3)
    assert fits_of(first.shown) == {"a": None, "b": None, "c": None}
    memory.know("asked tent", {"a": 0.2, "c": 1.0})
    second = await memory.ranking.order(moment(query=TENT), tents("a", "b", "c"), limit=3)
    assert fits_of(second.shown) == {"a": pytest.approx(0.2), "b": None, "c": 1.0}


async def test_the_built_in_order_stays_as_it_is() -> None:
    memory = Memory()
    memory.know("asked tent", {"a": 0.0, "b": 0.5, "c": 1.0})
    told = await memory.ranking.order(moment(query=TENT), tents("a", "b", "c"), limit=3)
    assert [each.id for each in told.cards] == ["a", "b", "c"]
    assert told.shown.model == "baseline"


async def test_other_surfaces_are_told_nothing() -> None:
    memory = Memory(surfaces=(Surface.HOME,))
    memory.know("asked tent", {"a": 1.0})
    told = await memory.ranking.order(moment(query=TENT), tents("a", "b"), limit=2)
    assert fits_of(told.shown) == {"a": None, "b": None}


async def test_a_search_counts_on_the_home_page_afterwards_and_is_over_after_an_hour() -> None:
    memory = Memory()
    memory.know("asked tent", {"a": 0.7})
    await memory.ranking.order(moment(query=TENT), tents("a", "b"), limit=2)
    then = await memory.ranking.order(at_home(), tents("a", "b"), limit=2)
    others = await memory.ranking.order(at_home("bob"), tents("a", "b"), limit=2)
    memory.time = 4000
    later = await memory.ranking.order(at_home(), tents("a", "b"), limit=2)
    assert fits_of(then.shown)["a"] == pytest.approx(0.7)
    assert fits_of(others.shown)["a"] is None
    assert fits_of(later.shown)["a"] is None


async def test_without_an_intent_the_home_page_has_what_was_made_ready_for_the_hour() -> None:
    memory = Memory()
    memory.know(home_key(NOW), {"b": 1.0})
    told = await memory.ranking.order(at_home(), tents("a", "b"), limit=2)
    assert fits_of(told.shown) == {"a": None, "b": 1.0}
    assert home_key(NOW) == "home, hours 06"


async def test_a_product_page_says_what_is_looked_at() -> None:
    memory = Memory()
    memory.know("looked at Camping / Tents", {"a": 0.9})
    beside = Moment(
        shopper_id="ann", unit="ann", at=NOW, surface=Surface.GOES_WITH, channel="web", beside=("tent", "unheard-of")
    )
    told = await memory.ranking.order(beside, tents("a", "b"), limit=2)
    assert fits_of(told.shown)["a"] == pytest.approx(0.9)


async def test_where_an_order_is_asked_for_nothing_is_thought_about() -> None:
    memory = Memory()
    memory.know("asked tent", {"a": 1.0})
    sorted_by = Query(text="tent", sort=Sort.CHEAPEST)
    told = await memory.ranking.order(moment(query=sorted_by), tents("a", "b"), limit=2)
    assert fits_of(told.shown)["a"] is None


async def test_of_those_who_refuse_only_the_search_itself_counts() -> None:
    memory = Memory()
    memory.know("asked tent", {"a": 1.0})
    await memory.ranking.order(moment(query=TENT), tents("a", "b"), limit=2)
    memory.sessions.leave_alone(["ann"])
    again = await memory.ranking.order(moment(query=TENT), tents("a", "b"), limit=2)
    home = await memory.ranking.order(at_home(), tents("a", "b"), limit=2)
    assert fits_of(again.shown)["a"] == 1.0
    assert fits_of(home.shown)["a"] is None


async def test_what_was_said_too_long_ago_is_not_known_any_more() -> None:
    memory = Memory()
    memory.know("asked tent", {"a": 1.0})
    memory.time = 49 * 3600
    told = await memory.ranking.order(moment(query=TENT), tents("a", "b"), limit=2)
    assert fits_of(told.shown)["a"] is None


async def test_what_must_not_be_shown_is_not_shown_however_well_it_fits() -> None:
    memory = Memory()
    memory.know("asked tent", {"gone": 1.0, "a": 0.0})
    some = tents("a", "gone")
    out = [some[0], _sold_out(some[1])]
    told = await memory.ranking.order(moment(query=TENT), out, limit=2)
    assert [each.id for each in told.cards] == ["a"]


def _sold_out(candidate: Candidate) -> Candidate:
    return replace(candidate, card=replace(candidate.card, in_stock=False))


class Listening(Thinking):
    """Remembers what it was wished for."""

    wished: ClassVar[list[int]] = []

    def wish(self, wish: Wish) -> bool:
        self.wished.append(len(wish.cards))
        return True


async def test_the_best_hundred_are_thought_about_and_an_intent_only_so_often() -> None:
    memory = Memory(thinking=Listening)
    Listening.wished.clear()
    names = [f"t{number}" for number in range(130)]
    await memory.ranking.order(moment(query=TENT), tents(*names), limit=3)
    memory.know("asked tent", dict.fromkeys(names[:95], 0.5))
    await memory.ranking.order(moment(query=TENT), tents(*names), limit=3)
    memory.know("asked tent", {f"other{number}": 0.5 for number in range(250)})
    await memory.ranking.order(moment(query=TENT), tents(*names), limit=3)
    assert Listening.wished == [100]
