"""What is typed into the search field and what stands on a shelf: a list of the visitor's own, in the shop's order."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from catalog.product import ProductCard
from catalog.query import Query, Sort
from catalog.retrieval.traits import Traits
from catalog.search import Found
from rerank.browsing import Browsing
from rerank.ranking.model import ModelChoice
from rerank.ranking.ranking import RankingTerms
from rerank.ranking.whys import Why
from rerank.recommending import Visit
from rerank.suiting import Avoiding
from shop.preferences.preference import Kind, Preference, Stance
from shop.shown import Surface
from tests.unit.personal import PreferencesInMemory
from tests.unit.ranking.goods import FITS, NOON, Always, ByOneFeature, FixedFeatures, TriedRanking, card

ANN = Visit(shopper_id="ann", session_id="talk", device_id="d1")
# By ratings and brands another order would be better.
GOODS = [card(f"thing{number}", brand="Fellmoor", rating=2.0 + number / 10) for number in range(20)]
THINGS = Query(text="things")
EXPLORING = RankingTerms(exploration=0.15)


class Reader:
    def __init__(self, query: Query) -> None:
        self._query = query

    def parse(self, _: str) -> Query:
        return self._query


class Shop:
    """Finds everything it has for any words, and has it on one shelf."""

    def __init__(self, cards: Sequence[ProductCard] = GOODS) -> None:
        self.cards = cards

    async def browse(self, _: Query, *, said: str, limit: int, candidates: int) -> Found:
        assert said
        assert limit == candidates
        scores = tuple(1 - place / 1000 for place in range(len(self.cards)))
        return Found(cards=tuple(self.cards), scores=scores, total=len(self.cards))

    async def featured(self, *, department: str | None = None, limit: int = 12) -> Sequence[ProductCard]:
        return self.cards[:limit] if department in {None, "Outdoor"} else []


class Nutty:
    """Every other thing holds nuts."""

    async def of(self, pairs: Sequence[tuple[str, str]], *, store: str | None = None) -> dict[str, Traits]:
        food = Traits(category=("Grocery", "Snacks"), kind="granola")
        return {
            product_id: replace(food, holds=frozenset({"walnut"} if int(product_id.removeprefix("thing")) % 2 else ()))
            for product_id, _ in pairs
        }


def avoiding(*told: Preference) -> Avoiding:
    preferences = PreferencesInMemory()
    preferences.held["ann"] = [*told]
    return Avoiding(preferences=preferences, traits=Nutty())


def browsing(shop: Shop, tried: TriedRanking, query: Query = THINGS, *told: Preference) -> Browsing:
    search: Any = shop
    return Browsing(
        search, shop, lambda: Reader(query), ranking=tried.ranking, avoiding=avoiding(*told), now=lambda: NOON
    )


def learned(liked: str, *, whys: Sequence[Why] = ()) -> TriedRanking:
    choice: ModelChoice = Always(ByOneFeature())
    return TriedRanking(choice, FixedFeatures({liked: 9.0}), whys=whys)


def ids(cards: Sequence[ProductCard]) -> list[str]:
    return [each.id for each in cards]


async def test_where_nothing_is_learned_the_search_s_own_order_and_the_shop_s_stay() -> None:
    tried = browsing(Shop(), TriedRanking(terms=EXPLORING))
    for _ in range(20):
        assert ids((await tried.results(ANN, "things", limit=20)).cards) == ids(GOODS)
        assert ids((await tried.shelf(ANN, department=None, limit=20)).cards) == ids(GOODS)
        assert ids((await tried.shelf(ANN, department="Outdoor", limit=5)).cards) == ids(GOODS[:5])


async def test_an_order_that_was_asked_for_stays_whatever_is_learned() -> None:
    cheapest = Query(text="things", sort=Sort.CHEAPEST)
    found = await browsing(Shop(), learned("thing9"), cheapest).results(ANN, "cheapest things", limit=20)
    assert ids(found.cards) == ids(GOODS)


async def test_what_is_learned_of_the_visitor_puts_results_and_shelves_in_order() -> None:
    tried = browsing(Shop(), learned("thing9"))
    found = await tried.results(ANN, "things", limit=3)
    assert ids(found.cards)[0] == "thing9"
    assert (found.shown.surface, found.shown.model) == (Surface.SEARCH, "m-1")
    assert [each.product_id for each in found.shown.placements] == ids(found.cards)
    department = await tried.shelf(ANN, department="Outdoor", limit=3)
    assert (ids(department.cards)[0], department.shown.surface) == ("thing9", Surface.HOME)


async def test_what_stands_out_in_the_whole_shop_is_the_shop_s_choice_and_only_its_order_the_visitor_s() -> None:
    tried = browsing(Shop(), learned("thing2"))
    assert ids((await tried.shelf(ANN, department=None, limit=3)).cards) == ["thing2", "thing0", "thing1"]


async def test_each_visit_gets_a_list_of_its_own() -> None:
    tried = browsing(Shop(), TriedRanking())
    lists = [await tried.results(Visit(), "things", limit=3) for _ in range(3)]
    lists += [await tried.shelf(Visit(), department=None, limit=3) for _ in range(3)]
    assert len({each.shown.list_id for each in lists}) == 6


async def test_a_family_is_shown_once() -> None:
    kettles = [
        card(f"kettle-{color}", brand="Calder", title=f"Kettle {color}", color=color) for color in ("red", "tan")
    ]
    tried = browsing(Shop([*kettles, *GOODS[:2]]), TriedRanking())
    for found in (
        await tried.results(ANN, "things", limit=4),
        await tried.shelf(ANN, department=None, limit=3),
        await tried.shelf(ANN, department="Outdoor", limit=4),
    ):
        assert ids(found.cards) == ["kettle-red", "thing0", "thing1"]


async def test_nothing_found_is_a_list_of_nothing() -> None:
    tried = browsing(Shop([]), learned("thing9"))
    assert (await tried.results(ANN, "things", limit=3)).shown.placements == ()
    assert (await tried.shelf(ANN, department="Garden", limit=3)).cards == ()


async def test_why_it_stands_there_is_told_where_that_was_learned() -> None:
    whys = [Why(feature=FITS, least=1.0, words="as you like it")]
    found = await browsing(Shop(), learned("thing9", whys=whys)).results(ANN, "things", limit=2)
    assert [each.why for each in found.cards] == ["as you like it", None]


async def test_what_the_visitor_may_not_have_is_in_no_results_and_on_no_shelf_unless_it_is_asked_for() -> None:
    nuts = Preference(kind=Kind.ALLERGY, value="nut", stance=Stance.AVOIDS)
    tried = browsing(Shop([replace(each, category="Granola") for each in GOODS]), TriedRanking(), THINGS, nuts)
    without = ids(GOODS)[::2]
    for found in (
        await tried.results(ANN, "things", limit=20),
        await tried.shelf(ANN, department=None, limit=20),
        await tried.shelf(ANN, department="Outdoor", limit=20),
    ):
        assert ids(found.cards) == without
        assert [each.product_id for each in found.shown.placements] == without
        assert found.left_out == ("what has nuts",)
    anyway = await tried.results(ANN, "things", limit=20, anyway=True)
    assert (ids(anyway.cards), anyway.left_out) == (ids(GOODS), ())
    stranger = await tried.results(Visit(device_id="d1"), "things", limit=20)
    assert (ids(stranger.cards), stranger.left_out) == (ids(GOODS), ())
