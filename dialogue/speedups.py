"""Work that Rasa 3.6.21 repeats in every turn for nothing, taken out. Applies to that version only."""

from types import ModuleType, SimpleNamespace
from typing import Any

import rasa
import rasa.core.policies.rule_policy
import rasa.core.processor
from jsonschema import Draft202012Validator, ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.shared.utils.schemas.events import EVENT_SCHEMA

from dialogue import graph_runs
from dialogue.errors import ModelRefused

WRITTEN_FOR = "3.6.21"

# Neither is looked at by an action, and both grow with the number of intents and responses.
NOT_FOR_ACTIONS = ("response_selector", "text_tokens")


def apply() -> None:
    """Replace the methods; refuses on another Rasa, where each has to be looked at again."""
    if rasa.__version__ != WRITTEN_FOR:
        raise ModelRefused(reason=f"the speed-ups were written for Rasa {WRITTEN_FOR}, this is {rasa.__version__}")
    RemoteAction._validate_action_result = _validate_action_result  # noqa: SLF001 - the method is the seam
    RemoteAction._action_call_format = _action_call_format  # noqa: SLF001 - as above
    DaskGraphRunner.run = graph_runs.run
    Event.resolve_by_type = staticmethod(_EventTypes().resolve)
    Slot.__copy__ = _copy_of_slot
    for module in (rasa.core.processor, rasa.core.policies.rule_policy):
        _stop_copying_for_debug_lines(module)


def _validators_by_event() -> dict[str, Draft202012Validator]:
    """Rasa's schema asks for exactly one of its event shapes; each shape names its event, so the name picks it."""
    shape_free = {key: value for key, value in EVENT_SCHEMA.items() if key != "oneOf"}
    return {
        shape["properties"]["event"]["const"]: Draft202012Validator(_both(shape_free, shape))
        for shape in EVENT_SCHEMA["oneOf"]
    }


def _both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """As one schema, which is looked through once; of what both say of a property, the second is the stricter."""
    merged = {**one, **other, "properties": {**one["properties"], **other["properties"]}}
    return {**merged, "required": [*one["required"], *other.get("required", [])]}


_VALIDATORS = _validators_by_event()


def _validate_action_result(_action: RemoteAction, result: Any) -> bool:
    """Rasa has `jsonschema.validate` check the schema itself against its meta-schema each time, most of a turn's work.

    The verdict is the same. The error is our own, since jsonschema's would carry the whole answer into every log.
    """
    if not isinstance(result, dict):
        raise ValidationError("the action server's answer is not an object")
    for event in _items(result, "events"):
        validator = _VALIDATORS.get(event["event"]) if isinstance(event.get("event"), str) else None
        if validator is None or not validator.is_valid(event):
            raise ValidationError("the action server's answer holds a malformed event")
    _items(result, "responses")
    return True


def _items(result: dict[str, Any], name: str) -> list[dict[str, Any]]:
    items = result.get(name, [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ValidationError(f"the action server's answer has no list of objects as {name}")
    return items


def _action_call_format(action: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:  # noqa: ARG001 - Rasa's signature
    """Rasa posts the whole domain and every event of the conversation; an action reads slots and the latest message."""
    state = tracker.current_state(EventVerbosity.NONE)
    if state["latest_message"]:
        state["latest_message"] = {
            key: value for key, value in state["latest_message"].items() if key not in NOT_FOR_ACTIONS
        }
    state["events"] = [event.as_dict() for event in _events_of_this_turn(tracker)]
    # rasa-sdk asks for the domain to be there, and is content with an empty one.
    return {
        "next_action": action.name(),
        "sender_id": tracker.sender_id,
        "tracker": state,
        "domain": {},
        "version": rasa.__version__,
    }


def _events_of_this_turn(tracker: DialogueStateTracker) -> list[Event]:
    """From the shopper's latest message on, without the message: it is in the call already."""
    events: list[Event] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        events.append(event)
    return events[::-1]


class _EventTypes:
    """Rasa searches all subclasses of Event for the name of every single event it reads."""

    def __init__(self) -> None:
        self._search = Event.resolve_by_type
        self._found: dict[tuple[str, Any], Any] = {}

    def resolve(self, type_name: str, default: Any = None) -> Any:
        if (type_name, default) not in self._found:
            self._found[type_name, default] = self._search(type_name, default)
        return self._found[type_name, default]


def _copy_of_slot(slot: Slot) -> Slot:
    """Rasa copies every slot of the domain for every tracker it makes, several of them in a turn; `copy` would find out
    each time anew how such a thing is taken apart and put together.
    """
    copied = object.__new__(type(slot))
    vars(copied).update(vars(slot))
    return copied


def _stop_copying_for_debug_lines(module: ModuleType) -> None:
    """These two modules deep-copy events and states for debug lines, which we never print, and for nothing else."""
    module.copy = SimpleNamespace(deepcopy=lambda value: value)
