"""The interaction model that is made from the carriers, and the committed one."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.skill_package import MODEL, known_sentences, learned_sentences, model_of, written
from webhooks.alexa.carriers import ANSWER_INTENT, ANSWER_SLOT, CARRIERS, SLOT, sentence_of
from webhooks.alexa.skill.hearing import Hearing
from webhooks.alexa.skill.model import interaction_model
from webhooks.alexa.skill.rules import broken_rules
from webhooks.alexa.slot_values import SEARCH_QUERY


@pytest.fixture(scope="module")
def committed() -> Any:
    return json.loads(MODEL.read_text(encoding="utf-8"))


def test_a16_the_committed_model_keeps_amazons_rules(committed: Any) -> None:
    assert broken_rules(committed) == []


def test_the_committed_model_is_what_the_intents_make(committed: Any) -> None:
    """`aisle alexa model` writes it anew."""
    invocation = committed["interactionModel"]["languageModel"]["invocationName"]
    assert MODEL.read_text(encoding="utf-8") == written(model_of(invocation=invocation))


def test_a16_free_text_has_a_carrier_and_no_second_slot(committed: Any) -> None:
    intents = committed["interactionModel"]["languageModel"]["intents"]
    free = [
        (sample, slots)
        for intent in intents
        for slots in [{slot["name"]: slot["type"] for slot in intent.get("slots", [])}]
        for sample in intent["samples"]
        if SEARCH_QUERY in slots.values()
    ]
    assert len(free) > 200
    for sample, slots in free:
        assert SLOT.sub("", sample).strip(), sample
        assert len(slots) == 1, sample


def test_what_is_said_while_the_microphone_is_open_can_be_asked_for(committed: Any) -> None:
    (asked,) = committed["interactionModel"]["dialog"]["intents"]
    assert (asked["name"], asked["slots"][0]["name"]) == (ANSWER_INTENT, ANSWER_SLOT)
    assert asked["slots"][0]["elicitationRequired"]


def test_goods_of_a_catalogue_are_heard_alone_once_they_are_known() -> None:
    without = interaction_model(invocation="alder quay")["interactionModel"]["languageModel"]
    assert "GoodsIntent" not in {intent["name"] for intent in without["intents"]}
    model = interaction_model(invocation="alder quay", goods=["Rain Jackets", "Oat Milk", "rain jackets", "80% cocoa"])
    language = model["interactionModel"]["languageModel"]
    (goods,) = (kind for kind in language["types"] if kind["name"] == "Goods")
    assert [value["name"]["value"] for value in goods["values"]] == ["rain jackets", "oat milk"]
    assert "GoodsIntent" in {intent["name"] for intent in language["intents"]}
    assert broken_rules(model) == []


@given(st.sampled_from(sorted(CARRIERS)), st.from_regex(r"[a-z]{1,8}( [a-z]{1,8}){0,3}", fullmatch=True))
def test_whatever_is_said_behind_a_carrier_comes_whole(intent: str, words: str) -> None:
    carrier = CARRIERS[intent]
    if SEARCH_QUERY in carrier.slots.values():
        assert words in (sentence_of(intent, words) or "")


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("find a rain jacket under eighty dollars", "find a rain jacket under eighty dollars"),
        ("search for hiking boots", "find hiking boots"),
        ("throw in some bananas", "put in some bananas"),
        ("the second one", "the second one"),
        ("in a nine", "in a nine"),
        ("seven", "seven"),
        ("put the milk in my cart", "add the milk"),
        ("i want to return the boots", "return the boots"),
        ("twenty seven heron court", None),
        ("good evening", "good evening"),
        ("um a dozen eggs", "a dozen eggs"),
    ],
)
def test_ordinary_sentences_reach_the_assistant(said: str, text: str | None) -> None:
    assert Hearing(known={"good evening"}).heard(said).text == text


def test_most_of_what_the_assistant_learned_from_can_open_the_skill() -> None:
    learned = learned_sentences()
    hearing = Hearing(known=frozenset(known_sentences(learned)))
    lost = [said for said in learned if hearing.heard(said).text is None]
    assert len(lost) < 0.03 * len(learned), lost[:20]


def test_every_carrier_is_of_use() -> None:
    """One that none of the sentences needs takes the place of another: Amazon allows 250 intents."""
    hearing = Hearing()
    used = {hearing.heard(said).intent for said in learned_sentences()}
    openings = {name for name in CARRIERS if name.startswith("Begins_")}
    assert openings - used == set()
