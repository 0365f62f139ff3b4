"""Recommendations from a real database: made ready by the worker, and drawn for whoever is there at the moment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from catalog.buyable import BuyableReader
from catalog.product import ProductCard
from catalog.repository import CatalogRepository
from catalog.retrieval.traits import TraitReader
from catalog.similar.similar import SimilarProducts
from catalog.writing import CatalogWriter
from rerank.candidates.errors import BookUnreadable
from rerank.candidates.stored_books import BookKeeper, BookMaking
from rerank.candidates.traces import StoredTraces
from rerank.recommending import Only, Recommended, Recommending, Sources, Visit, Wish
from rerank.suiting import Suiting
from shop.preferences.preference import Kind, Preference, Stance
from shop.preferences.stored_preferences import StoredPreferences
from shop.shown import Surface
from tests.conftest import OneConnection
from tests.integration.bought_together import bought, customer, did, guest
from tests.integration.small_shop import CONTENTS, product, variant
from tests.unit.ranking.goods import TriedRanking

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOME = Wish(surface=Surface.HOME)


class OpenShop:
    """The small shop with its recommendations, at a time of its own."""

    def __init__(self, database: OneConnection) -> None:
        self.database = database
        self.now = NOW
        self.making = BookMaking(database, now=lambda: self.now)
        self.keeper = BookKeeper(database)
        self.preferences = StoredPreferences(database, now=lambda: NOW)
        sources = Sources(
            book=self.keeper.current,
            traces=StoredTraces(database),
            goods=BuyableReader(database),
            shelves=CatalogRepository(database),
            similar=SimilarProducts(database),
            preferences=self.preferences,
            suiting=Suiting(TraitReader(database), store_called=str),
        )
        self._recommending = Recommending(sources, TriedRanking().ranking, now=lambda: self.now)

    async def made(self) -> int:
        made = await self.making.make()
        await self.keeper.look()
        return made

    async def recommended(self, visit: Visit | None = None, wish: Wish = HOME, *, limit: int = 5) -> Recommended:
        return await self._recommending.recommended(visit or Visit(), wish, limit=limit)

    async def names(self, visit: Visit | None = None, wish: Wish = HOME, *, limit: int = 5) -> list[str]:
        return [card.id for card in (await self.recommended(visit, wish, limit=limit)).cards]

    async def why_of(self, product: str, visit: Visit | None = None, wish: Wish = HOME) -> str | None:
        return _card(await self.recommended(visit, wish, limit=10), product).why


def _card(recommended: Recommended, product: str) -> ProductCard:
    return next(card for card in recommended.cards if card.id == product)


@pytest.fixture
async def shop(database: OneConnection) -> OpenShop:
    await CatalogWriter(database).write(CONTENTS)
    return OpenShop(database)


async def campers(database: OneConnection, *, people: int = 6) -> None:
    """They buy the sleeping bag, mostly with the umbrella."""
    for number in range(people):
        await customer(database, f"camper{number}")
        await bought(database, f"camper{number}", ["bag", "brolly"], at=NOW - timedelta(days=3, hours=number))


def beside(product: str, surface: Surface = Surface.GOES_WITH) -> Wish:
    return Wish(surface=surface, beside=(product,))


async def test_a_shop_whose_worker_has_made_nothing_yet_shows_what_the_catalogue_puts_first(shop: OpenShop) -> None:
    told = await shop.recommended()
    assert len(told.cards) == 5
    assert not told.is_personal


async def test_a_shop_without_purchases_recommends_by_rating_and_popularity(shop: OpenShop) -> None:
    assert await shop.made() > 0
    names = await shop.names(limit=3)
    assert {"shell", "mesh"} <= set(names)
    assert "gone" not in names


async def test_what_many_bought_of_late_comes_first_and_is_told_so(shop: OpenShop) -> None:
    await campers(shop.database)
    await shop.made()
    assert set(await shop.names(limit=2)) == {"bag", "brolly"}
    assert await shop.why_of("bag") == "popular right now"


async def test_what_is_bought_together_goes_with_a_product_and_the_rest_does_not_claim_to(shop: OpenShop) -> None:
    await campers(shop.database)
    await shop.made()
    first = (await shop.recommended(wish=beside("bag"))).cards[0]
    assert (first.id, first.why) == ("brolly", "often bought with the Larkmoor Hearth Mummy Sleeping Bag")


async def test_bought_together_twice_is_no_habit_to_be_told(shop: OpenShop) -> None:
    await campers(shop.database, people=2)
    await shop.made()
    assert await shop.names(wish=beside("bag")) == ["brolly"]
    assert not (await shop.why_of("brolly", wish=beside("bag")) or "").startswith("often bought")


async def test_another_of_the_same_kind_is_no_company(shop: OpenShop) -> None:
    await campers(shop.database)
    for number in range(4):
        await bought(shop.database, f"camper{number}", ["hide", "suede"], at=NOW - timedelta(days=9, hours=number))
    await shop.made()
    assert "suede" not in await shop.names(wish=beside("hide"))


async def test_a_due_repeat_is_first_at_home_with_its_cycle(shop: OpenShop) -> None:
    await campers(shop.database)
    shopper = await customer(shop.database, "ann")
    for weeks in (8, 6, 4, 2):
        await bought(shop.database, "ann", ["seed"], at=NOW - timedelta(weeks=weeks))
    await shop.made()
    told = await shop.recommended(Visit(shopper_id=shopper))
    assert (told.cards[0].id, told.cards[0].why) == ("seed", "you buy it about every two weeks")
    assert told.is_personal


async def test_what_is_due_alone_and_what_is_popular_alone_can_be_asked_for(shop: OpenShop) -> None:
    await campers(shop.database)
    shopper = await customer(shop.database, "ann")
    for weeks in (8, 6, 4, 2):
        await bought(shop.database, "ann", ["seed"], at=NOW - timedelta(weeks=weeks))
    await shop.made()
    ann, due, popular = Visit(shopper_id=shopper), replace(HOME, only=Only.DUE), replace(HOME, only=Only.POPULAR)
    assert (await shop.names(ann, due), await shop.names(wish=due)) == (["seed"], [])
    assert set(await shop.names(ann, popular, limit=2)) == {"bag", "brolly"}
    assert not (await shop.recommended(ann, popular)).is_personal


async def test_a_purchase_changes_the_next_answer_without_a_new_book(shop: OpenShop) -> None:
    await campers(shop.database)
    shopper = await customer(shop.database, "ann")
    await shop.made()
    assert "bag" in await shop.names(Visit(shopper_id=shopper), limit=10)
    await bought(shop.database, "ann", ["bag"], at=NOW - timedelta(minutes=1))
    told = await shop.recommended(Visit(shopper_id=shopper), limit=10)
    assert "bag" not in [card.id for card in told.cards]
    assert told.cards[0].id == "brolly"
    assert _card(told, "brolly").why == "often bought with the Larkmoor Hearth Mummy Sleeping Bag you have"


async def test_what_a_browser_looked_at_leads_to_what_others_looked_at_with_it(shop: OpenShop) -> None:
    for who in [await guest(shop.database, f"looker{number}") for number in range(6)]:
        for looked_at in ("mesh", "storm"):
            await did(shop.database, "click", looked_at, shopper=who, at=NOW - timedelta(days=2))
    await shop.made()
    await did(shop.database, "click", "mesh", device="browser-1", at=NOW - timedelta(minutes=5))
    told = await shop.recommended(Visit(device_id="browser-1"))
    assert told.cards[0].id in {"storm", "mesh"}
    assert _card(told, "storm").why == "people who look at the Tumblecamp Bonfire Mesh Hiking Boots look at this too"
    assert not (await shop.recommended(Visit(device_id="browser-2"))).is_personal


async def test_what_was_put_back_is_not_recommended_again_soon(shop: OpenShop) -> None:
    await campers(shop.database)
    who = await guest(shop.database, "bea")
    await did(shop.database, "remove_from_cart", "bag", shopper=who, at=NOW - timedelta(hours=1))
    await shop.made()
    assert "bag" not in await shop.names(Visit(shopper_id=who), limit=10)
    assert "bag" in await shop.names(limit=10)


async def test_what_a_shopper_avoids_is_left_out(shop: OpenShop) -> None:
    await campers(shop.database)
    who = await guest(shop.database, "bea")
    avoided = Preference(kind=Kind.BRAND, value="Larkmoor", stance=Stance.AVOIDS)
    await shop.preferences.change(who, turn_id="t1", told=[avoided])
    await shop.made()
    assert "bag" not in await shop.names(Visit(shopper_id=who), limit=10)


async def test_a_liked_brand_is_where_a_newcomer_starts(shop: OpenShop) -> None:
    who = await guest(shop.database, "bea")
    await shop.made()
    liked = Preference(kind=Kind.BRAND, value="Kestrel", stance=Stance.LIKES)
    await shop.preferences.change(who, turn_id="t1", told=[liked])
    first = (await shop.recommended(Visit(shopper_id=who))).cards[0]
    assert first.brand == "Kestrel"


async def test_the_address_that_led_here_says_which_goods_are_meant(shop: OpenShop) -> None:
    await shop.made()
    told = await shop.recommended(Visit(came_from="https://search.example/?q=best+granola"), limit=2)
    assert {card.category for card in told.cards} == {"Granola"}


async def test_what_is_out_of_stock_by_now_is_not_recommended(shop: OpenShop) -> None:
    await campers(shop.database)
    await shop.made()
    async with shop.database.connection() as connection:
        await connection.execute("update stock set quantity = 0 where variant_id = 'brolly-1'")
    assert "brolly" not in await shop.names(wish=beside("bag"))


async def test_nothing_is_learned_of_whoever_said_no_nor_are_they_recognised(shop: OpenShop) -> None:
    await campers(shop.database)
    shopper = await customer(shop.database, "ann")
    for weeks in (8, 6, 4, 2):
        await bought(shop.database, "ann", ["seed", "storm"], at=NOW - timedelta(weeks=weeks))
    async with shop.database.connection() as connection:
        await connection.execute("insert into refusing_shoppers values (%s, %s)", [shopper, NOW])
    await shop.made()
    assert await shop.names(wish=beside("storm")) == []
    assert not (await shop.recommended(Visit(shopper_id=shopper))).is_personal


async def test_the_last_call_is_for_small_things_that_go_along(shop: OpenShop) -> None:
    await campers(shop.database)
    for number in range(4):
        await bought(shop.database, f"camper{number}", ["bag", "storm"], at=NOW - timedelta(days=5, hours=number))
    await shop.made()
    assert {"brolly", "storm"} <= set(await shop.names(wish=beside("bag", Surface.CART)))
    assert await shop.names(wish=beside("bag", Surface.CHECKOUT)) == ["brolly"]


async def test_the_same_book_is_not_made_twice_and_a_new_one_is_followed(shop: OpenShop) -> None:
    assert await shop.made() > 0
    assert await shop.made() == 0
    before = shop.keeper.current()
    await campers(shop.database)
    shop.now += timedelta(hours=1)
    assert await shop.made() > 0
    assert shop.keeper.current() is not before
    async with shop.database.connection() as connection:
        rows = await connection.execute("select count(*), count(*) filter (where is_in_use) from candidate_books")
        assert await rows.fetchone() == (2, 1)


async def test_what_like_customers_bought_goes_with_the_customer_it_was_for(shop: OpenShop) -> None:
    await campers(shop.database)
    shopper = await customer(shop.database, "ann")
    await bought(shop.database, "ann", ["bag"], at=NOW - timedelta(days=40))
    await shop.made()
    assert await shop.why_of("brolly", Visit(shopper_id=shopper)) == "bought by people who shop like you"
    async with shop.database.connection() as connection:
        rows = await connection.execute("select product_ids from kindred_candidates where customer_id = 'ann'")
        assert await rows.fetchone() == (["brolly"],)


async def test_a_shop_that_takes_long_to_reckon_is_reckoned_seldom(shop: OpenShop) -> None:
    assert await shop.made() > 0
    async with shop.database.connection() as connection:
        await connection.execute("""update candidate_books set figures = figures || '{"took_s": 3600}'""")
    await campers(shop.database)
    assert await shop.made() == 0
    assert await shop.making.make(anyway=True) > 0


async def test_a_book_that_cannot_be_read_is_not_put_to_use(shop: OpenShop) -> None:
    await shop.made()
    async with shop.database.connection() as connection:
        await connection.execute("update candidate_books set book_id = default, content = 'torn'")
    before = shop.keeper.current()
    with pytest.raises(BookUnreadable):
        await shop.keeper.look()
    assert shop.keeper.current() is before
    assert await shop.names()


async def test_where_nobody_bought_anything_yet_what_stands_on_the_same_shelf_goes_along(shop: OpenShop) -> None:
    camping = [
        product(name, title, category=("Outdoor", "Camping", kind), attributes={}, variants=[variant(f"{name}-1", 900)])
        for name, title, kind in (("pegs", "Tent Pegs", "Tent Accessories"), ("stove", "Camp Stove", "Stoves"))
    ]
    await CatalogWriter(shop.database).write(replace(CONTENTS, products=(*CONTENTS.products, *camping)))
    await shop.made()
    assert {"pegs", "stove"} <= set(await shop.names(wish=beside("bag")))
    assert "hide" not in await shop.names(wish=beside("bag"))


async def test_what_was_bought_with_it_stands_before_what_the_catalogue_would_say(shop: OpenShop) -> None:
    pegs = product(
        "pegs", "Pegs", category=("Outdoor", "Camping", "Pegs"), attributes={}, variants=[variant("pegs-1", 900)]
    )
    await CatalogWriter(shop.database).write(replace(CONTENTS, products=(*CONTENTS.products, pegs)))
    await campers(shop.database)
    await shop.made()
    assert (await shop.names(wish=beside("bag")))[:2] == ["brolly", "pegs"]
