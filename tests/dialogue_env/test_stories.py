"""The forms and rules of the product in Rasa itself: the real rules and domain, with each action's answer written down.

A sentence is the name of its intent: what a sentence means is tested elsewhere.
"""

import json
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import callers
import pytest
import yaml
from aiohttp import web
from stack import DOMAIN, ActionServer, Stack, endpoints_file, serving, serving_actions

from dialogue.channel import AisleChannel
from dialogue.server import create_app, load_agent

HERE = Path(__file__).parent
FORMS = yaml.safe_load(DOMAIN.read_text())["forms"]

Turn = dict[str, Any]


def stories() -> list[Any]:
    found = []
    for path in sorted((HERE / "stories").glob("*.yml")):
        found += [pytest.param(turns, id=name) for name, turns in yaml.safe_load(path.read_text()).items()]
    return found


class Scripted(ActionServer):
    """Each action answers as the story has it: always the same, or one answer after the other."""

    script: dict[str, Any]

    def follow(self, script: dict[str, Any]) -> None:
        self.calls.clear()
        self.script = {name: list(told) if isinstance(told, list) else told for name, told in script.items()}

    async def handle(self, request: web.Request) -> web.Response:
        call = await request.json()
        self.calls.append(call)
        told = self.script[call["next_action"]]
        return web.json_response(as_answer(told.pop(0) if isinstance(told, list) else told))


def as_answer(told: dict[str, Any]) -> dict[str, Any]:
    events: list[dict[str, Any]] = [
        {"event": "slot", "name": name, "value": value} for name, value in told.get("slots", {}).items()
    ]
    if told.get("opens"):
        events.append({"event": "active_loop", "name": told["opens"]})
    said = [{"custom": {"answer": {"speech": told["says"], "text": told["says"]}}}] if "says" in told else []
    return {"events": events, "responses": said}


@pytest.fixture(scope="session")
async def ruled(
    models: tuple[Path, Path], database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stack]:
    actions = Scripted()
    async with serving_actions(actions):
        folder = tmp_path_factory.mktemp("endpoints")
        endpoints = endpoints_file(folder, action_port=actions.port, database_url=database_url)
        app = create_app(AisleChannel(secret=callers.SECRET), lambda: load_agent(models[1], endpoints))
        app.name = "aisle_rules"
        async with serving(app) as url, aiohttp.ClientSession() as client:
            yield Stack(url=url, agent=app.ctx.agent, actions=actions, client=client)


@pytest.mark.parametrize("form", sorted(FORMS))
async def test_every_form_asks_waits_and_ends_alike(ruled: Stack, form: str) -> None:
    """Opened by an action, interrupted, suspended, come back to, and left."""
    slot = FORMS[form]["required_slots"][0]
    asks = {f"validate_{form}": {"slots": {slot: None}}, f"action_ask_{form}_{slot}": {"says": "Which?"}}
    opens: Turn = {
        "say": "affirm",
        "answers": {"action_affirm": {"opens": form}, **asks},
        "form": form,
        "requested": slot,
    }
    between = {**asks, f"validate_{form}": [{}, {"slots": {slot: None}}], "action_view_cart": {"says": "Two things."}}
    away = {
        f"validate_{form}": [{}, {"slots": {"requested_slot": None, "suspended": {"form": form}}}],
        "action_search_products": {"says": "Three jackets."},
        "action_after_form": {},
    }
    left = {
        f"validate_{form}": {"slots": {slot: None, "requested_slot": None}, "says": "Fine."},
        "action_after_form": {},
    }
    turns: list[Turn] = [
        opens,
        {"say": "view_cart", "answers": between, "says": "Two things. Which?", "form": form, "requested": slot},
        {"say": "product_search", "answers": away, "says": "Three jackets.", "form": None, "requested": None},
        opens,
        {"say": "deny", "answers": left, "says": "Fine.", "form": None, "requested": None},
    ]
    await tell(ruled, turns, sender=uuid.uuid4().hex)


@pytest.mark.parametrize("turns", stories())
async def test_story_goes_as_written(ruled: Stack, turns: list[Turn]) -> None:
    await tell(ruled, turns, sender=uuid.uuid4().hex)


@pytest.mark.timeout(60)
async def test_a_form_outlasts_any_number_of_turns_in_between(ruled: Stack) -> None:
    """The store keeps a few events; the form and its question are kept beside them."""
    sender = uuid.uuid4().hex
    opening, between, *_ = by_name("a question in between is answered, and the form asks again")
    await tell(ruled, [opening], sender=sender)
    for _ in range(15):
        await tell(ruled, [between], sender=sender)
    await tell(ruled, by_name("the form asks for one slot after the other, and ends")[1:], sender=sender)


async def test_nothing_that_was_said_in_a_form_is_stored(ruled: Stack) -> None:
    sender = uuid.uuid4().hex
    opening, *_ = by_name("never mind ends it")
    await tell(ruled, [opening], sender=sender)
    answers = {"validate_checkout_form": {"slots": {"checkout_how": "delivery"}}}
    answers["action_ask_checkout_form_checkout_address"] = {"says": "Thanks. Where to?"}
    await tell(ruled, [{"say": "please affirm four seven one one", "answers": answers}], sender=sender)
    kept = await ruled.agent.tracker_store._postgres.row(
        "select state from dialogue_conversations where sender_id = %s", (sender,)
    )
    assert "four seven" not in json.dumps(kept[0])


async def tell(stack: Stack, turns: list[Turn], *, sender: str) -> None:
    for turn in turns:
        stack.actions.follow(turn["answers"])
        answer = await stack.turn(turn["say"], sender=sender)
        tracker = await stack.tracker(sender)
        said = " ".join(message["custom"]["answer"]["speech"] for message in answer["messages"])
        assert said == turn.get("says", said)
        called = [call["next_action"] for call in stack.actions.calls]
        assert called == turn.get("calls", called)
        assert tracker.active_loop_name == turn.get("form", tracker.active_loop_name)
        assert tracker.get_slot("requested_slot") == turn.get("requested", tracker.get_slot("requested_slot"))
        for name, value in turn.get("slots", {}).items():
            assert tracker.get_slot(name) == value
        assert tracker.get_slot("last_speech") == said


def by_name(name: str) -> list[Turn]:
    return next(story.values[0] for story in stories() if story.id == name)
