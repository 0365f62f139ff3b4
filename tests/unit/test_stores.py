"""What is said about where the shop is."""

from catalog.contents import Store
from shop.phrasing.availability import stores

ONLINE = Store(id="online", name="Online shop", address="", city="", opening_hours={})
HARBOR = Store(id="harbor", name="Harbor Point", address="2 Quay", city="Ash", opening_hours={"monday": "09:00-18:00"})


def test_a_shop_without_a_store_to_visit_says_so() -> None:
    assert "no store to visit" in stores([ONLINE], "where are you").speech


def test_only_stores_with_an_address_are_told() -> None:
    told = stores([ONLINE, HARBOR], "when are you open").speech
    assert "Harbor Point is at 2 Quay." in told
    assert "Online" not in told
