"""What Amazon would refuse of an interaction model, told before it does."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from webhooks.alexa.skill.model import interaction_model
from webhooks.alexa.skill.rules import broken_rules

Model = dict[str, Any]


@pytest.fixture
def model() -> Model:
    return copy.deepcopy(interaction_model(invocation="alder quay", sentences=["good evening"], goods=["milk"]))


def _language(model: Model) -> Any:
    return model["interactionModel"]["languageModel"]


def _intent(model: Model, name: str) -> Any:
    return next(intent for intent in _language(model)["intents"] if intent["name"] == name)


def test_a_model_of_ours_breaks_no_rule(model: Model) -> None:
    assert broken_rules(model) == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("aisle", "two words"),
        ("alexa shop", "wake"),
        ("amazon market", "wake"),
        ("open market", "launch"),
        ("alder and quay", "connecting"),
        ("the market", "only one word"),
        ("Alder Quay", "lower-case"),
        ("shop 24", "lower-case"),
        ("alder  quay", "single spaces"),
        ("market " * 9, "2 to 50"),
        ("", "2 to 50"),
    ],
)
def test_a16_invocation_names_that_amazon_refuses(model: Model, name: str, why: str) -> None:
    _language(model)["invocationName"] = name
    assert any(why in broken for broken in broken_rules(model))


@pytest.mark.parametrize("name", ["alder quay", "sam's market", "b. j. market", "the corner market"])
def test_a16_invocation_names_that_amazon_takes(model: Model, name: str) -> None:
    _language(model)["invocationName"] = name
    assert broken_rules(model) == []


def _bare(model: Model) -> None:
    _intent(model, "FindIntent")["samples"].append("{query}")


def _two_slots(model: Model) -> None:
    _intent(model, "FindIntent")["slots"].append({"name": "number", "type": "AMAZON.NUMBER"})
    _intent(model, "FindIntent")["samples"].append("find {number} {query}")


def _same_sample(model: Model) -> None:
    _intent(model, "AddIntent")["samples"].append("Find {query}")


def _digits(model: Model) -> None:
    _intent(model, "CheckoutIntent")["samples"].append("check out in 5 minutes")


def _question_mark(model: Model) -> None:
    _intent(model, "CheckoutIntent")["samples"].append("can i pay?")


def _unknown_slot(model: Model) -> None:
    _intent(model, "CheckoutIntent")["samples"].append("check out {how}")


def _slot_twice(model: Model) -> None:
    _intent(model, "NumberIntent")["samples"].append("{number} or {number}")


def _unknown_type(model: Model) -> None:
    _intent(model, "NumberIntent")["slots"][0]["type"] = "AMAZON.Nothing"


def _bad_name(model: Model) -> None:
    _intent(model, "CheckoutIntent")["name"] = "Checkout2"


def _without_help(model: Model) -> None:
    _language(model)["intents"].remove(_intent(model, "AMAZON.HelpIntent"))


def _without_samples(model: Model) -> None:
    _intent(model, "CheckoutIntent")["samples"] = []


def _twice(model: Model) -> None:
    _language(model)["intents"].append(_intent(model, "CheckoutIntent"))


def _without_prompt(model: Model) -> None:
    model["interactionModel"]["prompts"] = []


def _without_asked_intent(model: Model) -> None:
    _language(model)["intents"].remove(_intent(model, "AnswerIntent"))


def _too_many(model: Model) -> None:
    _language(model)["intents"] += [
        {"name": f"Many{'I' * number}", "slots": [], "samples": [f"many{'i' * number}"]} for number in range(20)
    ]


def _too_large(model: Model) -> None:
    values = [
        {"name": {"value": f"{'a' * 100} {letter * number}"}} for letter in "bcdefghij" for number in range(1, 1500)
    ]
    _language(model)["types"].append({"name": "Many", "values": values})


def _empty_type(model: Model) -> None:
    _language(model)["types"].append({"name": "Empty", "values": []})


@pytest.mark.parametrize(
    ("breaks", "why"),
    [
        (_bare, "AMAZON.SearchQuery needs a carrier"),
        (_two_slots, "AMAZON.SearchQuery allows no second slot"),
        (_same_sample, "AddIntent have the same sample"),
        (_digits, "only letters"),
        (_question_mark, "only letters"),
        (_unknown_slot, "is not one of the intent"),
        (_slot_twice, "the same slot twice"),
        (_unknown_type, "unknown type"),
        (_bad_name, "letters and underscores only"),
        (_without_help, "AMAZON.HelpIntent is missing"),
        (_without_samples, "CheckoutIntent has no sample"),
        (_twice, "CheckoutIntent is there 2 times"),
        (_without_prompt, "prompt 'Elicit.Slot.Answer' is missing"),
        (_without_asked_intent, "AnswerIntent.answer, which is not there"),
        (_too_many, "Amazon takes 250"),
        (_too_large, "Amazon takes 1500000"),
        (_empty_type, "has no value"),
    ],
)
def test_a16_each_broken_rule_is_told_in_a_line(model: Model, breaks: Callable[[Model], None], why: str) -> None:
    breaks(model)
    assert any(why in broken for broken in broken_rules(model)), broken_rules(model)[:5]


@pytest.mark.parametrize("given", [{}, {"interactionModel": None}, {"interactionModel": {"languageModel": {}}}])
def test_what_is_no_model_is_told(given: Model) -> None:
    (broken,) = broken_rules(given)
    assert "no interaction model" in broken
