"""What is sped up gives the same verdicts and calls as Rasa's own code."""

import copy

import jsonschema
import pytest
import rasa
from rasa.core.actions.action import RemoteAction
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from stack import DOMAIN

from dialogue import graph_runs, speedups
from dialogue.errors import ModelRefused

RASAS_RUN = DaskGraphRunner.run

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


def test_a_copied_slot_is_like_the_first_and_apart_from_it():
    for slot in Domain.load(str(DOMAIN)).slots:
        before = dict(vars(slot))
        copied = copy.copy(slot)
        assert (type(copied), vars(copied)) == (type(slot), before)
        copied.value = "another"
        copied.reset()
        assert vars(slot) == before


def test_events_are_still_told_apart_by_name():
    assert Event.resolve_by_type("slot") is SlotSet
    with pytest.raises(ValueError, match="no such event"):
        Event.resolve_by_type("no such event")
    assert Event.resolve_by_type("no such event", SlotSet) is SlotSet


def test_another_rasa_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rasa, "__version__", "3.6.22")
    with pytest.raises(ModelRefused, match=r"3\.6\.22"):
        speedups.apply()


class Adding:
    """A node like Rasa's: it is handed the outputs of others, each with its name."""

    def __init__(self, name: str, run: list[str]) -> None:
        self._name = name
        self._run = run

    def __call__(self, *outputs: tuple[str, int]) -> tuple[str, int]:
        self._run.append(self._name)
        return self._name, sum(number for _, number in outputs) + 1


def a_graph(run: list[str], **needs: list[str]) -> DaskGraphRunner:
    """`needs` are listed in any order, as in a schema."""
    nodes = {
        name: SchemaNode(
            needs={f"given_{place}": need for place, need in enumerate(needed)},
            uses=Adding,
            constructor_name="",
            fn="",
            config={},
        )
        for name, needed in needs.items()
    }
    runner = DaskGraphRunner.__new__(DaskGraphRunner)
    runner._graph_schema = GraphSchema(nodes)
    runner._instantiated_nodes = {name: Adding(name, run) for name in needs}
    runner._execution_context = None
    return runner


@pytest.mark.parametrize("targets", [["last"], ["middle"], ["last", "beside"], ["__message__"]], ids=str)
def test_a_graph_gives_what_it_gives_by_dask(targets: list[str]):
    needs = {"last": ["middle", "beside"], "middle": ["first"], "beside": ["first"], "first": ["__message__"]}
    given = {"__message__": 5}
    straight, by_dask = [], []
    told = graph_runs.run(a_graph(straight, **needs), given, targets)
    assert told == RASAS_RUN(a_graph(by_dask, **needs), given, targets)
    assert sorted(straight) == sorted(by_dask)


def test_a_node_is_run_once_and_each_run_is_its_own():
    run: list[str] = []
    runner = a_graph(run, last=["middle", "first"], middle=["first"], first=["__message__"])
    assert [runner.run({"__message__": number}, ["last"])["last"] for number in (1, 10)] == [6, 24]
    assert run == ["first", "middle", "last"] * 2


def test_an_input_called_like_a_node_is_refused():
    with pytest.raises(GraphRunError, match="first"):
        a_graph([], first=["__message__"]).run({"first": 1}, ["first"])
