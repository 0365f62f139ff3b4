"""What is said about where the shop is."""

import pytest

from catalog.contents import Store
from shop.phrasing.availability import asks_for_the_stores, stores

ONLINE = Store(id="online", name="Online shop", address="", city="", opening_hours={})
HARBOR = Store(id="harbor", name="Harbor Point", address="2 Quay", city="Ash", opening_hours={"monday": "09:00-18:00"})


def test_a_shop_without_a_store_to_visit_says_so() -> None:
    assert "no store to visit" in stores([ONLINE], "where are you").speech


def test_only_stores_with_an_address_are_told() -> None:
    told = stores([ONLINE, HARBOR], "when are you open").speech
    assert "Harbor Point is at 2 Quay." in told
    assert "Online" not in told


@pytest.mark.parametrize(
    "said",
    [
        "where are you based",
        "do you have a store near me",
        "do you have any shops?",
        "what's your address",
        "where is the nearest store",
    ],
)
def test_questions_for_where_the_shop_is(said: str) -> None:
    assert asks_for_the_stores(said)


@pytest.mark.parametrize("said", ["where is it", "do you have a store brand milk", "where can i find milk"])
def test_goods_and_orders_are_no_stores(said: str) -> None:
    assert not asks_for_the_stores(said)
