"""What a search finds is put in order for whoever asks, and noted as it was shown."""

from typing import Any, cast

from catalog.query import Query
from catalog.search import Found, Search
from catalog.similar.similar import SimilarProducts
from catalog.stages import Stopwatch
from rerank.finding import Finding
from rerank.ranking.ranking import RankingTerms
from shop.asking import Asking, asked_by
from shop.shown_of_turn import noting, shown_as
from tests.unit.ranking.goods import NOON, Always, ByOneFeature, FixedFeatures, TriedRanking, card

CARDS = tuple(card(name) for name in ("alpha", "beta", "gamma", "delta"))


class FoundThese:
    async def search(self, query: Query, **_: Any) -> Found:
        return Found(cards=CARDS, scores=(0.9, 0.8, 0.7, 0.6), total=4, rating_counts=(30, 20, 10, 5))


def finding(tried: TriedRanking) -> Finding:
    search, similar = cast("Search", FoundThese()), cast("SimilarProducts", None)
    return Finding(search, similar, ranking=tried.ranking, now=lambda: NOON)


def learned(exploration: float = 0.0) -> TriedRanking:
    fits = FixedFeatures({"gamma": 3.0, "beta": 2.0, "alpha": 1.0})
    return TriedRanking(Always(ByOneFeature()), fits, terms=RankingTerms(exploration=exploration))


async def find(tried: TriedRanking, query: Query | None = None, *, limit: int = 3) -> Found:
    return await finding(tried).find(query or Query(text="tent"), limit=limit, stopwatch=Stopwatch())


def ids(found: Found) -> list[str]:
    return [each.id for each in found.cards]


async def test_scores_and_counts_stay_with_their_products_in_the_learned_order() -> None:
    found = await find(learned())
    assert ids(found) == ["gamma", "beta", "alpha"]
    assert (found.scores, found.rating_counts) == ((0.7, 0.8, 0.9), (10, 20, 30))


async def test_the_list_is_noted_for_the_answer_that_shows_it() -> None:
    with noting():
        found = await find(learned())
        shown = shown_as(found.cards)
    assert shown is not None
    assert [each.product_id for each in shown.placements] == ["gamma", "beta", "alpha"]
    assert shown.model == "m-1"


async def test_lots_are_drawn_only_for_who_looks_around() -> None:
    tried = learned(exploration=0.3)
    orders: dict[bool, set[tuple[str, ...]]] = {True: set(), False: set()}
    for looks_around, met in orders.items():
        for _ in range(40):
            with asked_by(Asking(shopper_id="ann", channel="web", looks_around=looks_around)):
                met.add(tuple(ids(await find(tried))))
    assert orders[False] == {("gamma", "beta", "alpha")}
    assert len(orders[True]) > 1


async def test_what_nobody_in_particular_asks_for_is_ordered_all_the_same() -> None:
    assert ids(await find(TriedRanking())) == ["alpha", "beta", "gamma"]
