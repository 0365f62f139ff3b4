"""How shown products came into their order travels with the answer, and only with what is really in it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from assistant.dialogue import ANSWER, read_answer
from catalog.product import ProductCard
from shop.reply import Answer, Reply
from shop.shown import Placement, ShownList, Surface
from shop.shown_of_turn import note, noting, shown_as
from tests.unit.fakes import FOUND, JACKET

COAT, CAP, BOOTS = (replace(JACKET, id=name, variant_id=f"{name}-blue") for name in ("coat", "cap", "boots"))


def a_list(*product_ids: str, list_id: str = "list-1") -> ShownList:
    placed = tuple(
        Placement(
            product_id=product_id,
            variant_id=f"{product_id}-any",
            position=position,
            relevance=0.5,
            score=1.0 / position,
            propensity=0.2 if product_id == "cap" else 1.0,
            is_exploration=product_id == "cap",
        )
        for position, product_id in enumerate(product_ids, start=1)
    )
    return ShownList(list_id=list_id, surface=Surface.SEARCH, model="ranking-7", placements=placed, arm="b")


def message(*noted: ShownList, cards: Sequence[ProductCard] | None) -> dict[str, Any]:
    """As Rasa sends it on: plain JSON."""
    dispatcher = CollectingDispatcher()
    with noting():
        for shown in noted:
            note(shown)
        replies.tell(dispatcher, Answer(speech="Here.", text="Here.", products=None if cards is None else tuple(cards)))
    sent: dict[str, Any] = json.loads(json.dumps(dispatcher.messages[0]))
    return {name: sent[name] for name in ("text", "custom")}


def arrived(*messages: dict[str, Any]) -> Answer:
    return read_answer(json.dumps({"messages": messages}).encode()).answer


def test_a_list_arrives_cut_to_the_answer_and_numbered_as_it_is_shown() -> None:
    shown = arrived(message(a_list("boots", "cap", "coat"), cards=(COAT, CAP))).shown
    assert shown is not None
    assert (shown.list_id, shown.model, shown.arm, shown.surface) == ("list-1", "ranking-7", "b", Surface.SEARCH)
    assert [(one.product_id, one.variant_id, one.position) for one in shown.placements] == [
        ("coat", "coat-blue", 1),
        ("cap", "cap-blue", 2),
    ]
    assert [(one.propensity, one.is_exploration) for one in shown.placements] == [(1.0, False), (0.2, True)]


def test_a_product_from_elsewhere_keeps_its_place_among_the_others() -> None:
    shown = arrived(message(a_list("coat"), cards=(JACKET, COAT))).shown
    assert shown is not None
    assert [(one.product_id, one.position) for one in shown.placements] == [("coat", 2)]


def test_what_a_rule_moved_ahead_did_not_get_there_by_lot_and_the_others_keep_their_chances() -> None:
    shown = arrived(message(a_list("boots", "coat", "cap"), cards=(CAP, BOOTS, COAT))).shown
    assert shown is not None
    assert [(one.product_id, one.propensity, one.is_exploration) for one in shown.placements] == [
        ("cap", 1.0, False),
        ("boots", 1.0, False),
        ("coat", 1.0, False),
    ]
    kept = arrived(message(a_list("boots", "cap", "coat"), cards=(JACKET, BOOTS, CAP))).shown
    assert kept is not None
    assert [(one.position, one.propensity, one.is_exploration) for one in kept.placements] == [
        (2, 1.0, False),
        (3, 0.2, True),
    ]


def test_of_several_lists_the_one_that_most_comes_from_is_told_and_the_later_of_two() -> None:
    looked, found, again = a_list("coat"), a_list("cap", "coat", list_id="found"), a_list("coat", "cap", list_id="2nd")
    most = arrived(message(found, looked, cards=(COAT, CAP))).shown
    later = arrived(message(found, again, cards=(COAT, CAP))).shown
    assert most is not None
    assert later is not None
    assert (most.list_id, later.list_id) == ("found", "2nd")


@pytest.mark.parametrize("cards", [None, (), (JACKET,)])
def test_an_answer_without_ordered_products_has_no_list(cards: Sequence[ProductCard] | None) -> None:
    assert arrived(message(a_list("coat"), cards=cards)).shown is None


def test_the_list_goes_with_the_products_that_are_told_last() -> None:
    first, second = message(a_list("coat"), cards=(COAT,)), message(a_list("cap", list_id="2nd"), cards=(CAP,))
    words = message(cards=None)
    assert (told := arrived(first, second, words).shown) is not None
    assert told.list_id == "2nd"
    elsewhere = message(cards=(JACKET,))
    assert arrived(first, elsewhere).shown is None


def test_nothing_is_noted_outside_of_a_turn_and_nothing_stays_after_it() -> None:
    note(a_list("coat"))
    assert shown_as([COAT]) is None
    with noting():
        note(a_list("coat"))
    with noting():
        assert shown_as([COAT]) is None


def test_a_reply_does_not_tell_it() -> None:
    reply = Reply.of(replace(FOUND, shown=a_list("jacket")), turn_id="t", intent="product_search", confidence=1.0)
    assert not hasattr(reply, "shown")
    assert ANSWER.validate_python(ANSWER.dump_python(FOUND)).shown is None
