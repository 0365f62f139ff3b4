"""Changes of a search that fit nothing, and words that say more of what was found."""

import pytest

from tests.unit.market import Talk


@pytest.fixture
def talk() -> Talk:
    return Talk()


async def test_a_change_that_leaves_nothing_is_not_made(talk: Talk) -> None:
    await talk.says("yogurt", "search_products")
    shown = talk.slots["shown_products"]
    speech = await talk.says("frothy", "refine_search")
    assert speech.startswith("I have no frothy yogurt. What I showed you before is still there.")
    assert talk.slots["shown_products"] == shown
    assert talk.slots["query"]["text"] == "yogurt"


async def test_words_that_fit_nothing_are_given_up_before_the_bounds_said_with_them(talk: Talk) -> None:
    await talk.says("yogurt", "search_products")
    speech = await talk.says("frothy under five dollars", "refine_search")
    assert speech.startswith("Not exactly that, but I have the Barrow Cream-Top Whole Yogurt")
    assert talk.slots["query"]["text"] == "yogurt"
    assert talk.slots["query"]["max_price_minor"] == 500


@pytest.mark.parametrize("intent", ["search_products", "refine_search"])
async def test_words_that_also_name_goods_say_more_of_what_was_found(talk: Talk, intent: str) -> None:
    await talk.says("yogurt", "search_products")
    await talk.says("cream top", intent)
    assert talk.slots["query"]["text"] == "cream top yogurt"


async def test_goods_by_their_whole_name_are_another_search(talk: Talk) -> None:
    await talk.says("yogurt", "search_products")
    await talk.says("eggs", "search_products")
    assert talk.slots["query"]["text"] == "eggs"


async def test_none_of_the_shops_business_may_still_be_a_bound(talk: Talk) -> None:
    await talk.says("yogurt", "search_products")
    await talk.says("five dollars tops", "out_of_scope")
    assert talk.slots["query"]["max_price_minor"] == 500
    assert "not something I can help with" in await talk.says("sing me a song", "out_of_scope")


async def test_goods_by_their_bare_name_are_looked_for_whatever_the_intent(talk: Talk) -> None:
    await talk.says("eggs", "out_of_scope")
    assert talk.slots["query"]["text"] == "eggs"
    assert "not something I can help with" in await talk.says("my eggs are hatching", "out_of_scope")


async def test_with_nothing_in_the_cart_a_change_is_of_what_was_found(talk: Talk) -> None:
    await talk.says("yogurt", "search_products")
    await talk.says("make it under five dollars", "change_cart")
    assert talk.slots["query"]["max_price_minor"] == 500
    assert "cart is empty" in await talk.says("take it out again", "change_cart")


@pytest.mark.parametrize("text", ["not those", "no, none of these", "i don't like those"])
async def test_who_wants_none_of_those_is_shown_others(talk: Talk, text: str) -> None:
    await talk.says("yogurt", "search_products")
    first = [pair["id"] for pair in talk.slots["shown_products"]][:3]
    assert "Organic Skim Yogurt" in await talk.says(text, "refine_search")
    assert not {pair["id"] for pair in talk.slots["shown_products"]} & set(first)


@pytest.mark.parametrize("text", ["country, i'm vegan", "i'm vegan, country please"])
async def test_what_only_a_name_says_is_looked_for_as_goods_are(talk: Talk, text: str) -> None:
    said = await talk.says(text, "remember_preference")
    assert "remember that you're vegan" in said
    assert "Country Bread" in said
