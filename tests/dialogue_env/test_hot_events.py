"""A conversation cut to its latest events leads on exactly as the whole of it would."""

import json

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    DefinePrevUserUtteredFeaturization,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from dialogue.hot_events import bounded, stored_form

DOMAIN = Domain.from_dict(
    {
        "intents": ["product_search"],
        "actions": ["action_search_products"],
        "slots": {
            "query": {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]},
            "shown_products": {"type": "list", "influence_conversation": False, "mappings": [{"type": "custom"}]},
            "asked": {"type": "bool", "influence_conversation": True, "mappings": [{"type": "custom"}]},
        },
        "forms": {"return_form": {"required_slots": []}},
    }
)
START = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]


def turn(number: int, *extra: Event) -> list[Event]:
    return [
        UserUttered(f"secret words {number}", {"name": "product_search", "confidence": 0.9}),
        DefinePrevUserUtteredFeaturization(False),
        ActionExecuted("action_search_products", policy="RulePolicy", confidence=1.0),
        BotUttered("said", {"custom": {"answer": {"products": ["big"] * 50}}}),
        SlotSet("query", {"text": f"jacket {number}"}),
        *extra,
        ActionExecuted("action_listen"),
    ]


def conversation(*events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("s", [*START, *events], DOMAIN.slots)


def long_conversation(turns: int = 200, *first: Event) -> DialogueStateTracker:
    return conversation(*first, *(event for number in range(turns) for event in turn(number)))


def stored_and_read(tracker: DialogueStateTracker, keep: int = 20) -> DialogueStateTracker:
    plain = json.loads(json.dumps([stored_form(event) for event in bounded(tracker, keep=keep)]))
    return DialogueStateTracker.from_dict("s", plain, DOMAIN.slots)


def test_what_is_kept_does_not_grow_with_the_conversation():
    sizes = {turns: len(bounded(long_conversation(turns), keep=20)) for turns in (10, 50, 200)}
    assert max(sizes.values()) <= 20 + len(START) + len(DOMAIN.slots)
    assert sizes[200] == sizes[50]


def test_a_short_conversation_is_kept_as_it_is():
    tracker = long_conversation(2)
    kept = stored_and_read(tracker)
    assert [e.intent_name for e in kept.events if isinstance(e, UserUttered)] == ["product_search"] * 2
    assert kept.current_slot_values() == tracker.current_slot_values()


@pytest.mark.parametrize("keep", [12, 20, 21, 22, 23, 60])
def test_the_kept_part_begins_with_a_session_start_and_then_a_turn(keep: int):
    kept = bounded(long_conversation(), keep=keep)
    first_user = next(index for index, event in enumerate(kept) if isinstance(event, UserUttered))
    assert isinstance(kept[0], SessionStarted)
    assert isinstance(kept[first_user - 1], ActionExecuted)
    assert kept[first_user - 1].action_name == "action_listen"
    assert all(isinstance(event, (SlotSet, ActiveLoop)) for event in kept[1 : first_user - 1])


def test_a_slot_set_only_at_the_very_beginning_is_still_set_after_many_turns_and_savings():
    tracker = long_conversation(60, SlotSet("shown_products", [{"id": "p1"}]), SlotSet("asked", True))
    for number in range(60):
        tracker = stored_and_read(tracker)
        for event in turn(number):
            tracker.update(event)
    assert tracker.get_slot("shown_products") == [{"id": "p1"}]
    assert tracker.get_slot("asked") is True
    assert tracker.get_slot("query") == {"text": "jacket 59"}


def test_the_last_value_of_a_slot_wins_and_earlier_ones_of_deciding_slots_stay():
    tracker = conversation(*turn(0, SlotSet("asked", True)), *turn(1, SlotSet("asked", False)), *turn(2))
    kept = bounded(tracker, keep=60)
    assert [event.value for event in kept if isinstance(event, SlotSet) and event.key == "asked"] == [True, False]
    assert [event.value for event in kept if isinstance(event, SlotSet) and event.key == "query"] == [
        {"text": "jacket 2"}
    ]


def test_a_form_opened_long_ago_is_still_open():
    tracker = long_conversation(100, ActiveLoop("return_form"))
    assert stored_and_read(tracker).active_loop_name == "return_form"


def test_a_form_closed_since_stays_closed():
    tracker = long_conversation(100, ActiveLoop("return_form"), ActiveLoop(None))
    assert stored_and_read(tracker).active_loop_name is None


def test_a_pause_outlasts_the_cut():
    assert stored_and_read(long_conversation(100, ConversationPaused())).is_paused()


def test_the_latest_action_and_intent_are_what_they_were():
    tracker = long_conversation()
    kept = stored_and_read(tracker)
    assert kept.latest_action_name == tracker.latest_action_name == "action_listen"
    assert kept.latest_message.intent["name"] == "product_search"
    assert kept.followup_action == tracker.followup_action


def test_rules_see_the_same_recent_past():
    tracker = long_conversation()
    fresh = stored_and_read(tracker)
    assert fresh.past_states(DOMAIN)[-6:] == [
        {**state, "user": {key: value for key, value in state["user"].items() if key != "text"}}
        if "user" in state
        else state
        for state in tracker.past_states(DOMAIN)[-6:]
    ]


def test_one_endless_turn_is_kept_whole():
    tracker = conversation(*turn(0), *turn(1, *(ActionExecuted("action_search_products") for _ in range(80))))
    kept = stored_and_read(tracker)
    assert sum(isinstance(event, UserUttered) for event in kept.events) == 1
    assert kept.latest_action_name == "action_listen"


def test_sessions_past_leave_nothing_behind():
    tracker = conversation(*turn(0), *START, *turn(1))
    assert sum(isinstance(event, UserUttered) for event in bounded(tracker, keep=60)) == 1


def test_nothing_said_by_either_side_is_stored():
    plain = json.dumps([stored_form(event) for event in bounded(long_conversation(3), keep=60)])
    assert "secret words" not in plain
    assert "said" not in plain
    assert "big" not in plain
