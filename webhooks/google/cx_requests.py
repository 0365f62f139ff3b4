"""Reads webhook requests of Dialogflow CX."""

import re
from functools import partial

from pydantic import Field

from webhooks.google.cx_answers import Called, render
from webhooks.google.parts import NO_FACTS, Facts, Part, Text
from webhooks.google.said import (
    Document,
    Envelope,
    Kind,
    Said,
    access_token_of,
    application_of,
    locale_of,
    session_of,
    words_or_nothing,
)

# The tags of the agent that we ship. Agents of retailers may use others: those say nothing of what was said.
BY_TAG = {
    "aisle.welcome": Kind.WELCOME,
    "aisle.no_input": Kind.SILENCE,
    "aisle.last_no_input": Kind.LAST_SILENCE,
    "aisle.goodbye": Kind.FAREWELL,
}
ACCESS_TOKEN = "aisle_access_token"  # noqa: S105 - the name of a parameter
_NO_INPUT = re.compile(r"no[-_]input")
_LAST_NO_INPUT = re.compile(r"no[-_]input[-_](?:final|3)")
_WELCOME = re.compile(r"welcome", re.IGNORECASE)
_KEYS = re.compile(r"[0-9]+")


class _Fulfillment(Part):
    tag: Text = ""


class _Intent(Part):
    display_name: Text = ""


class _SessionInfo(Part):
    session: Text = ""
    parameters: Facts = NO_FACTS


class _User(Part):
    access_token: Text = ""


class _Payload(Part):
    """Of the telephony part only that it is there: the caller's number is not looked at."""

    user: _User = _User()
    telephony: Facts = NO_FACTS
    aisle_access_token: Text = Field("", alias="aisle_access_token")


class CxRequest(Part):
    detect_intent_response_id: Text = ""
    text: Text = ""
    transcript: Text = ""
    trigger_event: Text = ""
    trigger_intent: Text = ""
    dtmf_digits: Text = ""
    language_code: Text = ""
    fulfillment_info: _Fulfillment = _Fulfillment()
    intent_info: _Intent = _Intent()
    session_info: _SessionInfo = _SessionInfo()
    payload: _Payload = _Payload()


def envelope_of(document: Document) -> Envelope:
    request = CxRequest.model_validate(document)
    return Envelope(said=_said(request), render=partial(render, called=_called(request)))


def _said(request: CxRequest) -> Said:
    session = session_of(request.session_info.session)
    kind, words = _heard(request)
    return Said(
        kind=kind,
        words=words,
        session=session,
        application=application_of(session),
        turn=request.detect_intent_response_id,
        locale=locale_of(request.language_code),
        access_token=access_token_of(
            request.payload.user.access_token or request.payload.aisle_access_token,
            request.session_info.parameters.get(ACCESS_TOKEN),
        ),
        sees_links=not _called(request).by_telephone,
    )


def _heard(request: CxRequest) -> tuple[Kind, str]:
    """A tag of ours says what the agent heard; otherwise words count before keys, and keys before events."""
    tagged = BY_TAG.get(request.fulfillment_info.tag)
    if tagged is not None:
        return tagged, ""
    keys = "".join(_KEYS.findall(request.dtmf_digits))
    kind, words = words_or_nothing(request.text, request.transcript, keys)
    return (kind, words) if words else (_without_words(request), "")


def _without_words(request: CxRequest) -> Kind:
    """Something happened, and nobody said anything."""
    event = request.trigger_event.lower()
    if _LAST_NO_INPUT.search(event):
        return Kind.LAST_SILENCE
    if _NO_INPUT.search(event):
        return Kind.SILENCE
    is_welcome = _WELCOME.search(event) or (
        request.trigger_intent and _WELCOME.search(request.intent_info.display_name)
    )
    return Kind.WELCOME if is_welcome else Kind.SILENCE


def _called(request: CxRequest) -> Called:
    return Called(by_telephone="telephony" in request.payload.model_fields_set)
