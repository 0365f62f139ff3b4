"""Scripted conversations: how they are read, and that what does not hold of an answer is found."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation.dialogue.carts import unasked_for
from assistant.evaluation.dialogue.errors import BrokenScript, ShopRefused
from assistant.evaluation.dialogue.expectations import broken
from assistant.evaluation.dialogue.figures import figures_of
from assistant.evaluation.dialogue.holding import Held, hold
from assistant.evaluation.dialogue.script import Deed, Line, conversations_in
from assistant.evaluation.dialogue.shopper import Shopper

MILK = {
    "title": "Barrow Lane Whole Milk",
    "quantity": 2,
    "attributes": {"size": "1 gal"},
    "unit_price": {"amount_minor": 400},
    "line_total": {"amount_minor": 800},
}
CART = {"lines": [MILK], "total": {"amount_minor": 800}}
ORDER = {"number": "TL-400001", "state": "placed", "lines": [], "payment": {"state": "requested"}}
SHOWN = {
    "title": "Ridge Boots",
    "brand": "Fellmoor",
    "category": "Boots",
    "attributes": {"color": "brown"},
    "price": {"amount_minor": 9900, "currency": "USD"},
    "in_stock": True,
    "why": None,
}
REPLY: Mapping[str, Any] = {
    "speech": "Added two of the milk. Anything else?",
    "products": [SHOWN],
    "cart": CART,
    "order": ORDER,
    "handoff": {"summary": "wants a person"},
    "understood": {"intent": "add_to_cart", "query": {"text": "milk", "quantity": 2}},
}


class ScriptedShopper(Shopper):
    """Answers everything with one reply; `refuses` makes the shop break."""

    def __init__(self, reply: Mapping[str, Any] = REPLY, *, cart: Mapping[str, Any] = CART) -> None:
        self.turns_ms = []
        self.heard: list[str] = []
        self.reply = dict(reply)
        self.held = dict(cart)
        self.refuses = False

    def says(self, text: str) -> dict[str, Any]:
        self.heard.append(text)
        if self.refuses:
            raise ShopRefused(call="POST /chat/messages", status=503, title="gone")
        self.turns_ms.append(12.0)
        return self.reply

    def sign_in(self, customer: str) -> None:
        self.heard.append(f"as {customer}")

    def sign_out(self) -> None:
        self.heard.append("out")

    def cart(self) -> dict[str, Any]:
        return self.held


def held_as(written: str, tmp_path: Path, shopper: ScriptedShopper | None = None) -> Held:
    (tmp_path / "group.yml").write_text(written)
    (conversation,) = conversations_in(tmp_path)
    used = shopper or ScriptedShopper()
    return hold(conversation, lambda: used)


@pytest.mark.parametrize(
    "expected",
    [
        {"intent": "checkout"},
        {"intent": ["checkout", "affirm"]},
        {"query": {"text": "eggs"}},
        {"says": "bread"},
        {"says": ["milk", "bread"]},
        {"says_not": "MILK"},
        {"matches": r"added \d"},
        {"matches_not": "two of"},
        {"asks": False},
        {"longest": 10},
        {"longest_words": 6},
        {"products": None},
        {"products": {"at_least": 2}},
        {"products": {"every": {"max_price": 9000}}},
        {"products": {"every": {"attributes": {"color": "black"}}}},
        {"products": {"first": {"title": "Sandal"}}},
        {"products": {"not_titles": "Ridge Boots"}},
        {"cart": []},
        {"cart": [{"title": "Milk"}]},
        {"cart": [{"title": "Milk", "quantity": 2, "attributes": {"size": "1 qt"}}]},
        {"cart": [{"title": "Milk", "quantity": 2}, {"title": "Eggs"}]},
        {"total_minor": 801},
        {"totals": {"tax": 0}},
        {"order": None},
        {"order": {"state": "shipped"}},
        {"order": {"number": r"TL-\d{4}"}},
        {"order": {"payment": {"state": "paid"}}},
        {"handoff": None},
        {"handoff": {"summary": "wants a refund"}},
    ],
    ids=str,
)
def test_what_does_not_hold_is_told(expected: dict[str, Any]) -> None:
    assert broken(REPLY, expected)


@pytest.mark.parametrize(
    "expected",
    [
        {"intent": ["checkout", "add_to_cart"], "asks": True, "longest_words": 7, "says": ["milk"], "matches": "two"},
        {"cart": [{"title": "milk", "quantity": 2, "attributes": {"size": "1 gal"}}], "total_minor": 800},
        {"order": {"state": ["placed", "packed"], "number": r"TL-\d{6}", "payment": {"state": "requested"}}},
        {"order": True, "handoff": {"summary": "person"}},
        {"products": {"every": {"brand": "Fellmoor", "max_price": 9900}, "titles": ["Ridge Boots"], "at_most": 1}},
    ],
    ids=str,
)
def test_what_holds_is_not_told(expected: dict[str, Any]) -> None:
    assert broken(REPLY, expected) == []


@pytest.mark.parametrize("speech", ["", "see https://x.test", "a | b", "two\nlines", "long " * 100])
def test_every_answer_has_to_be_fit_to_be_spoken(speech: str) -> None:
    assert broken({**REPLY, "speech": speech}, {})


def test_what_nobody_asked_for_in_the_cart_is_found() -> None:
    assert list(unasked_for(CART, []))
    assert list(unasked_for(CART, [{"title": "Milk"}]))
    assert list(unasked_for({"lines": [MILK, MILK]}, [{"title": "Milk", "quantity": 2}]))
    assert not list(unasked_for(CART, [{"title": "Milk", "quantity": 3}, {"title": "Eggs"}]))
    assert not list(unasked_for({"lines": []}, [{"title": "Milk"}]))


def test_conversation_that_leaves_something_unasked_for_fails(tmp_path: Path) -> None:
    held = held_as("one:\n  - say: milk\n", tmp_path)
    assert held.outcome == "failed"
    assert "which no line asked for" in held.faults[0].why[0]
    assert held_as("one:\n  - {say: milk, cart: [{title: Milk, quantity: 2}]}\n", tmp_path).outcome == "passed"


def test_known_failure_has_to_go_on_failing(tmp_path: Path) -> None:
    written = "one:\n  known_failure: not yet\n  lines: [{say: milk, says: %s, cart: [{title: Milk, quantity: 2}]}]\n"
    assert held_as(written % "bread", tmp_path).outcome == "known"
    assert held_as(written % "milk", tmp_path).outcome == "mended"


def test_shopper_signs_in_where_the_script_says(tmp_path: Path) -> None:
    shopper = ScriptedShopper(cart={"lines": []})
    written = "one:\n  as: maya\n  sign_in_after: 1\n  lines: [{say: a}, {say: b}, {sign_out: true}, {sign_in: tom}]\n"
    held_as(written, tmp_path, shopper)
    assert shopper.heard == ["a", "as maya", "b", "out", "as tom"]


def test_later_lines_speak_of_what_was_remembered(tmp_path: Path) -> None:
    shopper = ScriptedShopper(cart={"lines": []})
    lines = "[{say: a, remember: x}, {say: 'the {x.1.title} of {x.order.number} and {x.cart.lines.1.title}'}]"
    held_as(f"one: {lines}", tmp_path, shopper)
    assert shopper.heard[1] == "the Ridge Boots of TL-400001 and Barrow Lane Whole Milk"


def test_shop_that_breaks_is_a_fault_and_ends_the_conversation(tmp_path: Path) -> None:
    shopper = ScriptedShopper()
    shopper.refuses = True
    held = held_as("one: [{say: a}, {say: b}]", tmp_path, shopper)
    assert held.outcome == "failed"
    assert "503" in held.faults[0].why[0]
    assert shopper.heard == ["a"]


@pytest.mark.parametrize(
    "written",
    [
        "- say: a",
        "one: [{say: a, sayz: b}]",
        "one: [{say: 5}]",
        "one: [{intent: affirm}]",
        "one: {line: []}",
        "one: {known_failure: '', lines: [{say: a}]}",
        "one: {as: maya, sign_in_after: 2, lines: [{say: a}]}",
        "one: [",
        "{}",
    ],
)
def test_broken_script_is_refused(written: str, tmp_path: Path) -> None:
    (tmp_path / "group.yml").write_text(written)
    with pytest.raises(BrokenScript):
        conversations_in(tmp_path)


def test_groups_are_files_and_can_be_picked(tmp_path: Path) -> None:
    for group in ("first", "second"):
        (tmp_path / f"{group}.yml").write_text("one: [{say: a}]")
    assert [each.title for each in conversations_in(tmp_path, only=["second"])] == ["second: one"]
    with pytest.raises(BrokenScript):
        conversations_in(tmp_path, only=["third"])


def test_figures_count_outcomes_intents_and_words(tmp_path: Path) -> None:
    good = held_as("one: [{say: a, intent: add_to_cart, cart: [{title: Milk, quantity: 2}]}]", tmp_path)
    bad = held_as("one: [{say: a, intent: [affirm, deny]}]", tmp_path)
    figures = figures_of([good, bad])
    assert (figures["passed"], figures["failed"], figures["passing"]) == (1, 1, 0.5)
    assert figures["groups"] == {"group": {"passed": 1, "failed": 1, "known": 0, "mended": 0}}
    assert figures["intents"]["confusions"] == [{"meant": "affirm", "heard": "add_to_cart", "times": 1}]
    assert figures["speech"]["words_p95"] == 7
    assert figures["turn_ms"] == {"p50": 12.0, "p99": 12.0}
    assert figures["failures"][0]["say"] == "a"


def test_steps_of_the_projects_own_scripts_can_be_read() -> None:
    folder = Path(__file__).resolve().parents[2] / "dialogue" / "conversations"
    for conversation in conversations_in(folder):
        assert all(isinstance(step, Line | Deed) for step in conversation.steps)
        assert conversation.lines
