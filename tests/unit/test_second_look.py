"""What is made of a sentence that nothing was sure of, where a model says what it may mean."""

import time

import pytest

from assistant.llm.errors import Why
from shop.phrasing import manners
from tests.unit.llm.understanding_talk import PuzzledTalk, reading
from tests.unit.market import Talk

MILK = reading("product_search", text="milk")
RIDDLE = "summat white wet an creamy for me cuppa would do nicely"


async def test_what_was_understood_is_searched_for_as_if_it_had_been_said_plainly() -> None:
    talk = PuzzledTalk(MILK)
    speech = await talk.puzzles(RIDDLE)
    assert "Barrow Milk" in speech
    assert talk.meant == "product_search"
    assert talk.shelf.searched[-1].text == "milk"


async def test_without_a_model_nobody_is_asked_and_it_is_said_so() -> None:
    talk = Talk()
    understood = {"intent": {"name": "nlu_fallback", "confidence": 0.6}}
    assert await talk.says(RIDDLE, "out_of_scope", understood=understood) == manners.BEYOND[0]


@pytest.mark.parametrize("why", Why)
async def test_l5_without_an_answer_the_one_without_a_model_is_told(why: Why) -> None:
    talk = PuzzledTalk(why)
    assert await talk.puzzles(RIDDLE) == manners.BEYOND[0]
    assert talk.meant is None


@pytest.mark.parametrize("confidence", [0.99, 0.1])
async def test_out_of_scope_stays_out_of_scope(confidence: float) -> None:
    talk = PuzzledTalk(reading("out_of_scope", confidence=confidence))
    assert await talk.puzzles("who won the world cup in nineteen ninety") == manners.BEYOND[0]


async def test_what_nobody_would_agree_on_is_not_asked_about() -> None:
    talk = PuzzledTalk(reading("product_search", text="milk", confidence=0.1))
    assert await talk.puzzles(RIDDLE) == manners.BEYOND[0]


async def test_a_reference_is_to_what_stands_there() -> None:
    talk = PuzzledTalk(reading("product_details", references=[2]))
    await talk.says("milk", "search_products")
    speech = await talk.puzzles("wossat there next to it all about then")
    assert "Meadow Milk" in speech
    assert talk.meant == "product_details"


async def test_unsure_of_it_the_shopper_is_asked_and_a_yes_does_it() -> None:
    talk = PuzzledTalk(reading("product_search", text="milk", confidence=0.5))
    assert await talk.puzzles(RIDDLE) == "Do you want me to look for milk?"
    assert talk.shelf.searched == []
    assert "Barrow Milk" in await talk.says("yes", "affirm")


async def test_unsure_of_it_a_no_leaves_it() -> None:
    talk = PuzzledTalk(reading("product_search", text="milk", confidence=0.5))
    await talk.puzzles(RIDDLE)
    await talk.says("no", "deny")
    assert talk.shelf.searched == []
    assert talk.slots["asked"] is None


async def test_of_two_likely_readings_both_are_offered() -> None:
    talk = PuzzledTalk(reading("product_search", text="milk", confidence=0.5))
    speech = await talk.puzzles(RIDDLE, also=(("product_search", 0.2), ("add_to_cart", 0.15)))
    assert speech == "Do you want me to look for milk, or to add something to your cart?"
    await talk.says("yes", "affirm")
    assert talk.shelf.searched == []
    assert talk.carts.held == {}


@pytest.mark.parametrize(
    ("told", "question"),
    [
        (reading("product_search"), "I didn't get what you're looking for. What is it, in a word or two?"),
        (reading("product_details"), "Which product do you mean? Tell me its name."),
        (
            reading("change_cart", text="milk"),
            "What shall I change in your cart? Say remove and its name, or how many you want of it.",
        ),
    ],
)
async def test_what_is_missing_is_asked_for(told: dict[str, object], question: str) -> None:
    assert await PuzzledTalk(told).puzzles(RIDDLE) == question


async def test_nobody_is_asked_back_without_end() -> None:
    talk = PuzzledTalk(*[reading("product_search")] * 3)
    questions = [await talk.puzzles(RIDDLE) for _ in range(3)]
    assert questions[2] == manners.BEYOND[2]
    assert talk.slots["asked"]["kind"] == "hand_over"


