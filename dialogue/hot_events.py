"""Which part of a conversation Rasa keeps at hand, so that a turn costs the same however long the talk has been."""

from collections.abc import Iterable
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    DefinePrevUserUtteredFeaturization,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

# What was said is the gateway's to keep or not; no rule looks at it, so it is neither read back nor stored here.
NEVER_READ_AGAIN = (BotUttered, DefinePrevUserUtteredFeaturization)
SESSION_STARTS = (SessionStarted, Restarted)
KEPT_OF_INTENT = ("name", "confidence", "full_retrieval_intent_name")
NEVER_STORED = ("metadata", "policy", "confidence")


def bounded(tracker: DialogueStateTracker, *, keep: int) -> list[Event]:
    """The last `keep` events that still matter, from a user's turn on, led in by the state before them.

    The lead-in has the form of a session that starts with its slots carried over, which Rasa itself writes; replaying
    it gives the slots, the active loop, the pause and the latest action that the dropped events had led to.
    """
    events = _this_session(list(tracker.events))
    if (start := _cut(events, keep=keep)) > 0:
        after = events[start:]
        events = _lead_in(tracker, events[:start], at=after[0].timestamp) + after
    return list(_still_mattering(events, tracker))


def _this_session(events: list[Event]) -> list[Event]:
    """A session's start resets the tracker and repeats what it carries over: nothing before it has an effect."""
    starts = (index for index in range(len(events) - 1, -1, -1) if isinstance(events[index], SESSION_STARTS))
    return events[next(starts, 0) :]


def _cut(events: list[Event], *, keep: int) -> int:
    """Where the earliest turn within the last `keep` events begins, else the latest turn; 0 if all may stay."""
    counted = 0
    turn = 0
    for index in range(len(events) - 1, -1, -1):
        counted += not isinstance(events[index], NEVER_READ_AGAIN)
        if counted > keep and turn:
            return turn
        if isinstance(events[index], UserUttered):
            turn = index
    return turn if counted > keep else 0


def _lead_in(tracker: DialogueStateTracker, before: list[Event], *, at: float) -> list[Event]:
    state = tracker.init_copy()
    initial = state.current_slot_values()
    state.events.extend(before)
    state.replay_events()
    lead_in: list[Event] = [SessionStarted(timestamp=at)]
    lead_in += [
        SlotSet(name, value, timestamp=at)
        for name, value in state.current_slot_values().items()
        if value != initial[name]
    ]
    if state.active_loop_name:
        lead_in.append(ActiveLoop(state.active_loop_name, timestamp=at))
    if state.is_paused():
        lead_in.append(ConversationPaused(timestamp=at))
    lead_in.append(ActionExecuted(ACTION_LISTEN_NAME, timestamp=at))
    return lead_in


def _still_mattering(events: list[Event], tracker: DialogueStateTracker) -> Iterable[Event]:
    """Leave out what was said and, of slots no rule looks at, every value but the last."""
    last_value = {event.key: event for event in events if isinstance(event, SlotSet)}
    for event in events:
        if isinstance(event, NEVER_READ_AGAIN):
            continue
        if isinstance(event, SlotSet) and event is not last_value[event.key] and not _decides(tracker, event.key):
            continue
        yield event


def _decides(tracker: DialogueStateTracker, slot: str) -> bool:
    return slot not in tracker.slots or tracker.slots[slot].has_features()


def stored_form(event: Event) -> dict[str, Any]:
    """The event as it is kept: no words of the shopper, no figures of the prediction, no marks of the model."""
    plain = event.as_dict()
    if isinstance(event, UserUttered):
        plain = {
            "event": plain["event"],
            "timestamp": plain["timestamp"],
            "input_channel": event.input_channel,
            "parse_data": {
                "intent": {k: v for k, v in event.intent.items() if k in KEPT_OF_INTENT},
                "entities": [{**_entity_kind(entity), "value": None} for entity in event.entities],
            },
        }
    return {key: value for key, value in plain.items() if value is not None and key not in NEVER_STORED}


def _entity_kind(entity: dict[str, Any]) -> dict[str, Any]:
    return {key: entity[key] for key in ("entity", "role", "group") if key in entity}
