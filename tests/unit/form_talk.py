"""Talks with forms without Rasa: the actions are called in the order in which Rasa's rules and forms call them.

That Rasa does so is tested with Rasa itself, in tests/dialogue_env/test_stories.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.replies import Events, without_question
from shop.turn import Buying

ROOT = Path(__file__).resolve().parents[2]
Told = dict[str, Any]
# Rasa's rules see no kinds of talk: the processor tells them apart.
GREETED, GREETING = "talk/greet", "action_greet"


@cache
def forms() -> Mapping[str, list[str]]:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())
    return {name: form["required_slots"] for name, form in domain["forms"].items()}


@dataclass
class FormTalk:
    """`slots` and `form` are as Rasa has them after the turn; `answers` is all that was told in the latest one."""

    executor: ActionExecutor
    shopper_id: str = "ann"
    buying: Buying = Buying.HERE
    required: Mapping[str, Sequence[str]] = field(default_factory=forms)
    slots: dict[str, Any] = field(default_factory=dict)
    form: str | None = None
    answers: list[Told] = field(default_factory=list)
    turns: int = 0
    _events: Events = field(default_factory=list)
    _message: dict[str, Any] = field(default_factory=dict)

    async def says(self, text: str, intent: str = "nlu_fallback", *, confidence: float = 0.9, kind: str = "") -> str:
        """What is answered aloud; of several questions only the last is asked, as in Rasa."""
        self.turns += 1
        self.answers, self._events = [], []
        named = {"name": intent, "confidence": confidence, "full_retrieval_intent_name": kind or None}
        metadata = {"shopper_id": self.shopper_id, "turn_id": f"turn-{self.turns}", "buying": self.buying}
        self._message = {"text": text, "intent": named, "metadata": metadata}
        if self.form is None or not await self._form_takes_it():
            await self._rule_of(intent)
        self.slots["last_speech"] = self._speech()
        return self._speech()

    async def _form_takes_it(self) -> bool:
        """Rasa asks the form first; a form that sets no slot has rejected the sentence."""
        events = await self._run(f"validate_{self.form}", within=self.form)
        if not any(event["event"] == "slot" and event["name"] != "requested_slot" for event in events):
            self._apply([{"event": "action_execution_rejected", "name": self.form}])
            return False
        await self._concluded(events)
        return True

    async def _rule_of(self, intent: str) -> None:
        name = (
            GREETING
            if self._message["intent"]["full_retrieval_intent_name"] == GREETED
            else actions_of_intents()[intent]
        )
        if name in self.required:
            await self._opened(name)
            return
        if not name.startswith("utter_"):
            events = await self._run(name)
            if opened := next((event["name"] for event in events if event["event"] == "active_loop"), None):
                await self._opened(opened)
                return
        if self.form is not None:
            await self._concluded(await self._run(f"validate_{self.form}", within=self.form))

    async def _opened(self, form: str) -> None:
        self.form = form
        self._apply([{"event": "active_loop", "name": form}])
        await self._concluded(await self._run(f"validate_{form}"))

    async def _concluded(self, events: Events) -> None:
        """The form ends if it requests nothing any more, and asks for the first slot that is not filled otherwise."""
        form = str(self.form)
        ends = any(event.get("name") == "requested_slot" and event.get("value") is None for event in events)
        slot = next((name for name in self.required[form] if self.slots.get(name) is None), None)
        if not ends and slot is not None:
            self.slots["requested_slot"] = slot
            await self._run(f"action_ask_{form}_{slot}", within=form)
            return
        self.form, self.slots["requested_slot"] = None, None
        events = await self._run("action_after_form")
        if opened := next((event["name"] for event in events if event["event"] == "active_loop"), None):
            await self._opened(opened)

    async def _run(self, action: str, *, within: str | None = None) -> Events:
        dispatcher = CollectingDispatcher()
        if within:
            self._events.append({"event": "action", "name": within})
        tracker = Tracker(
            "talk", dict(self.slots), self._message, list(self._events), False, None, {"name": self.form}, action
        )
        events = await self.executor.actions[action](dispatcher, tracker, {})
        if not within:
            self._events.append({"event": "action", "name": action})
        for message in dispatcher.messages:
            self.answers.append(message["custom"]["answer"])
            self._events.append({"event": "bot", "text": message["text"], "data": {"custom": message["custom"]}})
        self._apply(events)
        return events

    def _apply(self, events: Events) -> None:
        for event in events:
            self._events.append(event)
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]

    def _speech(self) -> str:
        spoken = [answer["speech"] for answer in self.answers if answer["speech"]]
        if spoken and spoken[-1].endswith("?"):
            spoken = [*map(without_question, spoken[:-1]), spoken[-1]]
        return " ".join(filter(None, spoken))


@cache
def actions_of_intents() -> Mapping[str, str]:
    """Which action, or form, answers an intent by its rule."""
    rules = yaml.safe_load((ROOT / "nlu_data" / "rules.yml").read_text())["rules"]
    found = [{name: step[name] for step in rule["steps"] for name in step} for rule in rules]
    return {rule["intent"]: rule["action"] for rule in found if "intent" in rule}
