"""Reads requests of the Actions format: conversations built with Actions Builder or the Actions SDK."""

import re
from functools import partial
from typing import Annotated, Any

from webhooks.google.actions_answers import TURN, WEB, Stage, render
from webhooks.google.parts import NO_FACTS, Facts, Part, Text, otherwise
from webhooks.google.said import (
    Document,
    Envelope,
    Kind,
    Said,
    access_token_of,
    locale_of,
    session_of,
    words_or_nothing,
)

SYSTEM = "actions.intent."
_LAST_NO_INPUT = {"NO_INPUT_FINAL", "NO_INPUT_3"}
_NO_INPUT = re.compile(r"NO_INPUT(?:_\d)?")


class _Intent(Part):
    name: Text = ""
    query: Text = ""


class _Handler(Part):
    name: Text = ""


class _Scene(Part):
    name: Text = ""


class _Session(Part):
    id: Text = ""
    params: Facts = NO_FACTS
    language_code: Text = ""


class _User(Part):
    locale: Text = ""
    params: Facts = NO_FACTS


class _Device(Part):
    capabilities: Annotated[tuple[Text, ...], otherwise(())] = ()


class ActionsRequest(Part):
    handler: _Handler = _Handler()
    intent: _Intent = _Intent()
    scene: _Scene = _Scene()
    session: _Session = _Session()
    user: _User = _User()
    device: _Device = _Device()


def envelope_of(document: Document, *, project: str) -> Envelope:
    request = ActionsRequest.model_validate(document)
    return Envelope(said=_said(request, project), render=partial(render, stage=_stage(request)))


def _said(request: ActionsRequest, project: str) -> Said:
    session = session_of(request.session.id)
    kind, words = _heard(request)
    return Said(
        kind=kind,
        words=words,
        session=session,
        application=f"projects/{project}/actions",
        turn=_turn(request),
        locale=locale_of(request.user.locale, request.session.language_code),
        access_token=access_token_of(request.user.params.get("bearerToken"), request.user.params.get("accessToken")),
        sees_links=WEB in request.device.capabilities,
    )


def _turn(request: ActionsRequest) -> str:
    """The format has no id for a request. What it has is our own count of turns, which comes back once it was heard.

    A request sent again carries the count and the words of the first; the same words in the next turn carry the next
    count. Said again after an answer that never arrived they are the same turn once more, which is what is wanted.
    """
    return f"{_count(request.session.params.get(TURN))} {request.handler.name} {request.intent.name}"


def _heard(request: ActionsRequest) -> tuple[Kind, str]:
    name = request.intent.name.removeprefix(SYSTEM) if request.intent.name.startswith(SYSTEM) else ""
    if name in {"MAIN", "PLAY_GAME"}:
        return Kind.WELCOME, ""
    if name in _LAST_NO_INPUT:
        return Kind.LAST_SILENCE, ""
    if _NO_INPUT.fullmatch(name):
        return Kind.SILENCE, ""
    if name == "CANCEL":
        return Kind.FAREWELL, ""
    if name == "HEALTH_CHECK":
        return Kind.HEALTH_CHECK, ""
    return words_or_nothing(request.intent.query)


def _stage(request: ActionsRequest) -> Stage:
    return Stage(
        session=request.session.id,
        scene=request.scene.name,
        params=request.session.params,
        turn=_count(request.session.params.get(TURN)) + 1,
        capabilities=frozenset(request.device.capabilities),
    )


def _count(kept: Any) -> int:
    """A number comes back from the platform as one of floating point."""
    if isinstance(kept, bool) or not isinstance(kept, int | float) or not 0 <= kept < 1e9:
        return 0
    return int(kept)
