"""Holds an answer against Amazon's own model of it, and against what the platform says and the model does not."""

import json
import re
import warnings
from enum import Enum
from importlib import import_module
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

MODEL = "ask_sdk_model.response_envelope.ResponseEnvelope"
PLAIN: dict[str, type | tuple[type, ...]] = {"str": str, "bool": bool, "int": int, "float": (int, float)}
NESTED = re.compile(r"(?P<kind>list\[|dict\(str, )(?P<inner>.+)[\])]$")


def strictly(content: bytes) -> dict[str, Any]:
    """The answer, if nothing in it is unknown to Amazon, of another kind, or against the platform's rules."""
    assert len(content) <= 24 * 1024
    told: dict[str, Any] = json.loads(content)
    _conforms(told, MODEL, "$")
    response = told["response"]
    if reprompt := response.get("reprompt"):
        assert response["shouldEndSession"] is False
        spoken_in(reprompt["outputSpeech"])
    elif "outputSpeech" in response:
        assert response["shouldEndSession"] is True
    if speech := response.get("outputSpeech"):
        assert spoken_in(speech)
    if card := response.get("card"):
        _card_fits(card)
    return told


def spoken_in(speech: dict[str, Any]) -> str:
    """The words that are heard."""
    assert speech.keys() == {"type", "ssml"}
    assert len(speech["ssml"]) < 8000
    spoken = ET.fromstring(speech["ssml"])  # noqa: S314 - what we wrote ourselves
    assert spoken.tag == "speak"
    assert {each.tag for each in spoken.iter()} <= {"speak", "prosody"}
    return "".join(spoken.itertext())


def said(told: dict[str, Any]) -> str:
    return spoken_in(told["response"]["outputSpeech"])


def directives(told: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each for each in told["response"].get("directives", []) if each["type"] == kind]


def _card_fits(card: dict[str, Any]) -> None:
    words = [card.get(name, "") for name in ("title", "content", "text")]
    assert sum(map(len, words)) <= 8000
    for url in card.get("image", {}).values():
        assert url.startswith("https://")
        assert len(url) <= 2000


def _conforms(value: Any, kind: str, where: str) -> None:
    if kind == "object":
        return
    if kind in PLAIN:
        assert isinstance(value, PLAIN[kind]), where
        return
    if nested := NESTED.match(kind):
        inner = enumerate(value) if nested["kind"] == "list[" else value.items()
        for name, each in inner:
            _conforms(each, nested["inner"], f"{where}.{name}")
        return
    _is_a(value, kind, where)


def _loaded(module: str) -> ModuleType:
    """Their documentation strings hold backslashes that mean nothing, which the first reader is warned of."""
    with warnings.catch_warnings(action="ignore"):
        return import_module(module)


def _is_a(value: Any, kind: str, where: str) -> None:
    module, _, name = kind.rpartition(".")
    model = getattr(_loaded(module), name)
    if issubclass(model, Enum):
        assert value in {each.value for each in model}, where
        return
    assert isinstance(value, dict), where
    if hasattr(model, "get_real_child_model"):
        real = model.get_real_child_model(value)
        assert real, f"{where}: {value.get('type')}"
        if real != kind:
            _is_a(value, real, where)
            return
    kinds = {json_name: model.deserialized_types[name] for name, json_name in model.attribute_map.items()}
    assert value.keys() <= kinds.keys(), (where, value.keys() - kinds.keys())
    for name, each in value.items():
        _conforms(each, kinds[name], f"{where}.{name}")
