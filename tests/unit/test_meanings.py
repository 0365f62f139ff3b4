"""What is meant by a word, as corrections tell: told, and forgotten one by one."""

from datetime import timedelta

import pytest

from shop.usual.history import Bought
from shop.usual.meanings import Meaning, common_name, forgetting_in, newest
from tests.unit.fakes import NOON
from tests.unit.market import SHELF, Talk


def bought(title: str) -> Bought:
    one = next(one for one in SHELF if one.title == title)
    variant = one.variants[0]
    return Bought(
        variant_id=variant.id,
        product_id=one.id,
        title=title,
        attributes={},
        times=(NOON - timedelta(days=3),),
        quantities=(1,),
        available=9,
    )


def meaning(title: str, instead_of: str, *, days_ago: int = 0) -> Meaning:
    told_at = NOON - timedelta(days=days_ago)
    return Meaning(variant_id=title, title=title, attributes={}, instead_of=instead_of, told_at=told_at)


OAT = meaning("Oatfellow Barista Oat Milk, half gal", "Barrow Lane Whole Milk, half gal")


@pytest.mark.parametrize(
    ("title", "other", "name"),
    [
        (OAT.title, OAT.instead_of, "milk"),
        ("Penny Greek Yogurt", "Barrow Greek Yogurt", "greek yogurt"),
        ("Oat Milk", "Country Bread", ""),
        ("Milk", "Milk", "milk"),
    ],
)
def test_two_things_are_called_by_what_their_names_end_in(title: str, other: str, name: str) -> None:
    assert common_name(title, other) == name


def test_the_last_word_on_a_thing_counts() -> None:
    older = meaning("Barrow Lane Whole Milk", "Penny Milk", days_ago=9)
    bread = meaning("Rye Bread", "Country Bread", days_ago=20)
    assert newest([OAT, older, bread]) == (OAT, bread)


@pytest.mark.parametrize(
    ("text", "explicit", "meets"),
    [
        ("forget what I mean by milk", True, True),
        ("please forget the milk correction", True, True),
        ("forget the milk", False, True),
        ("forget the oat milk", False, True),
        ("forget all my corrections", True, True),
        ("forget what I mean by bread", True, False),
        ("forget the oat bread", False, False),
    ],
)
def test_what_is_to_be_forgotten_is_named_by_its_word(text: str, explicit: bool, meets: bool) -> None:
    forgetting = forgetting_in(text)
    assert forgetting is not None
    assert (forgetting.explicit, forgetting.meets(OAT)) == (explicit, meets)


def test_what_is_bought_is_no_wish_to_forget() -> None:
    assert forgetting_in("milk please") is None
    assert forgetting_in("don't forget the milk") is None


async def corrected() -> Talk:
    talk = Talk([bought("Barrow Milk"), bought("Meadow Milk"), bought("Brown Eggs"), bought("White Eggs")])
    for turn, wrong, right in (("c1", "barrow-milk-", "meadow-milk-"), ("c2", "brown-eggs-", "white-eggs-")):
        await talk.usuals.correct("ann", turn_id=turn, wrong_id=wrong, right_id=right)
    return talk


async def test_corrections_are_told_and_forgotten_one_by_one() -> None:
    talk = await corrected()
    said = await talk.says("what do you know about me", "remember_preference")
    assert "when you say milk, you mean the Meadow Milk" in said
    assert "when you say eggs, you mean the White Eggs" in said
    assert await talk.says("forget what I mean by milk", "remember_preference") == (
        "All right, I've forgotten what you mean by milk."
    )
    said = await talk.says("what do you know about me", "remember_preference")
    assert "milk" not in said
    assert "eggs" in said
    history = await talk.usuals.history("ann")
    assert [made.right_id for made in history.corrections] == ["white-eggs-"]
    assert "nothing" in await talk.says("forget what I mean by milk", "remember_preference")


async def test_what_is_liked_is_forgotten_before_what_is_meant() -> None:
    talk = await corrected()
    await talk.says("I don't like milk", "remember_preference")
    assert [one.value for one in talk.preferences.held["ann"]] == ["dairy"]
    await talk.says("forget the milk", "remember_preference")
    assert talk.preferences.held["ann"] == []
    assert len((await talk.usuals.history("ann")).corrections) == 2
    await talk.says("forget the milk", "remember_preference")
    assert len((await talk.usuals.history("ann")).corrections) == 1