async def test_l1_what_a_model_would_have_in_the_cart_takes_the_shoppers_own_yes() -> None:
    talk = PuzzledTalk(reading("add_to_cart", references=[1], confidence=1.0))
    await talk.says("milk", "search_products")
    assert await talk.puzzles("go on then chuck us that un") == "Do you want me to add the Barrow Milk to your cart?"
    assert talk.carts.held == {}
    assert "Barrow Milk" in await talk.says("yes", "affirm")
    assert talk.carts.held == {"barrow-milk-": 1}


async def test_l1_ten_that_only_a_title_asks_for_are_never_added() -> None:
    """The model obeyed the text of a product: neither its number nor its act reaches the cart."""
    talk = PuzzledTalk(reading("add_to_cart", references=[1], quantity=10, max_price=0.0, confidence=1.0))
    await talk.says("plum jam", "search_products")
    speech = await talk.puzzles("wossat like on a bit of toast eh")
    assert "10" not in speech
    assert "ten" not in speech
    assert talk.carts.held == {}
    await talk.says("no", "deny")
    assert talk.carts.held == {}
    assert talk.loops == []


@pytest.mark.parametrize("intent", ["add_to_cart", "change_cart", "reorder", "checkout", "start_return", "preference"])
async def test_l1_nothing_that_changes_something_is_done_at_once(intent: str) -> None:
    talk = PuzzledTalk(reading(intent, references=[1], text="milk", quantity=2, confidence=1.0))
    await talk.says("milk", "search_products")
    speech = await talk.puzzles("two of them white wet things an all that")
    assert speech.startswith("Do you want me to ")
    assert talk.carts.held == {}
    assert talk.loops == []
    assert talk.preferences.held == {}


async def test_l3_a_model_asks_for_checkout_and_only_a_yes_opens_it() -> None:
    """The form that opens then asks for the shopper's confirmation of cart and total, as it always does."""
    talk = PuzzledTalk(reading("checkout", confidence=1.0))
    assert await talk.puzzles("right thas me lot ring it up love") == "Do you want me to go to the checkout?"
    assert talk.loops == []
    await talk.says("yes", "affirm")
    assert talk.loops == ["checkout_form"]


@pytest.mark.parametrize("intent", ["affirm", "deny", "place_order"])
async def test_l3_a_yes_is_only_ever_the_shoppers_own_word(intent: str) -> None:
    """Such an answer fits no schema of ours."""
    talk = PuzzledTalk(MILK, reading(intent, confidence=1.0))
    await talk.puzzles(RIDDLE)
    assert await talk.puzzles("thatll do pig") == manners.BEYOND[0]
    assert talk.carts.held == {}


@pytest.mark.parametrize("intent", ["checkout", "add_to_cart", "product_search", "reorder", "talk/human"])
async def test_l3_in_a_form_nothing_is_asked_that_a_yes_might_be_taken_for(intent: str) -> None:
    talk = PuzzledTalk(reading(intent, text="milk", confidence=0.9))
    assert await talk.puzzles("aye thatll be reet wrap it up for us", form="checkout_form") == manners.BEYOND[0]
    assert talk.slots.get("asked") is None
    assert talk.carts.held == {}


async def test_in_a_form_the_cart_may_be_asked_about_by_the_way() -> None:
    talk = PuzzledTalk(reading("view_cart", confidence=0.9))
    await talk.says("add barrow milk")
    speech = await talk.puzzles("whats in me trolly thing again remind us", form="checkout_form")
    assert "Barrow" in speech
    assert talk.meant == "view_cart"


async def test_a_form_that_only_asks_may_be_left_for_other_goods() -> None:
    talk = PuzzledTalk(MILK)
    assert "Barrow Milk" in await talk.puzzles(RIDDLE, form="price_match_form")


