"""Candidates come into the order that the chosen model gives, within bounds, or into today's where there is none."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import psycopg
import pytest

from catalog.query import Query, Sort
from catalog.similar.families import first_of_each
from rerank.features.feature import FeatureTable, Values
from rerank.order import ordered
from rerank.ranking.candidate import Candidate
from rerank.ranking.ordered import Outcome
from rerank.ranking.ranking import AS_ASKED, RankingTerms
from rerank.ranking.whys import Why
from shop.errors import ShopUnavailable
from shop.shown import Surface
from tests.unit.ranking.goods import (
    FITS,
    Always,
    ByOneFeature,
    FixedFeatures,
    TriedRanking,
    candidates,
    card,
    many,
    moment,
)


async def order_of(tried: TriedRanking, some: Sequence[Candidate], **said: object) -> list[str]:
    asked = moment(**said)  # type: ignore[arg-type]
    return [each.id for each in (await tried.ranking.order(asked, some, limit=10)).cards]


async def test_without_a_model_the_order_is_that_of_relevance_ratings_and_brands() -> None:
    dice = random.Random(3)
    for _ in range(50):
        cards = [
            card(f"thing{number}", brand=dice.choice("abc"), rating=dice.choice([None, 3.1, 4.0, 4.9]))
            for number in range(30)
        ]
        relevance = [dice.random() for _ in cards]
        some = [Candidate(card=one, relevance=worth) for one, worth in zip(cards, relevance, strict=True)]
        told = await TriedRanking(terms=RankingTerms(exploration=0.12)).ranking.order(moment(), some, limit=30)
        assert list(told.cards) == list(first_of_each(ordered(cards, relevance)))


async def test_a_learned_model_puts_what_it_thinks_more_of_first() -> None:
    tried = TriedRanking(Always(ByOneFeature()), FixedFeatures({"c": 2.0, "a": 1.0}))
    assert await order_of(tried, candidates("a", "b", "c")) == ["c", "a", "b"]
    assert [each.outcome for each in tried.ranked] == [Outcome.LEARNED]


async def test_what_leads_stands_in_front_of_what_a_model_prefers_and_is_never_drawn_by_lot() -> None:
    tried = TriedRanking(
        Always(ByOneFeature()), FixedFeatures({"thing1": 2.0, "thing29": 1.0}), terms=RankingTerms(exploration=0.5)
    )
    some = [replace(each, leads=each.card.id in {"thing20", "thing29", "thing7", "thing8"}) for each in many(30)]
    for _ in range(30):
        shown = (await tried.ranking.order(moment(Surface.HOME), some, limit=10)).shown
        front = shown.placements[:3]
        assert [each.product_id for each in front] == ["thing29", "thing7", "thing8"]
        assert [(each.propensity, each.is_exploration) for each in front] == [(1.0, False)] * 3
        assert len({each.product_id for each in shown.placements}) == 10
    sold_out = [replace(each, card=replace(each.card, in_stock=not each.leads)) for each in some]
    assert (await order_of(tried, sold_out, surface=Surface.HOME))[0] == "thing1"
    assert len(await order_of(tried, [replace(each, leads=True) for each in many(2)], surface=Surface.HOME)) == 2


async def test_the_list_says_by_which_model_and_on_which_side_of_a_trial_it_was_ordered() -> None:
    tried = TriedRanking(Always(ByOneFeature(version="m-7"), arm="challenger"), FixedFeatures())
    shown = (await tried.ranking.order(moment(), candidates("a", "b"), limit=2)).shown
    assert (shown.model, shown.arm, shown.surface) == ("m-7", "challenger", Surface.SEARCH)
    assert [(each.product_id, each.position) for each in shown.placements] == [("a", 1), ("b", 2)]


async def test_the_list_keeps_what_the_model_saw_of_the_request() -> None:
    shown = (await TriedRanking().ranking.order(moment(), candidates("a", "b"), limit=2)).shown
    seen = dict(zip(shown.features, shown.placements[1].seen, strict=True))
    assert seen["relevance@1"] == pytest.approx(0.99)
    assert seen["place_found@1"] == 2
    assert seen["brand_asked@1"] is None


async def test_an_order_that_was_asked_for_is_kept_to() -> None:
    tried = TriedRanking(Always(ByOneFeature()), FixedFeatures({"c": 2.0}), terms=RankingTerms(exploration=0.5))
    asked = Query(text="tent", sort=Sort.CHEAPEST)
    for _ in range(20):
        told = await tried.ranking.order(moment(query=asked), candidates("a", "b", "c"), limit=3)
        assert [each.id for each in told.cards] == ["a", "b", "c"]
        assert told.shown.model == AS_ASKED


async def test_what_is_sold_out_too_dear_or_refused_is_not_shown_whatever_a_model_thinks_of_it() -> None:
    bad = [card("gone", in_stock=False), card("bad", brand="Shoddy"), card("fine")]
    some = [Candidate(card=each, relevance=0.5) for each in bad]
    tried = TriedRanking(
        Always(ByOneFeature()), FixedFeatures({"gone": 9.0, "bad": 9.0}), terms=RankingTerms(exploration=0.15)
    )
    assert await order_of(tried, some, query=Query(not_brands=("shoddy",))) == ["fine"]
    assert await order_of(tried, some, query=Query(max_price_minor=999)) == []


@pytest.mark.parametrize("error", [ShopUnavailable(), psycopg.errors.UndefinedTable(), psycopg.DataError()])
async def test_where_features_cannot_be_read_the_order_is_the_one_without_a_model(error: Exception) -> None:
    tried = TriedRanking(Always(ByOneFeature(), arm="b"), FixedFeatures({"c": 2.0}, error=error))
    told = await tried.ranking.order(moment(), candidates("a", "b", "c"), limit=3)
    assert [each.id for each in told.cards] == ["a", "b", "c"]
    assert (told.shown.model, told.shown.arm) == ("baseline", "b")
    assert [each.outcome for each in tried.ranked] == [Outcome.NO_FEATURES]


class NeverAnswering(FixedFeatures):
    async def read(
        self, shopper_id: str | None, product_ids: Sequence[str], *, at: datetime, device_id: str | None = None
    ) -> FeatureTable:
        await asyncio.Event().wait()
        raise AssertionError


def keep_busy(seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass


class StandingStill(FixedFeatures):
    """Answers soon, but for something else that keeps the event loop for longer than the deadline."""

    async def read(
        self, shopper_id: str | None, product_ids: Sequence[str], *, at: datetime, device_id: str | None = None
    ) -> FeatureTable:
        loop, soon = asyncio.get_running_loop(), asyncio.Event()
        loop.call_soon(keep_busy, 0.2)
        loop.call_later(0.01, soon.set)
        await soon.wait()
        return await super().read(shopper_id, product_ids, at=at, device_id=device_id)


async def test_a_busy_event_loop_makes_no_list_late() -> None:
    tried = TriedRanking(Always(ByOneFeature()), StandingStill({"b": 2.0}), deadline_s=0.1)
    assert await order_of(tried, candidates("a", "b")) == ["b", "a"]
    assert [each.outcome for each in tried.ranked] == [Outcome.LEARNED]


async def test_nobody_waits_for_features_that_come_too_late() -> None:
    tried = TriedRanking(Always(ByOneFeature()), NeverAnswering(), deadline_s=0.01)
    assert await order_of(tried, candidates("a", "b")) == ["a", "b"]
    assert [each.outcome for each in tried.ranked] == [Outcome.LATE]


class Nonsense(ByOneFeature):
    def scores(self, values: Values) -> Values:
        return np.full(len(values), np.nan, dtype=np.float32)


@pytest.mark.parametrize("model", [Nonsense(), ByOneFeature("unheard_of@1")])
async def test_a_model_that_makes_no_sense_is_not_listened_to(model: ByOneFeature) -> None:
    tried = TriedRanking(Always(model), FixedFeatures({"b": 1.0}))
    assert await order_of(tried, candidates("a", "b")) == ["a", "b"]
    assert [each.outcome for each in tried.ranked] == [Outcome.MODEL_BROKEN]


class OfHomePages(ByOneFeature):
    surfaces = frozenset({Surface.HOME})


async def test_a_model_is_not_asked_about_surfaces_that_it_never_learned_of() -> None:
    tried = TriedRanking(Always(OfHomePages()), FixedFeatures({"b": 1.0}))
    assert await order_of(tried, candidates("a", "b")) == ["a", "b"]
    assert await order_of(tried, candidates("a", "b"), surface=Surface.HOME) == ["b", "a"]
    assert [each.outcome for each in tried.ranked] == [Outcome.NOT_TAUGHT, Outcome.LEARNED]


async def test_a_seventh_of_places_at_most_is_drawn_by_lot_and_each_says_so() -> None:
    tried = TriedRanking(Always(ByOneFeature()), FixedFeatures(), terms=RankingTerms(exploration=0.12))
    placements = [
        each
        for _ in range(300)
        for each in (await tried.ranking.order(moment(Surface.HOME), many(60), limit=12)).shown.placements
    ]
    assert 0.10 < sum(each.is_exploration for each in placements) / len(placements) < 0.15
    assert all(0 < each.propensity < 0.2 for each in placements if each.is_exploration and each.score < 0)


@pytest.mark.parametrize("channel", ["alexa", "web"])
async def test_no_list_begins_with_what_was_drawn_by_lot(channel: str) -> None:
    tried = TriedRanking(Always(ByOneFeature()), FixedFeatures(), terms=RankingTerms(exploration=0.15))
    lists = [(await tried.ranking.order(moment(channel=channel), many(60), limit=3)).shown for _ in range(200)]
    assert not any(each.placements[0].is_exploration for each in lists)
    explored = sum(each.is_exploration for one in lists for each in one.placements)
    assert 0.10 < explored / 600 < 0.20


async def test_who_names_one_thing_gets_no_lots() -> None:
    some = [*many(20), Candidate(card=card("x", title="Pegasus 40 road shoe"), relevance=2.0)]
    tried = TriedRanking(Always(ByOneFeature()), FixedFeatures(), terms=RankingTerms(exploration=0.5))
    for _ in range(30):
        told = await tried.ranking.order(moment(query=Query(text="pegasus 40")), some, limit=5)
        assert not any(each.is_exploration for each in told.shown.placements)


async def test_a_search_is_left_alone_until_something_is_learned() -> None:
    tried = TriedRanking(terms=RankingTerms(exploration=0.5))
    for _ in range(30):
        assert await order_of(tried, candidates("a", "b", "c")) == ["a", "b", "c"]


async def test_lists_of_a_learned_model_are_not_all_alike() -> None:
    alike = [Candidate(card=card(f"tent{number}", brand="One"), relevance=0.5) for number in range(6)]
    other = Candidate(card=card("stove", category="Stoves"), relevance=0.4)
    fits = {f"tent{number}": 1 - number / 100 for number in range(6)} | {"stove": 0.95}
    poor = Candidate(card=card("rag", category="Rags"), relevance=0.1)
    tried = TriedRanking(Always(ByOneFeature()), FixedFeatures(fits), terms=RankingTerms(diversity=0.5))
    assert (await order_of(tried, [*alike, other, poor]))[:2] == ["tent0", "stove"]


async def test_a_why_is_told_only_where_the_row_bears_it_out() -> None:
    why = Why(feature=FITS, least=1.0, words="you have bought it before")
    tried = TriedRanking(Always(ByOneFeature()), FixedFeatures({"b": 3.0, "c": 0.5}), whys=[why])
    told = await tried.ranking.order(moment(), candidates("a", "b", "c"), limit=3)
    assert dict(zip([each.id for each in told.cards], told.whys, strict=True)) == {
        "b": "you have bought it before",
        "c": None,
        "a": None,
    }


async def test_the_same_why_is_told_twice_and_then_the_next_that_is_true_or_none() -> None:
    why = Why(feature=FITS, least=1.0, words="you have bought it before")
    tried = TriedRanking(Always(ByOneFeature()), FixedFeatures(dict.fromkeys("cd", 2.0)), whys=[why])
    alike = "people who look at the Tortillas look at this too"
    some = [replace(each, why=alike) for each in candidates("a", "b", "c", "d", "e", "f")]
    some[4] = replace(some[4], otherwise=("4.8 stars from 300 people",))
    told = await tried.ranking.order(moment(), some, limit=6)
    of_card = dict(zip([each.id for each in told.cards], told.whys, strict=True))
    assert list(told.whys).count(alike) == 2
    assert (of_card["c"], of_card["d"], of_card["a"], of_card["b"]) == (alike, alike, None, None)
    assert of_card["e"] == "4.8 stars from 300 people"


async def test_what_was_seen_before_is_skipped_with_its_family() -> None:
    some = candidates("a", "b", "c")
    told = await TriedRanking().ranking.order(moment(), some, limit=2, skip=["a"])
    assert [each.id for each in told.cards] == ["b", "c"]
