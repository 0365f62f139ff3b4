"""Search on a real Postgres with the real network: what fits is found, what does not is not, whatever the words."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from catalog.connections import Connection
from catalog.embedding.queries import OneModel
from catalog.errors import CatalogUnavailable
from catalog.query import Query, Sort
from catalog.repository import CatalogRepository
from catalog.retrieval.indexing import VectorIndexing
from catalog.retrieval.traits import TraitReader
from catalog.search import Found, Search
from catalog.similar.families import first_of_each
from catalog.stages import Stopwatch
from catalog.writing import CatalogWriter
from rerank.browsing import Browsing
from rerank.ranking.ranking import RankingTerms
from rerank.recommending import Visit
from rerank.suiting import Avoiding
from tests.conftest import OneConnection
from tests.integration.agents import PlainReader
from tests.integration.small_shop import CONTENTS, PRODUCTS, RememberingEmbedder, product, variant
from tests.unit.personal import PreferencesInMemory
from tests.unit.ranking.goods import NOON, TriedRanking


def ids(found: Found) -> set[str]:
    return {card.id for card in found.cards}


async def test_the_kind_that_was_named_is_found_and_nothing_beside_it(search: Search) -> None:
    found = await search.search(Query(text="rain jacket"))
    assert ids(found) == {"shell", "storm"}
    assert found.total == 2
    assert list(found.scores) == sorted(found.scores, reverse=True)


async def test_another_word_for_the_same_thing_finds_it(search: Search) -> None:
    assert ids(await search.search(Query(text="raincoat"))) == {"shell", "storm"}


async def test_what_is_out_of_stock_in_all_stores_is_hidden(search: Search) -> None:
    found = await search.search(Query(text="cloudburst rain jacket"))
    assert "gone" not in ids(found)
    assert all(card.in_stock for card in found.cards)


async def test_card_shows_the_cheapest_variant_in_stock(search: Search) -> None:
    found = await search.search(Query(text="rain jacket", brands=("stonecairn",)))
    (card,) = found.cards
    assert (card.variant_id, card.price.amount_minor, card.attributes["color"]) == ("shell-2", 6900, "red")


async def test_price_colour_and_size_hold_for_one_and_the_same_variant(search: Search) -> None:
    query = Query(text="rain jacket", colors=("navy",), sizes=("S",))
    (card,) = (await search.search(query)).cards
    assert card.variant_id == "shell-3"
    assert (await search.search(replace(query, max_price_minor=8000))).cards == ()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(text="rain jacket", max_price_minor=8000), {"shell"}),
        (Query(text="rain jacket", min_price_minor=10000), {"storm"}),
        (Query(text="rain jacket", brands=("KESTREL",)), {"storm"}),
        (Query(text="rain jacket", not_brands=("kestrel",)), {"shell"}),
        (Query(text="rain jacket", min_rating=4.6), {"shell"}),
        (Query(text="rain jacket", attributes={"material": "wool"}), {"storm"}),
        (Query(text="rain jacket", attributes={"audience": "women"}), {"shell", "storm"}),
        (Query(text="rain jacket", sizes=("medium",)), {"shell", "storm"}),
        (Query(text="hiking boots", colors=("blue",)), {"mesh"}),
        (Query(text="hiking boots", colors=("brown",)), {"hide", "suede"}),
        (Query(text="hiking boots", sizes=("8",)), {"mesh"}),
        (Query(text="granola", sizes=("12 ounces",)), {"almond", "seed"}),
        (Query(text="granola", attributes={"dietary": "vegan"}), {"seed"}),
        (Query(text="", brands=("kestrel",)), {"storm", "suede"}),
    ],
)
async def test_each_bound_holds(search: Search, query: Query, expected: set[str]) -> None:
    assert ids(await search.search(query)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(text="hiking boots", exclude=("leather",)), {"mesh"}),
        (Query(text="granola", exclude=("nuts",)), {"seed"}),
        (Query(text="granola", exclude=("almonds",)), {"seed"}),
        (Query(text="hiking boots", exclude=("red", "leather")), {"mesh"}),
        (Query(text="rain jacket", exclude=("wool",)), {"shell"}),
    ],
)
async def test_what_was_excluded_never_comes(search: Search, query: Query, expected: set[str]) -> None:
    found = await search.search(query)
    assert ids(found) == expected


async def test_an_excluded_colour_leaves_the_other_colours(search: Search) -> None:
    found = await search.search(Query(text="hiking boots", brands=("tumblecamp",), exclude=("red",)))
    assert [card.variant_id for card in found.cards] == ["mesh-1"]


@pytest.mark.parametrize("text", ["unicorn saddle", "car tires", "lawn mower", "grand piano", "umbrella stand"])
async def test_an_unknown_thing_gives_nothing_rather_than_the_nearest(search: Search, text: str) -> None:
    found = await search.search(Query(text=text))
    assert found.cards == ()
    assert found.near_miss is None


async def test_a_described_need_finds_what_serves_it(search: Search) -> None:
    found = await search.search(Query(text="something warm for winter camping"))
    assert found.cards[0].id == "bag"
    assert "seed" not in ids(found)


@pytest.mark.parametrize("text", ["warm for winter camping", "something cozy for a cold night in a tent"])
async def test_a_need_told_by_qualities_is_open(search: Search, text: str) -> None:
    assert (await search.search(Query(text=text))).cards[0].id == "bag"


async def test_the_amount_asked_for_is_preferred_and_no_bound(search: Search) -> None:
    found = await search.search(Query(text="granola", quantity=24, unit="ounce"))
    assert [card.variant_id for card in found.cards] == ["seed-2", "almond-1"]


async def test_browsing_shows_what_misses_a_wish_after_what_meets_it(search: Search) -> None:
    query = Query(text="hiking boots", brands=("Kestrel",), colors=("tan",))
    found = await search.browse(query, said="tan kestrel hiking boots")
    assert found.cards[0].id == "suede"
    assert {"hide", "mesh"} <= ids(found)
    assert len(found.signals) == len(found.cards)


async def test_a_page_of_results_comes_in_the_search_s_own_order_where_nothing_is_learned(
    search: Search, database: OneConnection
) -> None:
    """`aisle eval search` measures that order."""
    said = "hiking boots"
    found = await search.browse(Query(text=said), said=said, limit=100)
    tried = TriedRanking(terms=RankingTerms(exploration=0.15))
    avoiding = Avoiding(preferences=PreferencesInMemory(), traits=TraitReader(database))
    shop = Browsing(
        search,
        CatalogRepository(database),
        PlainReader,
        ranking=tried.ranking,
        avoiding=avoiding,
        now=lambda: NOON,
    )
    page = await shop.results(Visit(shopper_id="ann"), said, limit=100)
    assert len(page.cards) > 2
    assert list(page.cards) == list(first_of_each(found.cards))


async def test_browsing_holds_prices_and_what_is_refused(search: Search) -> None:
    query = Query(text="hiking boots", max_price_minor=14000, exclude=("leather",))
    found = await search.browse(query, said="hiking boots under $140 without leather")
    assert ids(found).isdisjoint({"hide", "suede"})
    assert all(card.price.amount_minor <= 14000 for card in found.cards)


async def test_what_says_it_comes_without_is_not_refused_for_the_word(search: Search, database: OneConnection) -> None:
    """A title that denies what is refused is just what was asked for."""
    new = product(
        "open",
        "Larkmoor Granola without Nuts, 12 oz",
        attributes={"kind": "granola"},
        variants=[variant("open-1", 2500, size="12 oz")],
    )
    await CatalogWriter(database).write_products([new])
    found = await search.search(Query(text="granola", exclude=("nuts",)))
    assert ids(found) == {"open", "seed"}


async def test_kinds_that_were_guessed_keep_nothing_out(search: Search, database: OneConnection) -> None:
    """The umbrella was taken for a rain jacket and the storm jacket for a shell: both are found by their words."""
    wrong = {"brolly": "rain jacket", "storm": "shell"}
    guessed = [
        replace(each, attributes={**each.attributes, "kind": wrong.get(each.id, each.attributes["kind"])})
        for each in PRODUCTS
    ]
    await CatalogWriter(database).write_products([replace(each, extracted={"kind": 0.7}) for each in guessed])
    await search.refresh()
    assert {"shell", "storm"} <= ids(await search.search(Query(text="rain jacket")))
    assert "brolly" in ids(await search.search(Query(text="compact umbrella")))


async def test_sort_orders_what_is_relevant_only(search: Search) -> None:
    cheapest = await search.search(Query(text="rain jacket", sort=Sort.CHEAPEST))
    assert [card.id for card in cheapest.cards] == ["shell", "storm"]
    dearest = await search.search(Query(text="rain jacket", sort=Sort.MOST_EXPENSIVE))
    assert [card.id for card in dearest.cards] == ["storm", "shell"]
    rated = await search.search(Query(text="rain jacket", sort=Sort.BEST_RATED))
    assert [card.id for card in rated.cards] == ["shell", "storm"]


async def test_too_low_a_price_gets_the_cheapest_there_is_as_near_miss(search: Search) -> None:
    found = await search.search(Query(text="rain jacket", max_price_minor=2000))
    assert found.cards == ()
    assert found.near_miss is not None
    assert found.near_miss.without == ("max_price_minor",)
    assert found.nearest is not None
    assert (found.nearest.id, found.nearest.price.amount_minor) == ("shell", 6900)


async def test_a_near_miss_still_leaves_out_what_was_excluded(search: Search) -> None:
    found = await search.search(Query(text="hiking boots", max_price_minor=100, exclude=("leather",)))
    assert found.nearest is not None
    assert found.nearest.id == "mesh"


async def test_nothing_said_but_bounds_gives_the_popular_first(search: Search) -> None:
    found = await search.search(Query(max_price_minor=6000), limit=2)
    assert found.cards[0].id == "mesh"
    assert all(card.price.amount_minor <= 6000 for card in found.cards)


async def test_a_new_product_is_found_at_once_by_its_words(search: Search, database: OneConnection) -> None:
    await search.search(Query(text="rain jacket"))
    new = product(
        "new",
        "Kestrel Zephyr Rain Jacket",
        attributes={"kind": "rain jacket"},
        variants=[variant("new-1", 5000, color="navy", size="M")],
    )
    await CatalogWriter(database).write_products([new])
    found = await search.search(Query(text="zephyr rain jacket"))
    assert found.cards[0].id == "new"


async def test_a_renamed_product_is_no_longer_found_by_its_old_words(
    search: Search, database: OneConnection, documents: RememberingEmbedder
) -> None:
    aisle = ("Garden", "Furniture", "Shade")
    renamed = replace(
        PRODUCTS[2], title="Fernhollow Teak Bench", category=aisle, attributes={"kind": "bench"}, description=""
    )
    await CatalogWriter(database).write_products([renamed])
    await VectorIndexing(database, documents).refresh()
    await search.refresh()
    assert "brolly" not in ids(await search.search(Query(text="umbrella")))
    assert ids(await search.search(Query(text="bench"))) == {"brolly"}


async def test_without_vectors_the_words_still_find(
    database: OneConnection, queries: RememberingEmbedder, executor: ThreadPoolExecutor
) -> None:
    await CatalogWriter(database).write(CONTENTS)
    search = Search(database, OneModel(embedder=queries), executor=executor)
    assert ids(await search.search(Query(text="rain jacket"))) == {"shell", "storm"}
    assert ids(await search.search(Query(text="ridgeline"))) == {"shell"}
    assert (await search.search(Query(text="unicorn saddle"))).cards == ()


async def test_an_injected_quote_is_only_a_word(search: Search) -> None:
    query = Query(text="'; drop table products; --", brands=("x' or '1'='1",), exclude=("%s", "{}"))
    assert (await search.search(query)).cards == ()


async def test_stages_are_measured(search: Search) -> None:
    watch = Stopwatch()
    await search.search(Query(text="rain jacket"), stopwatch=watch)
    assert watch.ms.keys() == {"embed", "retrieve"}


@pytest.mark.parametrize("error", [psycopg.OperationalError("gone"), PoolTimeout("full")])
async def test_a_lost_database_is_told_as_such(
    error: Exception, queries: RememberingEmbedder, executor: ThreadPoolExecutor
) -> None:
    class Lost:
        def connection(self) -> AbstractAsyncContextManager[Connection]:
            raise error

    with pytest.raises(CatalogUnavailable):
        await Search(Lost(), OneModel(embedder=queries), executor=executor).search(Query(text="rain jacket"))
