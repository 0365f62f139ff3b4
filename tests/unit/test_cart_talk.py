"""The cart in conversation: numbers, changes of mind, and questions in between, with the actions and a small market."""

import pytest

from tests.unit.market import Talk


@pytest.fixture
def talk() -> Talk:
    return Talk()


@pytest.mark.parametrize("text", ["add 0 lemons", "add a million bananas", "add -3 bananas"])
async def test_a_number_nobody_means_is_asked_for_again(talk: Talk, text: str) -> None:
    assert "one to ninety-nine of one thing. How many" in await talk.says(text)
    assert talk.carts.held == {}


async def test_the_number_asked_for_is_the_one_that_is_added(talk: Talk) -> None:
    await talk.says("add 500 bananas and country bread")
    assert talk.carts.held == {"country-bread-": 1}
    await talk.says("four", "change_cart")
    assert talk.carts.held == {"country-bread-": 1, "yellow-bananas-": 4}


async def test_a_number_of_other_goods_is_theirs(talk: Talk) -> None:
    await talk.says("add a million bananas")
    await talk.says("add two country breads")
    assert talk.carts.held == {"country-bread-": 2}


async def test_a_number_that_is_a_name_is_left_alone(talk: Talk) -> None:
    assert "How many" not in await talk.says("add the 1000 piece puzzle")


async def test_what_is_pending_is_doubled_and_nothing_of_the_cart(talk: Talk) -> None:
    await talk.says("add country bread")
    await talk.says("add two pairs of socks")
    assert "small or medium" in await talk.says("double that", "change_cart")
    await talk.says("medium", "refine_search")
    assert talk.carts.held == {"country-bread-": 1, "trail-socks-M": 4}


async def test_what_is_pending_can_be_made_none(talk: Talk) -> None:
    await talk.says("add two pairs of socks")
    await talk.says("make it zero", "change_cart")
    await talk.says("medium", "refine_search")
    assert talk.carts.held == {}


async def test_a_question_in_between_leaves_the_size_open(talk: Talk) -> None:
    await talk.says("add socks")
    assert (await talk.says("what's my total", "view_cart")).endswith("And which size would you like?")
    await talk.says("medium", "refine_search")
    assert talk.carts.held == {"trail-socks-M": 1}


async def test_what_waits_is_asked_for_again_after_a_look_at_the_cart(talk: Talk) -> None:
    await talk.says("add eggs and milk")
    assert "And which eggs would you like?" in await talk.says("what's in my cart", "view_cart")
    await talk.says("the first one", "show_details")
    assert list(talk.carts.held) == ["brown-eggs-"]


async def test_one_is_enough_is_all_there_shall_be(talk: Talk) -> None:
    await talk.says("add bananas")
    await talk.says("add two more")
    await talk.says("actually one is enough", "change_cart")
    assert talk.carts.held == {"yellow-bananas-": 1}


async def test_both_after_any_is_the_other_one_too(talk: Talk) -> None:
    await talk.says("add milk")
    await talk.says("any", "refine_search")
    await talk.says("both")
    assert talk.carts.held == {"barrow-milk-": 1, "meadow-milk-": 1}
    await talk.says("both")
    assert talk.carts.held == {"barrow-milk-": 1, "meadow-milk-": 1}


async def test_a_correction_after_another_number_is_of_the_whole_line(talk: Talk) -> None:
    await talk.says("add milk")
    await talk.says("the first one", "show_details")
    await talk.says("make that three", "change_cart")
    await talk.says("no, the other milk", "deny")
    assert talk.carts.held == {"meadow-milk-": 3}
    await talk.says("undo", "change_cart")
    assert talk.carts.held == {"barrow-milk-": 3}


@pytest.mark.parametrize(
    "text", ["no wait a second", "no I changed my mind", "no wait what's in my cart again", "no enough"]
)
async def test_a_no_without_goods_swaps_nothing(talk: Talk, text: str) -> None:
    await talk.says("add milk")
    await talk.says("the first one", "show_details")
    await talk.says(text, "deny")
    assert talk.carts.held == {"barrow-milk-": 1}
    assert "instead" not in await talk.says(text, "deny")


async def test_after_other_goods_were_shown_a_no_is_about_those(talk: Talk) -> None:
    await talk.says("add bananas")
    await talk.says("show me yogurt", "search_products")
    await talk.says("no, the organic one", "refine_search")
    assert talk.carts.held == {"yellow-bananas-": 1}


