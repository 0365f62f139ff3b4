"""Which order and which thing a sentence is about."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shop.orders.meant import meant, things_named
from shop.orders.wishes import OrderWish, asks_for_the_one_before, wants_history, wish_about_it, wish_of
from shop.phrasing import orders as phrasing
from tests.unit.orders.past import BOOTS, COFFEE, NOW, ORDERS, RAIN_JACKET, SOCKS, line, order

TODAY = NOW.date()


def named(text: str, goods: str = "") -> list[str]:
    return [thing.line.title for thing in meant(text, ORDERS, today=TODAY, goods=goods).bought]


def test_a_thing_is_named_by_what_it_is() -> None:
    assert named("where are the hiking boots") == [BOOTS.title]
    assert named("where's my rain jacket", "rain jacket") == [RAIN_JACKET.title]


def test_boots_are_no_boot_socks_and_a_rain_jacket_no_rain_boots() -> None:
    assert SOCKS.title not in named("the boots", "boots")
    assert named("return the rain jacket", "rain jacket") == [RAIN_JACKET.title]


def test_several_things_are_each_named() -> None:
    assert {RAIN_JACKET.title, COFFEE.title} <= set(named("the rain jacket and the coffee"))


def test_words_about_ordering_name_nothing() -> None:
    assert not named("where is my order, when will the delivery arrive")
    assert not meant("where is my order", ORDERS, today=TODAY).is_named


def test_a_time_and_a_thing_go_together() -> None:
    found = meant("the coffee from september", ORDERS, today=TODAY)
    assert [order.number for order in found.orders] == ["TL-010007"]


MIXED = order(
    "TL-010010",
    line("Tithe Acre Oats", category=("Grocery", "Pantry", "Breakfast")),
    line("Plain Tee", category=("Clothing & Shoes", "Tops", "T-Shirts")),
    line("City Loafers", category=("Clothing & Shoes", "Shoes", "Dress Shoes")),
    days_ago=20,
)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("reorder my last groceries", [COFFEE.title, "Tithe Acre Oats", COFFEE.title]),
        ("where is my grocery order", [COFFEE.title, "Tithe Acre Oats", COFFEE.title]),
        ("the grocery stuff I got three weeks ago again", ["Tithe Acre Oats"]),
        ("get the clothes I bought again", ["Plain Tee"]),
        ("buy the shoes again", ["City Loafers"]),
    ],
)
def test_a_department_is_all_that_was_bought_of_it(text: str, titles: list[str]) -> None:
    orders = (*ORDERS[:2], MIXED, *ORDERS[2:])
    assert [thing.line.title for thing in meant(text, orders, today=TODAY).bought] == titles


def test_on_its_way_home_is_no_department() -> None:
    lamp = order("TL-010011", line("Plain Lamp", category=("Home", "Lighting", "Lamps")), days_ago=3)
    assert not meant("is my order home yet", (lamp,), today=TODAY).is_named
    assert meant("order the home stuff again", (lamp,), today=TODAY).by_department


def test_days_are_those_where_the_shop_is() -> None:
    """Three in the morning of the fourteenth by the clocks of the world is the evening of the thirteenth there."""
    late = replace(ORDERS[1], placed_at=datetime(2026, 11, 14, 3, tzinfo=UTC), timezone="America/Los_Angeles")
    orders = (ORDERS[0], late)
    assert meant("what did I order on november 13th", orders, today=TODAY).orders == (late,)
    assert not meant("what did I order on november 14th", orders, today=TODAY).orders
    assert "On November thirteenth you ordered" in phrasing.what_is_in(late, now=NOW).speech
    assert "of November 13" in (phrasing.what_is_in(late, now=NOW).text or "")


def test_a_number_comes_before_everything_else() -> None:
    found = meant("the coffee of order tl 01 0009", ORDERS, today=TODAY)
    assert [order.number for order in found.orders] == ["TL-010009"]
    assert meant("order 999999", ORDERS, today=TODAY).orders == ()


def test_goods_of_another_name_are_found_among_what_is_like_them() -> None:
    found = meant("my sneakers", ORDERS, today=TODAY, goods="sneakers", alike={BOOTS.product_id})
    assert [thing.line.title for thing in found.bought] == [BOOTS.title]


def test_what_was_never_bought_is_not_made_out_of_its_neighbours() -> None:
    assert not things_named("the rain poncho", ORDERS, goods="rain poncho")


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("where's my order", OrderWish.WHERE),
        ("when will the jacket arrive", OrderWish.WHERE),
        ("did my order go through", OrderWish.WENT_THROUGH),
        ("what did i order in march", OrderWish.CONTENTS),
        ("what did i order last week and where is it", OrderWish.CONTENTS),
        ("can i still cancel my order", OrderWish.CANCEL),
        ("it says delivered but i got nothing", OrderWish.MISSING),
        ("can i change the address of my order", OrderWish.CHANGE),
        ("did my return arrive with you", OrderWish.RETURNED),
        ("where is my refund", OrderWish.RETURNED),
    ],
)
def test_what_is_wanted_of_an_order_is_heard(text: str, wish: OrderWish) -> None:
    assert wish_of(text) is wish


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("cancel it", OrderWish.CANCEL),
        ("ugh ok cancel them", OrderWish.CANCEL),
        ("and when does it arrive?", OrderWish.WHERE),
        ("is it coming today?", OrderWish.WHERE),
        ("what's in it", OrderWish.CONTENTS),
        ("how much was it", OrderWish.CONTENTS),
        ("cancel my newsletter", None),
        ("is it waterproof", None),
        ("what's in my cart", None),
    ],
)
def test_a_short_sentence_is_about_the_order_just_told_of(text: str, wish: OrderWish | None) -> None:
    assert wish_about_it(text) is wish


@pytest.mark.parametrize(
    ("text", "is_all"),
    [
        ("show me my orders", True),
        ("order history", True),
        ("what have I bought", True),
        ("what was in my last order", False),
        ("what did I order in March", False),
    ],
)
def test_the_orders_of_all_times_are_no_single_one(text: str, is_all: bool) -> None:
    assert wants_history(text) is is_all
    assert wish_of(text) is OrderWish.CONTENTS


def test_the_latest_orders_are_told_in_short() -> None:
    answer = phrasing.latest(ORDERS, now=NOW)
    assert answer.speech.startswith("Your latest orders: the Fernhollow Drizzle Rain Jacket, due Monday; ")
    assert answer.speech.count(";") == 2
    assert "TL-010006" in (answer.text or "")


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("whats in it", OrderWish.CONTENTS),
        ("whats the total on that", OrderWish.CONTENTS),
        ("cancel it pls", OrderWish.CANCEL),
        ("wheres it now", OrderWish.WHERE),
    ],
)
def test_sloppy_talk_is_about_the_order_just_told_of(text: str, wish: OrderWish) -> None:
    assert wish_about_it(text) is wish


def test_the_one_before_that_is_an_order_too() -> None:
    assert asks_for_the_one_before("and the one before that?")
    assert not asks_for_the_one_before("the one before that was nicer")
