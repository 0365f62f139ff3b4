"""Writes responses of the Actions format: prompt, content for screens, suggestions, session and scene."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webhooks.google.messenger import OPEN_IN_BROWSER
from webhooks.google.shown import Card, Shown, web_link
from webhooks.google.speech import slow_ssml

TURN = "aisle_turn"
END = "actions.scene.END_CONVERSATION"
RICH, WEB = "RICH_RESPONSE", "WEB_LINK"
LONGEST_NAME = 200
LARGEST_NUMBER = 1e15
MOST_KEPT = 4096

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What an answer has to give back: `turn` is the count that tells the next request from this one."""

    session: str
    scene: str
    params: Mapping[str, Any]
    turn: int
    capabilities: frozenset[str]


def render(shown: Shown, *, stage: Stage) -> Mapping[str, Any]:
    answer: Json = {
        "session": {"id": stage.session, "params": _params(stage)},
        "prompt": _prompt(shown, stage),
    }
    scene: Json = {"name": stage.scene} if 0 < len(stage.scene) <= LONGEST_NAME else {}
    if not shown.is_open:
        scene["next"] = {"name": END}
    if scene:
        answer["scene"] = scene
    return answer


def _params(stage: Stage) -> Json:
    """Plain ones that others have put into the session are kept as they are, unless they are a whole document."""
    kept = {name: value for name, value in stage.params.items() if _is_plain(value)}
    size = sum(len(name) + len(str(value)) for name, value in kept.items())
    return {**(kept if size <= MOST_KEPT else {}), TURN: stage.turn}


def _is_plain(value: Any) -> bool:
    """A number may be anything that is written with digits, infinity among them."""
    return isinstance(value, str) or (isinstance(value, int | float) and abs(value) <= LARGEST_NUMBER)


def _prompt(shown: Shown, stage: Stage) -> Json:
    prompt: Json = {"override": True, "firstSimple": _simple(shown, 0)}
    if len(shown.speech) > 1:
        prompt["lastSimple"] = _simple(shown, 1)
    if RICH not in stage.capabilities:
        return prompt
    if content := _content(shown):
        prompt["content"] = content
    if shown.is_open and shown.chips:
        prompt["suggestions"] = [{"title": chip} for chip in shown.chips]
    if WEB in stage.capabilities and (link := _secure(shown.link)):
        prompt["link"] = {"name": OPEN_IN_BROWSER, "open": {"url": link}}
    return prompt


def _simple(shown: Shown, number: int) -> Json:
    speech = shown.speech[number]
    simple: Json = {"speech": slow_ssml(speech) if shown.slower else speech}
    if number < len(shown.text):
        simple["text"] = shown.text[number]
    return simple


def _content(shown: Shown) -> Json | None:
    if len(shown.cards) == 1:
        return {"card": _card(shown.cards[0])}
    if shown.cards:
        rows = [(card.title, card.subtitle) for card in shown.cards]
        return _table("What I found", ("Product", "About"), rows)
    if shown.lines:
        rows = [(line.text, line.price) for line in shown.lines]
        return _table("Your cart", ("Item", "Price"), [*rows, ("Total", shown.total)])
    return None


def _card(card: Card) -> Json:
    written: Json = {"title": card.title, "text": card.subtitle}
    if image := _secure(card.image):
        written["image"] = {"url": image, "alt": card.title}
    if link := _secure(card.link):
        written["button"] = {"name": "Open", "open": {"url": link}}
    return written


def _table(title: str, headers: tuple[str, str], rows: list[tuple[str, str]]) -> Json:
    """A list to choose from would need a type of its own in the retailer's project; a table needs nothing."""
    return {
        "table": {
            "title": title,
            "columns": [{"header": header} for header in headers],
            "rows": [{"cells": [{"text": cell} for cell in row], "divider": False} for row in rows],
        }
    }


def _secure(address: str | None) -> str | None:
    return web_link(address, at=None, schemes=("https",))
