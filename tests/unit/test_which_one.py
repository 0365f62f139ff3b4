"""Answers to "which one?" and "which size?" that point at nothing, and what may be changed before they are answered."""

import pytest

from tests.unit.market import Talk


@pytest.fixture
def talk() -> Talk:
    return Talk()


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        ("whole", "barrow-whole-yogurt-"),
        ("the whole yogurt please", "barrow-whole-yogurt-"),
        ("cream top", "barrow-cream-top-whole-yogurt-"),
        ("two percent", "barrow-2%-reduced-fat-yogurt-"),
        ("the cheapest", "barrow-2%-reduced-fat-yogurt-"),
        ("skim", "barrow-organic-skim-yogurt-"),
        ("any", "barrow-cream-top-whole-yogurt-"),
        ("any of them is fine", "barrow-cream-top-whole-yogurt-"),
        ("whichever", "barrow-cream-top-whole-yogurt-"),
        ("any yogurt", "barrow-cream-top-whole-yogurt-"),
        ("the organic ones", "barrow-organic-skim-yogurt-"),
    ],
)
async def test_words_that_fit_one_of_those_offered_choose_it(talk: Talk, answer: str, taken: str) -> None:
    assert "Which yogurt" in await talk.says("add three cups of yogurt and eggs")
    assert "Which eggs" in await talk.says(answer, "refine_search")
    assert talk.carts.held == {taken: 3}


async def test_what_is_not_so_is_said_before_the_question_is_asked_again(talk: Talk) -> None:
    await talk.says("add yogurt and eggs")
    speech = await talk.says("frothy", "refine_search")
    assert speech.startswith("I have no frothy yogurt. Which yogurt: the Barrow Cream-Top Whole Yogurt")
    assert "I don't know your usual one yet. Which yogurt" in await talk.says("the usual", "reorder")
    assert talk.carts.held == {}


async def test_other_words_after_which_one_are_no_answer(talk: Talk) -> None:
    await talk.says("add yogurt and eggs")
    await talk.says("no thanks", "deny")
    assert talk.carts.held == {}


async def test_a_no_to_something_in_between_leaves_out_nothing_of_the_list(talk: Talk) -> None:
    await talk.says("add milk and eggs")
    await talk.says("country bread", "search_products")
    speech = await talk.says("no", "deny")
    assert speech.startswith("Which milk")
    assert "no milk" not in speech


async def test_a_yes_to_something_in_between_keeps_the_list(talk: Talk) -> None:
    await talk.says("add milk and eggs")
    await talk.says("country bread", "search_products")
    assert "Added the Country Bread. Which milk" in await talk.says("yes", "affirm")
    assert "Which eggs" in await talk.says("the first one")


async def test_another_number_is_heard_while_the_size_is_asked_for(talk: Talk) -> None:
    await talk.says("add socks and milk")
    assert "Which size" in await talk.says("make it two", "change_cart")
    await talk.says("medium")
    assert talk.carts.held == {"trail-socks-M": 2}


async def test_another_number_is_heard_while_one_is_asked_for(talk: Talk) -> None:
    await talk.says("add milk and eggs")
    assert "Which milk" in await talk.says("actually make that three", "change_cart")
    await talk.says("the first one")
    assert talk.carts.held == {"barrow-milk-": 3}


async def test_what_is_asked_about_can_be_taken_off_the_list(talk: Talk) -> None:
    await talk.says("add milk and eggs")
    assert "no milk. Which eggs" in await talk.says("take out the milk", "change_cart")
    assert talk.carts.held == {}


async def test_the_last_thing_of_a_list_can_be_taken_off_it_too(talk: Talk) -> None:
    await talk.says("add milk and eggs")
    await talk.says("the first one")
    assert "no eggs. Your cart comes to" in await talk.says("take out the eggs", "change_cart")
    assert talk.slots["asked"]["kind"] == "anything_else"
    assert talk.carts.held == {"barrow-milk-": 1}
