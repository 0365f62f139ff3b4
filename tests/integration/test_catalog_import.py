"""Imports into the real database: what a retailer's files bring in, change and take away."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.demo_shop import PART, RETIRED, load_demo_if_wanted
from assistant.installed import InstalledParts
from catalog.contents import Contents
from catalog.demo.contents import demo_policies, demo_stores
from catalog.writing import CatalogWriter
from tests.conftest import OneConnection
from tests.integration.feeds import DOLLARS, Shop, feed_row
from tests.integration.small_shop import PRODUCTS, STORES

SNAPSHOT = replace(DOLLARS, snapshot=True)


@pytest.fixture
def shop(database: OneConnection, tmp_path: Path) -> "Shop":
    return Shop(database, tmp_path / "feed.csv")


async def test_products_come_in_with_variants_stock_and_search_terms(shop: Shop) -> None:
    jacket = {"item_group_id": "j", "title": "Fleece Jacket", "price": "60"}
    outcome = await shop.bring(
        [
            feed_row(1, category="Home > Kitchen > Kettles"),
            {**jacket, "id": "j1", "color": "navy", "quantity": 2},
            feed_row(2),
            {**jacket, "id": "j2", "color": "red", "quantity": 0},
        ]
    )
    assert outcome.complete
    assert outcome.counts == {"rows": 4, "added": 3}
    product = await shop.product("j")
    assert product is not None
    assert [(v.id, v.attributes["color"], v.price.amount_minor, dict(v.stock)) for v in product.variants] == [
        ("j1", "navy", 6000, {"online": 2}),
        ("j2", "red", 6000, {"online": 0}),
    ]
    assert await shop.rows("select count(*) from search_documents") == [(3,)]
    assert await shop.rows("select name from stores where store_id = 'online'") == [("Online shop",)]


async def test_the_same_file_again_touches_nothing(shop: Shop) -> None:
    rows = [feed_row(number, rating="4.37", rating_count="911", color="copper") for number in range(5)]
    await shop.bring(rows)
    before = await _versions(shop)
    assert (await shop.bring(rows)).counts == {"rows": 5, "unchanged": 5}
    assert await _versions(shop) == before


async def test_only_what_changed_is_written(shop: Shop) -> None:
    await shop.bring([feed_row(1), feed_row(2)])
    before = await shop.rows("select xmin::text from products where product_id = 'a1'")
    outcome = await shop.bring([feed_row(1), feed_row(2, price="19.90"), feed_row(3)])
    assert outcome.counts == {"rows": 3, "unchanged": 1, "changed": 1, "added": 1}
    changed = await shop.product("a2")
    assert changed is not None
    assert changed.variants[0].price.amount_minor == 1990
    assert await shop.rows("select xmin::text from products where product_id = 'a1'") == before


async def test_attributes_the_feed_lacks_are_read_from_its_titles(shop: Shop) -> None:
    await shop.bring([feed_row(1, title="Fern Kettle, stainless steel, 2 l", brand="")])
    product = await shop.product("a1")
    assert product is not None
    assert product.attributes["capacity"] == "2 l"
    assert product.extracted["capacity"] > 0.5


async def test_bad_rows_are_named_and_the_rest_comes_in(shop: Shop) -> None:
    shop.path.write_text("id,title,price\n1,Kettle,9\n2,Pot\n3,Pan,much\n4,Lid,8\n,Spoon,2\n", encoding="utf-8")
    outcome = await shop.bring_file()
    assert await shop.ids() == {"1", "4"}
    assert not outcome.complete
    assert outcome.counts == {"rows": 5, "bad_rows": 3, "unnamed_rows": 2, "errors": 3, "added": 2}
    assert [(problem.line, problem.field, problem.reason) for problem in outcome.problems] == [
        (3, "row", "has 2 columns where the header has 3"),
        (4, "price", "no amount in 'much'"),
        (6, "id", "is missing or empty"),
    ]


async def test_what_the_shop_had_of_a_bad_row_stays(shop: Shop) -> None:
    pair = [
        feed_row(1, item_group_id="g", color="red"),
        feed_row(2, item_group_id="g", color="blue"),
        feed_row(3, item_group_id="h"),
    ]
    await shop.bring(pair)
    broken = [{**pair[0], "price": "12"}, {**pair[1], "price": "?"}, {**pair[2], "price": "?"}]
    outcome = await shop.bring(broken, SNAPSHOT)
    product = await shop.product("g")
    assert product is not None
    assert product.title == "Copper Kettle"
    assert [(variant.id, variant.price.amount_minor) for variant in product.variants] == [("a1", 1200), ("a2", 2490)]
    assert await shop.ids() == {"g", "h"}
    assert outcome.counts == {"rows": 3, "bad_rows": 2, "errors": 2, "changed": 1, "kept": 1}


async def test_an_id_that_comes_twice(shop: Shop) -> None:
    outcome = await shop.bring([feed_row(1), feed_row(1, price="99"), feed_row(2), feed_row(2)])
    first = await shop.product("a1")
    assert first is not None
    assert first.variants[0].price.amount_minor == 2490
    assert [(told.severity, told.line, told.reason) for told in outcome.problems] == [
        ("error", 3, "a1 says another thing than line 2; the first one counts"),
        ("warning", 5, "a2 repeats line 4; the first one counts"),
    ]
    assert outcome.counts["bad_rows"] == 1


async def test_a_snapshot_takes_away_what_the_file_lacks(shop: Shop) -> None:
    await shop.bring([feed_row(number) for number in range(20)])
    rest = [feed_row(number) for number in range(15)]
    told = await shop.bring(rest)
    assert (told.missing, len(await shop.ids())) == (5, 20)
    done = await shop.bring(rest, SNAPSHOT)
    assert (done.missing, done.counts["removed"]) == (0, 5)
    assert await shop.ids() == {f"a{number}" for number in range(15)}


async def test_a_feed_cut_short_does_not_empty_the_shop(shop: Shop) -> None:
    await shop.bring([feed_row(number) for number in range(40)])
    refused = await shop.bring([feed_row(number) for number in range(20)], SNAPSHOT)
    assert refused.refused is not None
    assert "20 of 40 products" in refused.refused
    assert "\n" not in refused.refused
    assert not refused.complete
    assert len(await shop.ids()) == 40
    allowed = await shop.bring_file(replace(SNAPSHOT, allow_mass_deletion=True))
    assert allowed.resumed
    assert allowed.complete
    assert len(await shop.ids()) == 20


async def test_rows_that_do_not_say_what_they_are_hold_back_removals(shop: Shop) -> None:
    await shop.bring([feed_row(1), feed_row(2)])
    outcome = await shop.bring([feed_row(1), feed_row(2, id="")], SNAPSHOT)
    assert outcome.refused is not None
    assert await shop.ids() == {"a1", "a2"}


async def test_a_file_that_breaks_off_removes_nothing(shop: Shop) -> None:
    await shop.bring([feed_row(1), feed_row(2)])
    item = "<item><id>{0}</id><title>Kettle {0}</title><price>9 USD</price></item>"
    shop.path.write_text("<rss>" + item.format("a1") + item.format("a9") + "<item><id>a2", encoding="utf-8")
    outcome = await shop.bring_file(SNAPSHOT)
    assert outcome.broken is not None
    assert not outcome.complete
    assert await shop.ids() == {"a1", "a2", "a9"}


async def test_two_feeds_beside_each_other_leave_each_other_alone(shop: Shop) -> None:
    west, east = replace(SNAPSHOT, source="west"), replace(SNAPSHOT, source="east")
    await shop.bring([feed_row(1), feed_row(2)], west)
    await shop.bring([feed_row(3), feed_row(4)], east)
    await shop.bring([feed_row(1)], west)
    assert await shop.ids() == {"a1", "a3", "a4"}
    intruding = await shop.bring(
        [feed_row(1, price="1"), feed_row(5, item_group_id="g"), feed_row(3, id="a1", item_group_id="h")], east
    )
    assert {told.reason for told in intruding.problems if told.severity == "error"} == {
        "a1 says another thing than line 2; the first one counts",
        "a1 belongs to source 'west'",
    }
    first = await shop.product("a1")
    assert first is not None
    assert first.variants[0].price.amount_minor == 2490
    stolen = await shop.bring([feed_row(1, item_group_id="mine")], replace(east, snapshot=False))
    assert "belongs to product a1" in stolen.problems[0].reason


async def test_a_variant_may_move_within_its_source(shop: Shop) -> None:
    await shop.bring(
        [feed_row(1, item_group_id="g"), feed_row(2, item_group_id="g", color="red"), feed_row(3, item_group_id="h")]
    )
    await shop.bring(
        [feed_row(1, item_group_id="g"), feed_row(2, item_group_id="h", color="red"), feed_row(3, item_group_id="h")]
    )
    product = await shop.product("h")
    assert product is not None
    assert [variant.id for variant in product.variants] == ["a2", "a3"]


async def test_a_trial_says_what_would_change_and_changes_nothing(shop: Shop) -> None:
    await shop.bring([feed_row(number) for number in range(5)])
    before = await _versions(shop)
    trial = await shop.bring(
        [feed_row(0, price="1"), feed_row(1), feed_row(2), feed_row(3), feed_row(9)], replace(SNAPSHOT, dry_run=True)
    )
    assert trial.counts == {"rows": 5, "added": 1, "changed": 1, "unchanged": 3, "removed": 1}
    assert await _versions(shop) == before
    assert await shop.rows("select count(*) from import_items") == [(0,)]


async def test_drafts_go_with_the_next_snapshot_and_are_no_mistake(shop: Shop) -> None:
    await shop.bring([feed_row(1), feed_row(2)])
    outcome = await shop.bring([feed_row(1), feed_row(2, status="draft")], SNAPSHOT)
    assert outcome.complete
    assert outcome.counts == {"rows": 2, "left_out": 1, "unchanged": 1, "removed": 1}


async def test_stock_of_other_stores_stays(shop: Shop) -> None:
    await shop.bring([feed_row(1)], replace(DOLLARS, defaults=replace(DOLLARS.defaults, store="north")))
    await shop.bring([feed_row(1, quantity=9)])
    product = await shop.product("a1")
    assert product is not None
    assert product.variants[0].stock == {"north": 5, "online": 9}


async def test_the_demo_shop_makes_room_and_stays_away(shop: Shop) -> None:
    await CatalogWriter(shop.database).write(
        Contents(stores=STORES, size_charts=(), policies=(), products=PRODUCTS[:3])
    )
    installed = InstalledParts(connections=shop.database)
    await installed.note(PART, "some older demo shop")
    await shop.bring([feed_row(1)], replace(DOLLARS, keep_demo=True))
    assert len(await shop.ids()) == 4
    assert (await shop.bring([feed_row(1)], replace(DOLLARS, dry_run=True))).demo_removed == 0
    assert (await shop.bring([feed_row(1)])).demo_removed == 3
    assert await shop.ids() == {"a1"}
    assert await installed.fingerprint(PART) == RETIRED
    assert not await load_demo_if_wanted(shop.database, progress=lambda _: None)


async def test_what_the_demo_shop_says_of_itself_goes_with_its_goods(shop: Shop) -> None:
    kept, reworded, *_ = demo_policies()
    said = replace(reworded, spoken="Ask at the counter.")
    writer = CatalogWriter(shop.database)
    await writer.write(Contents(stores=(*demo_stores(), *STORES), size_charts=(), policies=(kept, said), products=()))
    await InstalledParts(connections=shop.database).note(PART, "a demo shop")
    in_use = demo_stores()[0].id
    await shop.bring([feed_row(1)], replace(DOLLARS, defaults=replace(DOLLARS.defaults, store=in_use)))
    assert await shop.rows("select kind, spoken from policies") == [(said.kind, said.spoken)]
    own = [store.id for store in STORES]
    assert await shop.rows("select store_id from stores order by 1") == [(id_,) for id_ in sorted([in_use, *own])]


async def test_goods_of_the_demo_shop_teach_nothing_to_what_replaces_them(shop: Shop) -> None:
    demo = tuple(
        replace(product, id=f"demo{n}", title=f"Quokka Slide {n}", brand=f"Maker {n}", variants=(), image_url=_drawn(n))
        for n, product in enumerate([PRODUCTS[0]] * 4)
    )
    await CatalogWriter(shop.database).write(Contents(stores=STORES, size_charts=(), policies=(), products=demo))
    await InstalledParts(connections=shop.database).note(PART, "a demo shop")
    rows = [feed_row(1, title="Maker 1 Quokka", brand="")]
    first = await shop.bring(rows)
    product = await shop.product("a1")
    assert product is not None
    assert (first.demo_removed, product.brand) == (4, "")
    assert (await shop.bring(rows)).counts == {"rows": 1, "unchanged": 1}


def _drawn(number: int) -> str:
    return f"/pictures/demo{number}.svg"


async def _versions(shop: Shop) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for table in ("products", "variants", "stock", "search_documents", "product_sources"):
        found += await shop.rows(f"select ctid::text, xmin::text from {table} order by ctid")
    return found
