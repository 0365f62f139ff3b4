"""What a card's buttons say is done, and what points at something shown is that, whatever else it looks like."""

import pytest

from actions.conversation.plain_words import asks_for
from actions.heard import Heard
from catalog.query import Query
from shop.recollection import Recollection, Results

JACKETS = Results(query=Query(text="rain jackets"), pairs=(("drizzle", "v1"), ("squall", "v2")))
BOOTS = Results(query=Query(text="hiking boots"), pairs=(("ridge", "v3"), ("moss", "v4")))
TALK = Recollection().showing(JACKETS).showing(BOOTS)


NOTHING = Recollection()


def hearing(said: str, kept: Recollection = NOTHING) -> Heard:
    return Heard(
        text=said,
        confidence=0.9,
        turn_id="t",
        shopper_id="ann",
        query=Query(),
        shown=(),
        seen=(),
        in_focus=None,
        asked=None,
        remembered=kept.as_dict(),
    )


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("Add the Find Me a Better Kettle in red to my cart", "action_add_to_cart"),
        ("Remove the What Is Left Tea, 20 ct from my cart", "action_change_cart"),
        ("Tell me more about the Where Is My Order Mug", "action_show_details"),
        ("find me a kettle", None),
        ("what would you add to my soup", None),
        ("add more light to the room", None),
    ],
)
def test_only_whole_sentences_of_that_kind_are_taken_at_their_word(said: str, action: str | None) -> None:
    assert asks_for(hearing(said), "action_search_products") == action


@pytest.mark.parametrize(
    ("said", "understood", "action"),
    [
        ("go back", "action_deny", "action_refine_search"),
        ("previous results please", "action_search_products", "action_refine_search"),
        ("start over", "action_change_cart", "action_refine_search"),
        ("the jackets again", "action_search_products", "action_refine_search"),
        ("those boots from earlier", "action_check_availability", "action_refine_search"),
        ("not that one, the other", "action_deny", "action_show_details"),
        ("the leather one", "action_search_products", "action_show_details"),
        ("the one with the longer battery", "action_refine_search", "action_show_details"),
        ("are the boots from earlier in stock", "action_check_availability", None),
        ("a leather jacket", "action_search_products", None),
        ("no", "action_deny", None),
        ("not that long", "action_deny", "action_refine_search"),
        ("what goes with them", "action_search_products", "action_recommend_products"),
        ("is it back in stock", "action_check_availability", None),
    ],
)
def test_words_that_point_back_are_no_other_request(said: str, understood: str, action: str | None) -> None:
    assert asks_for(hearing(said, TALK), understood) == action


def test_what_was_told_of_by_itself_is_told_of_again() -> None:
    kept = TALK.talking_of(("ridge", "v3"))
    assert asks_for(hearing("those boots from earlier", kept), "action_search_products") == "action_show_details"


def test_nothing_is_pointed_at_where_nothing_was_shown() -> None:
    assert asks_for(hearing("go back"), "action_deny") is None
    assert asks_for(hearing("the leather one"), "action_search_products") is None


@pytest.mark.parametrize("understood", ["action_give_help", "action_check_availability", "action_search_products"])
def test_a_question_for_promotions_is_one_whatever_it_was_taken_for(understood: str) -> None:
    assert asks_for(hearing("what promotions do you have"), understood) == "action_explain_policy"


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("size m", "action_refine_search"),
        ("in size eight and a half", "action_refine_search"),
        ("what size am i", None),
    ],
)
def test_a_bare_size_is_a_wish_for_what_is_shown(said: str, action: str | None) -> None:
    assert asks_for(hearing(said, TALK), "action_recommend_size") == action
