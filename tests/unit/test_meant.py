"""What a sentence is about, where it has to be searched for."""

from tests.unit.market import Talk


async def test_goods_that_are_asked_about_are_searched_for_once() -> None:
    talk = Talk()
    speech = await talk.says("do you have cream top yogurt in stock", "check_availability")
    assert speech.startswith("I found one: the Barrow Cream-Top Whole Yogurt")
    assert [query.text for query in talk.shelf.searched] == ["cream top yogurt"]


async def test_goods_that_are_to_be_added_are_searched_for_once() -> None:
    talk = Talk()
    await talk.says("add barrow whole milk yogurt")
    assert len(talk.shelf.searched) == 1
