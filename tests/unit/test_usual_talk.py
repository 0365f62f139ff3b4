"""The usual in conversation: added where it is clear, told as such, and put right for good."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shop.usual.history import Bought
from tests.unit.fakes import NOON
from tests.unit.market import Talk


def weekly(product_id: str, title: str, *, available: int | None = 9, size: str = "", quantity: int = 1) -> Bought:
    times = tuple(NOON - timedelta(days=days) for days in range(80, 3, -8))
    return Bought(
        variant_id=f"{product_id}-{size}",
        product_id=product_id,
        title=title,
        attributes={"size": size} if size else {},
        times=times,
        quantities=(quantity,) * len(times),
        available=available,
    )


MEADOW = weekly("meadow-milk", "Meadow Milk", quantity=2)


@pytest.fixture
def talk() -> Talk:
    return Talk([MEADOW])


async def test_the_usual_is_added_and_said_to_be_so(talk: Talk) -> None:
    speech = await talk.says("add milk")
    assert "Added your usual Meadow Milk. You usually take two." in speech
    assert talk.carts.held == {"meadow-milk-": 1}


async def test_the_quantity_is_the_one_asked_for(talk: Talk) -> None:
    assert "as always" in await talk.says("add two cartons of milk")
    assert talk.carts.held == {"meadow-milk-": 2}


async def test_the_usual_amount_is_taken_when_asked_for(talk: Talk) -> None:
    await talk.says("add the usual amount of milk")
    assert talk.carts.held == {"meadow-milk-": 2}


async def test_the_cheapest_is_no_habit(talk: Talk) -> None:
    await talk.says("add the cheapest milk")
    assert talk.carts.held == {"barrow-milk-": 1}


async def test_the_usual_of_one_thing_is_not_anothers(talk: Talk) -> None:
    speech = await talk.says("add milk and eggs")
    assert "Added your usual Meadow Milk. Which eggs" in speech


async def test_without_a_history_it_is_asked_and_said() -> None:
    talk = Talk()
    assert "Which one should I add" in await talk.says("add milk")
    assert "I don't know your usual" in await talk.says("my usual milk")
    assert talk.carts.held == {}


async def test_what_is_usual_and_gone_is_told_and_the_nearest_offered() -> None:
    talk = Talk([weekly("meadow-milk", "Meadow Milk", available=0)])
    speech = await talk.says("add milk")
    assert "Your usual Meadow Milk is sold out right now." in speech
    assert "Shall I add that instead?" in speech
    assert talk.carts.held == {}
    await talk.says("yes", "affirm")
    assert sum(talk.carts.held.values()) == 1


async def test_a_size_of_what_is_worn_is_only_offered() -> None:
    talk = Talk([weekly("trail-socks", "Trail Socks", size="M")])
    assert "as last time?" in await talk.says("add socks")
    assert talk.carts.held == {}
    await talk.says("yes", "affirm")
    assert talk.carts.held == {"trail-socks-M": 1}


async def test_no_to_the_size_of_last_time_asks_which() -> None:
    talk = Talk([weekly("trail-socks", "Trail Socks", size="M")])
    await talk.says("add socks")
    assert "Which size" in await talk.says("no", "deny")
    await talk.says("small")
    assert talk.carts.held == {"trail-socks-S": 1}


async def test_a_correction_swaps_and_is_remembered(talk: Talk) -> None:
    await talk.says("add milk")
    speech = await talk.says("no, the other milk")
    assert "instead of the Meadow Milk" in speech
    assert "remember" in speech
    assert talk.carts.held == {"barrow-milk-": 1}
    history = await talk.usuals.history("ann")
    assert [(made.wrong_id, made.right_id) for made in history.corrections] == [("meadow-milk-", "barrow-milk-")]


async def test_undo_takes_back_what_was_added(talk: Talk) -> None:
    await talk.says("add two cartons of milk")
    assert "took out the Meadow Milk" in await talk.says("undo", "change_cart")
    assert talk.carts.held == {}


async def test_the_number_was_misheard(talk: Talk) -> None:
    await talk.says("add ten bananas")
    await talk.says("I said two, not ten", "change_cart")
    assert talk.carts.held == {"yellow-bananas-": 2}


async def test_a_no_and_other_goods_is_no_correction(talk: Talk) -> None:
    await talk.says("add milk")
    await talk.says("no, bananas")
    assert talk.carts.held["meadow-milk-"] == 1


async def test_the_same_twice_in_a_sentence_adds_up(talk: Talk) -> None:
    await talk.says("add two cartons of bananas, bread and three bananas")
    assert talk.carts.held == {"yellow-bananas-": 5, "country-bread-": 1}


async def test_groceries_are_told_before_they_are_added(talk: Talk) -> None:
    speech = await talk.says("my usual groceries", "reorder")
    assert "two Meadow Milk" in speech
    assert talk.carts.held == {}
    await talk.says("yes", "affirm")
    assert talk.carts.held == {"meadow-milk-": 2}


async def test_undo_of_another_number_tells_the_one_before(talk: Talk) -> None:
    await talk.says("add milk")
    await talk.says("make it four", "change_cart")
    assert talk.carts.held == {"meadow-milk-": 4}
    assert "It's one of the Meadow Milk again." in await talk.says("undo", "change_cart")
    assert talk.carts.held == {"meadow-milk-": 1}


async def test_make_that_two_bananas_is_no_number_of_milk() -> None:
    talk = Talk()
    await talk.says("add three bananas and milk")
    await talk.says("make that two bananas", "change_cart")
    assert talk.carts.held == {"yellow-bananas-": 2}


async def test_a_customers_search_starts_with_what_they_buy_again_and_again(talk: Talk) -> None:
    talk.preferences.accounts["ann"] = "Ann"
    speech = await talk.says("milk please", "search_products")
    assert speech.startswith("Starting with what you've bought before: the Meadow Milk")
    assert "the Barrow Milk" in speech
    assert talk.cards[0]["why"].startswith("you have bought it")


async def test_what_was_bought_once_keeps_its_place_and_says_so() -> None:
    once = weekly("meadow-milk", "Meadow Milk")
    talk = Talk([replace(once, times=once.times[-1:], quantities=(1,))])
    talk.preferences.accounts["ann"] = "Ann"
    assert (await talk.says("milk please", "search_products")).startswith("I found the Barrow Milk")
    assert talk.cards[1]["why"].startswith("you bought it")


async def test_an_anonymous_search_reads_no_history(talk: Talk) -> None:
    assert (await talk.says("milk please", "search_products")).startswith("I found the Barrow Milk")
    assert talk.usuals.reads == 0


async def test_a_search_for_the_cheapest_is_in_the_order_of_prices(talk: Talk) -> None:
    talk.preferences.accounts["ann"] = "Ann"
    await talk.says("the cheapest milk", "search_products")
    assert [card["title"] for card in talk.cards] == ["Barrow Milk", "Meadow Milk"]


async def test_whoever_asks_what_is_usual_is_told_and_gets_it_on_a_yes(talk: Talk) -> None:
    speech = await talk.says("what's my usual milk", "reorder")
    assert "Your usual milk is the Meadow Milk" in speech
    assert "You usually take two. Shall I add that many?" in speech
    assert talk.carts.held == {}
    await talk.says("yes", "affirm")
    assert talk.carts.held == {"meadow-milk-": 2}


@pytest.mark.parametrize("intent", ["reorder", "recommend_products", "out_of_scope"])
async def test_all_that_is_usual_is_told_and_nothing_added(talk: Talk, intent: str) -> None:
    assert "You most often buy two Meadow Milk" in await talk.says("what do i usually buy", intent)
    assert talk.carts.held == {}


async def test_nobody_has_a_habit_who_never_bought_anything() -> None:
    talk = Talk()
    assert "I don't know your usual milk yet." in await talk.says("what's my usual milk", "reorder")
    assert "I don't know your usual things yet." in await talk.says("what's my usual", "reorder")
    assert talk.carts.held == {}


async def test_a_usual_that_is_gone_is_told_and_something_like_it_offered() -> None:
    talk = Talk([weekly("meadow-milk", "Meadow Milk", available=0)])
    speech = await talk.says("what's my usual milk", "reorder")
    assert "Your usual Meadow Milk is sold out right now. Shall I look for something like it?" in speech


async def test_right_after_adding_how_much_now_is_the_cart(talk: Talk) -> None:
    await talk.says("add milk")
    assert "in all" in await talk.says("how much now", "show_details")
