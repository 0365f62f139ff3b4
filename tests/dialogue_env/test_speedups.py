"""What is sped up gives the same verdicts and calls as Rasa's own code."""

import jsonschema
import pytest
import rasa
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event, SlotSet

from dialogue import speedups
from dialogue.errors import ModelRefused

ANSWERS = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "query", "value": {"text": "x"}, "timestamp": None}], "responses": []},
    {"events": [{"event": "slot", "name": "query", "value": None}], "responses": [{"text": "hi"}, {"custom": {}}]},
    {"events": [{"event": "followup", "name": "action_listen"}]},
    {"events": [{"event": "action", "name": "action_listen", "policy": None, "confidence": 1.0}]},
    {"events": [{"event": "bot", "text": "hi", "metadata": {}}]},
    {"events": [{"event": "active_loop", "name": None}]},
    None,
    [],
    "nothing",
    {"events": None},
    {"events": {}},
    {"events": ["slot"]},
    {"events": [{}]},
    {"events": [{"event": None}]},
    {"events": [{"event": "no such event"}]},
    {"events": [{"event": "slot", "nonsense": 1}]},
    {"events": [{"event": "slot", "name": 7, "value": 1}]},
    {"events": [{"event": "slot", "name": "query", "value": 1, "timestamp": "now"}]},
    {"events": [{"event": "slot", "name": "query", "value": 1, "metadata": []}]},
    {"events": [{"event": "entities"}]},
    {"events": [{"event": "user", "text": 7}]},
    {"responses": None},
    {"responses": ["hi"]},
    {"responses": {"text": "hi"}},
]


@pytest.fixture(scope="module", autouse=True)
def applied() -> None:
    speedups.apply()


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_the_verdict_on_an_answer_is_the_one_of_rasa(answer: object):
    try:
        jsonschema.validate(answer, RemoteAction.action_response_format_spec())
    except jsonschema.ValidationError:
        with pytest.raises(jsonschema.ValidationError):
            RemoteAction("action_view_cart", None)._validate_action_result(answer)
    else:
        assert RemoteAction("action_view_cart", None)._validate_action_result(answer)


def test_a_refused_answer_is_not_quoted():
    with pytest.raises(jsonschema.ValidationError) as refused:
        RemoteAction("action_view_cart", None)._validate_action_result(
            {"events": [{"event": "slot", "name": "canary"}]}
        )
    assert "canary" not in str(refused.value)


def test_events_are_still_told_apart_by_name():
    assert Event.resolve_by_type("slot") is SlotSet
    with pytest.raises(ValueError, match="no such event"):
        Event.resolve_by_type("no such event")
    assert Event.resolve_by_type("no such event", SlotSet) is SlotSet


def test_another_rasa_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rasa, "__version__", "3.6.22")
    with pytest.raises(ModelRefused, match=r"3\.6\.22"):
        speedups.apply()
