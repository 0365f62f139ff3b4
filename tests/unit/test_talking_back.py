"""Turns that go back, point at what was shown before, or fail again, with the actions and a small market."""

import pytest

from tests.unit.market import Talk


@pytest.fixture
def talk() -> Talk:
    return Talk()


async def test_goods_that_are_named_again_are_shown_as_they_were(talk: Talk) -> None:
    await talk.says("yogurt", "search_products")
    yogurts = talk.slots["shown_products"]
    await talk.says("eggs", "search_products")
    searched = len(talk.shelf.searched)
    speech = await talk.says("back to the yogurt", "search_products")
    assert speech.startswith("Back to your search for yogurt: the Barrow Cream-Top Whole Yogurt")
    assert talk.slots["shown_products"] == yogurts
    assert talk.slots["query"]["text"] == "yogurt"
    assert len(talk.shelf.searched) == searched


async def test_back_and_back_again(talk: Talk) -> None:
    for goods in ("yogurt", "eggs", "milk"):
        await talk.says(goods, "search_products")
    assert "eggs" in (await talk.says("go back", "refine_search")).lower()
    assert "yogurt" in (await talk.says("go back", "deny")).lower()
    assert "nothing before" in await talk.says("go back", "refine_search")


async def test_after_nothing_was_found_back_is_what_was_shown_last(talk: Talk) -> None:
    await talk.says("eggs", "search_products")
    await talk.says("unicorns", "search_products")
    assert "Eggs" in await talk.says("go back", "refine_search")


async def test_a_place_among_earlier_goods(talk: Talk) -> None:
    await talk.says("yogurt", "search_products")
    await talk.says("eggs", "search_products")
    speech = await talk.says("tell me about the second yogurt", "show_details")
    assert speech.startswith("The Barrow Whole Yogurt costs")
    assert talk.slots["product_in_focus"]["id"] == "barrow-whole-yogurt"


async def test_the_one_before_is_told_of_again(talk: Talk) -> None:
    await talk.says("yogurt", "search_products")
    await talk.says("tell me about the second one", "show_details")
    await talk.says("and the first one", "show_details")
    assert "Barrow Whole Yogurt" in await talk.says("the one before", "show_details")
    assert "Cream-Top" in await talk.says("no, the other one", "deny")


async def test_what_nothing_is_like_is_said_and_looked_for_after_a_yes(talk: Talk) -> None:
    await talk.says("yogurt", "search_products")
    speech = await talk.says("the frothy one", "show_details")
    assert speech == "None of those I showed you is frothy. Shall I look for some?"
    assert talk.slots["asked"]["kind"] == "look_for"


async def test_several_that_are_so_are_asked_about_and_the_question_is_kept(talk: Talk) -> None:
    await talk.says("yogurt", "search_products")
    speech = await talk.says("how much is the whole one", "show_details")
    assert speech == "Which do you mean: the Barrow Cream-Top Whole Yogurt or the Barrow Whole Yogurt?"
    assert await talk.says("the second one", "add_to_cart") == "The Barrow Whole Yogurt costs two fifty-nine."
    assert talk.carts.held == {}


async def test_what_fits_among_several_goods_shown_before_is_asked_about(talk: Talk) -> None:
    await talk.says("brown eggs", "search_products")
    await talk.says("country bread", "search_products")
    await talk.says("milk", "search_products")
    assert "Country Bread costs" in await talk.says("how much is the country one", "show_details")
    await talk.says("milk", "search_products")
    assert "None of those" in await talk.says("how much is the frothy one", "show_details")


async def test_no_failure_is_said_twice(talk: Talk) -> None:
    said = [await talk.says(goods, "search_products") for goods in ("unicorns", "unicorns", "dragons", "dragons")]
    assert len(set(said)) == 4
    assert "don't carry" in said[0]
    assert "Another word" in said[1]
    assert "person" in said[2]
    assert "clothing or grocery" in said[2]


async def test_whatever_else_is_answered_ends_the_row_of_failures(talk: Talk) -> None:
    first = await talk.says("unicorns", "search_products")
    await talk.says("eggs", "search_products")
    assert await talk.says("unicorns", "search_products") == first


async def test_starting_over_twice_forgets_the_goods_too(talk: Talk) -> None:
    await talk.says("yogurt", "search_products")
    await talk.says("under five dollars", "refine_search")
    await talk.says("start over", "refine_search")
    assert talk.slots["query"]["max_price_minor"] is None
    assert talk.slots["query"]["text"] == "yogurt"
    assert "from the start" in await talk.says("start over", "refine_search")
    assert talk.slots["query"]["text"] == ""
    assert "Yogurt" in await talk.says("go back", "refine_search")


async def test_why_adds_nothing(talk: Talk) -> None:
    await talk.says("honey", "search_products")
    assert "costs" in await talk.says("why", "affirm")
    assert talk.carts.held == {}