async def test_nothing_to_undo_of_an_empty_cart_is_said_plainly(talk: Talk) -> None:
    assert (
        await talk.says("undo", "change_cart")
        == "There's nothing to undo: your cart is empty. What can I find for you?"
    )


async def test_some_are_taken_out_and_not_all(talk: Talk) -> None:
    await talk.says("add four bananas")
    await talk.says("wait, take one out", "change_cart")
    assert talk.carts.held == {"yellow-bananas-": 3}


async def test_what_was_taken_out_comes_back_by_its_name(talk: Talk) -> None:
    await talk.says("add bananas and country bread")
    await talk.says("remove the bananas and the bread", "change_cart")
    assert "put the Yellow Bananas back" in await talk.says("no wait keep the bananas", "change_cart")
    assert talk.carts.held == {"yellow-bananas-": 1}


async def test_what_nobody_knows_takes_nothing_out(talk: Talk) -> None:
    await talk.says("add bananas")
    assert "Which do you mean" in await talk.says("remove the flurb", "change_cart")
    assert talk.carts.held == {"yellow-bananas-": 1}


async def test_the_dearest_goes_by_its_price_and_not_by_what_was_talked_of(talk: Talk) -> None:
    await talk.says("add country bread and bananas")
    await talk.says("take out the most expensive", "change_cart")
    assert talk.carts.held == {"yellow-bananas-": 1}


async def test_the_other_address_is_none_of_the_cart(talk: Talk) -> None:
    await talk.says("add milk")
    await talk.says("the first one", "show_details")
    await talk.says("no, the other address", "deny")
    assert talk.carts.held == {"barrow-milk-": 1}


async def test_another_number_of_what_is_not_there_swaps_nothing(talk: Talk) -> None:
    await talk.says("add bananas")
    assert "not in your cart" in await talk.says("actually make the socks three", "change_cart")
    assert talk.carts.held == {"yellow-bananas-": 1}


async def test_what_was_just_added_is_told_alone(talk: Talk) -> None:
    await talk.says("add country bread")
    await talk.says("add two bananas")
    assert await talk.says("what did i just add", "view_cart") == "Just now it was two of the Yellow Bananas."


async def test_a_price_is_of_the_one_in_the_cart(talk: Talk) -> None:
    await talk.says("add the cheapest milk")
    assert "Barrow Milk is one fifty-nine" in await talk.says("how much is the milk", "show_details")


async def test_tax_that_is_not_known_is_not_claimed(talk: Talk) -> None:
    await talk.says("add bananas")
    assert "is before tax" in await talk.says("is that with tax", "show_details")


async def test_one_is_a_number_after_how_many(talk: Talk) -> None:
    await talk.says("add four bananas")
    assert "How many" in await talk.says("that's too many", "change_cart")
    await talk.says("one", "change_cart")
    assert talk.carts.held == {"yellow-bananas-": 1}


@pytest.mark.parametrize(
    ("text", "intent", "number"),
    [
        ("make it two", "change_cart", 2),
        ("yes, make that three", "change_cart", 3),
        ("i'll take two", "add_to_cart", 2),
        ("yes two please", "change_cart", 2),
        ("two of those", "add_to_cart", 2),
    ],
)
async def test_a_number_after_an_offer_is_of_what_was_offered(talk: Talk, text: str, intent: str, number: int) -> None:
    await talk.says("add country bread")
    await talk.says("show me yellow bananas", "search_products")
    assert "Shall I add" in await talk.says("tell me about the first one", "show_details")
    assert f"Added {'two' if number == 2 else 'three'} of the Yellow Bananas" in await talk.says(text, intent)
    assert talk.carts.held == {"country-bread-": 1, "yellow-bananas-": number}


async def test_a_number_after_no_offer_is_of_the_cart(talk: Talk) -> None:
    await talk.says("add country bread")
    await talk.says("make it two", "change_cart")
    assert talk.carts.held == {"country-bread-": 2}


async def test_what_it_is_for_is_not_put_in_again(talk: Talk) -> None:
    await talk.says("add bread")
    await talk.says("and some honey for the bread", "search_products")
    assert talk.carts.held == {"country-bread-": 1}
