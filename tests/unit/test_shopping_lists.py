"""Several things in one breath, as the actions take them: added, asked for one by one, none forgotten or invented."""

from dataclasses import replace

import pytest

from tests.unit.market import MARKET, Talk


@pytest.fixture
def talk() -> Talk:
    return Talk()


async def test_what_is_certain_is_added_and_the_rest_asked_for_one_by_one(talk: Talk) -> None:
    speech = await talk.says("add two loaves of bread, milk, kimchi, a dozen bananas and eggs")
    assert "Added two of the Country Bread and the Yellow Bananas." in speech
    assert "I found no kimchi." in speech
    assert "Which milk: the Barrow Milk" in speech
    assert "Which eggs" in await talk.says("the second one")
    assert "Anything else?" in await talk.says("the first one")
    assert talk.carts.held == {"country-bread-": 2, "yellow-bananas-": 1, "meadow-milk-": 1, "brown-eggs-": 1}


async def test_a_repeated_turn_adds_nothing_twice(talk: Talk) -> None:
    before = dict(talk.slots)
    first = await talk.says("add two loaves of bread and bananas", turn="once")
    talk.slots = before
    assert await talk.says("add two loaves of bread and bananas", turn="once") == first
    assert talk.carts.held == {"country-bread-": 2, "yellow-bananas-": 1}


async def test_a_size_is_asked_for_before_the_list_goes_on(talk: Talk) -> None:
    assert "Which size" in await talk.says("add three pairs of socks and milk")
    assert "Which milk" in await talk.says("medium")
    assert talk.carts.held == {"trail-socks-M": 3}


async def test_no_question_is_a_choice(talk: Talk) -> None:
    await talk.says("add milk and eggs")
    await talk.says("is the first one organic", "show_details")
    assert talk.carts.held == {}


async def test_other_goods_are_no_answer(talk: Talk) -> None:
    await talk.says("add milk and eggs")
    speech = await talk.says("add the cheapest bread too")
    assert "Added the Country Bread. Which milk" in speech
    assert talk.carts.held == {"country-bread-": 1}


async def test_a_no_skips_one_thing_and_never_mind_the_rest(talk: Talk) -> None:
    await talk.says("add milk, eggs and socks")
    assert "no milk. Which eggs" in await talk.says("no", "deny")
    assert "I left out the eggs and socks." in await talk.says("never mind", "deny")
    assert talk.slots["asked"] is None
    assert talk.carts.held == {}


async def test_that_is_all_tells_what_is_not_in_the_cart(talk: Talk) -> None:
    await talk.says("add milk and eggs")
    assert "I left out the milk and eggs." in await talk.says("that's all", "affirm")


async def test_a_list_that_is_searched_shows_the_best_of_each_in_its_order(talk: Talk) -> None:
    speech = await talk.says("eggs, kimchi and milk", "search_products")
    assert speech.index("Eggs") < speech.index("Milk")
    assert "no kimchi" in speech
    assert [pair["id"] for pair in talk.slots["shown_products"]] == ["brown-eggs", "barrow-milk"]
    assert talk.slots["query"]["text"] == "eggs"


async def test_amounts_of_a_searched_list_hold_for_each_of_its_things(talk: Talk) -> None:
    await talk.says("three cartons of eggs and two cartons of milk", "search_products")
    await talk.says("add both")
    assert talk.carts.held == {"brown-eggs-": 3, "barrow-milk-": 2}


async def test_a_change_after_a_list_is_of_the_thing_that_is_named(talk: Talk) -> None:
    await talk.says("eggs and milk", "search_products")
    assert await talk.says("cheaper", "refine_search") == "For which of them: the eggs or the milk?"
    await talk.says("the milk", "search_products")
    assert talk.slots["query"] == replace(MARKET.parse("milk"), max_price_minor=158).as_dict()


async def test_a_long_list_fits_into_a_breath(talk: Talk) -> None:
    speech = await talk.says("add the cheapest milk, the cheapest eggs, bread, bananas and honey")
    assert "Added five things: milk, eggs, bread, bananas and honey." in speech