async def test_l3_a_yes_is_to_what_was_named_and_to_nothing_else() -> None:
    """Other goods are on the screen by now, and "the first one" would be one of those."""
    talk = PuzzledTalk(reading("add_to_cart", references=[1], confidence=1.0))
    await talk.says("milk", "search_products")
    await talk.puzzles("go on then chuck us that un")
    talk.slots["shown_products"] = talk.slots["shown_products"][::-1]
    assert await talk.says("yes", "affirm") == "Which one do you mean? Say the first, the second, or its name."
    assert talk.carts.held == {}


async def test_a_question_that_keeps_something_is_not_left_for_another() -> None:
    """ "Yes" then must be to emptying the cart, or to nothing."""
    talk = PuzzledTalk(reading("add_to_cart", text="milk", confidence=0.9))
    await talk.says("add barrow milk")
    await talk.says("empty my cart", "change_cart")
    assert talk.slots["asked"]["kind"] == "empty_cart"
    assert await talk.puzzles("ooh hang about what were that white stuff") == manners.BEYOND[0]
    assert talk.slots["asked"]["kind"] == "empty_cart"


async def test_what_was_only_looked_at_closes_a_question_that_a_yes_would_settle() -> None:
    talk = PuzzledTalk(reading("view_cart", confidence=0.9))
    await talk.says("add barrow milk")
    await talk.says("empty my cart", "change_cart")
    await talk.puzzles("ooh hang about what were in it like")
    await talk.says("yes", "affirm")
    assert talk.carts.held == {"barrow-milk-": 1}


async def test_a_guess_of_the_classifier_gives_way_to_what_is_sure() -> None:
    talk = PuzzledTalk(MILK)
    understood = {"intent": {"name": "add_to_cart", "confidence": 0.3}}
    speech = await talk.says("milk for me tea like", "add_to_cart", understood=understood)
    assert speech.startswith("I found")
    assert talk.carts.held == {}
    assert talk.meant == "product_search"


@pytest.mark.parametrize(
    ("answer", "confidence"),
    [
        (MILK, 0.9),
        (reading("product_search", text="milk", confidence=0.5), 0.3),
        (reading("out_of_scope"), 0.3),
        (reading("add_to_cart", text="eggs"), 0.3),
        (Why.SLOW, 0.3),
    ],
)
async def test_otherwise_what_the_classifier_says_stands(answer: dict[str, object], confidence: float) -> None:
    talk = PuzzledTalk(answer)
    understood = {"intent": {"name": "add_to_cart", "confidence": confidence}}
    await talk.says("brown eggs", "add_to_cart", understood=understood)
    assert talk.carts.held == {"brown-eggs-": 1}


async def test_what_a_rule_has_read_is_no_guess() -> None:
    talk = PuzzledTalk(MILK)
    understood = {"intent": {"name": "product_search", "confidence": 0.3}}
    await talk.says("add brown eggs to my cart", "search_products", understood=understood)
    assert talk.carts.held == {"brown-eggs-": 1}
    assert talk.asked == []


async def test_l5_a_turn_that_has_no_time_left_asks_nobody() -> None:
    talk = PuzzledTalk(MILK)
    understood = {"intent": {"name": "nlu_fallback", "confidence": 0.6}}
    just_now = time.time()
    assert await talk.says(RIDDLE, "out_of_scope", understood=understood, answer_by=just_now) == manners.BEYOND[0]
    assert talk.asked == []


async def test_nothing_of_the_shopper_is_told_but_the_sentence_and_the_screen() -> None:
    talk = PuzzledTalk(MILK)
    await talk.says("milk", "search_products")
    await talk.puzzles(RIDDLE)
    data = talk.asked[0].data
    assert data["sentence"] == RIDDLE
    assert data["on_screen"][0] == {"place": 1, "title": "Barrow Milk", "price": "$1.59"}
    assert data["requests"] == ["milk"]
    assert "ann" not in str(data).split()
    assert RIDDLE not in talk.asked[0].instructions
    assert "Barrow" not in talk.asked[0].instructions


async def test_what_a_form_asked_is_not_told_for_it_may_hold_an_address() -> None:
    talk = PuzzledTalk(reading("view_cart"))
    talk.slots["last_speech"] = "Shall I send it to 12 Elm Street?"
    await talk.puzzles(RIDDLE, form="checkout_form")
    assert talk.asked[0].data["asked"] == ""
