"""Reads webhook requests of Dialogflow ES, with those of the Assistant among them."""

import re
from functools import partial

from webhooks.google import assistant_requests
from webhooks.google.assistant_requests import AssistantPayload
from webhooks.google.es_answers import Surface, render
from webhooks.google.parts import Part, Text
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

ASSISTANT = "google"
# An intent that an event has triggered comes with the event's name instead of words.
_WELCOME = re.compile(r"(?:[A-Z]+_)*WELCOME")
_NO_INPUT = re.compile(r"(?:[A-Za-z]+_)*(?:NO_INPUT|no_input)")
_EVENT = re.compile(r"actions_intent_\w+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")


class _QueryResult(Part):
    query_text: Text = ""
    language_code: Text = ""


class _Original(Part):
    source: Text = ""
    payload: AssistantPayload = AssistantPayload()


class EsRequest(Part):
    session: Text = ""
    response_id: Text = ""
    query_result: _QueryResult = _QueryResult()
    original_detect_intent_request: _Original = _Original()


def envelope_of(document: Document) -> Envelope:
    request = EsRequest.model_validate(document)
    return Envelope(said=_said(request), render=partial(render, surface=_surface(request)))


def _said(request: EsRequest) -> Said:
    session = session_of(request.session)
    payload = request.original_detect_intent_request.payload
    kind, words = _heard(request)
    return Said(
        kind=kind,
        words=words,
        session=session,
        application=application_of(session),
        turn=request.response_id,
        locale=locale_of(payload.user.locale, request.query_result.language_code),
        user=payload.user.user_id or None if _is_of_assistant(request) else None,
        access_token=access_token_of(payload.user.access_token, payload.aisle_access_token),
        sees_links=not (_is_of_assistant(request) or _surface(request).by_telephone),
    )


def _heard(request: EsRequest) -> tuple[Kind, str]:
    said = request.query_result.query_text.strip()
    payload = request.original_detect_intent_request.payload
    is_event = _EVENT.fullmatch(said) is not None
    if payload.inputs:
        return assistant_requests.heard(payload, fallback="" if is_event else said)
    if _WELCOME.fullmatch(said):
        return Kind.WELCOME, ""
    if is_event or _NO_INPUT.fullmatch(said):
        return Kind.SILENCE, ""
    return words_or_nothing(said)


def _surface(request: EsRequest) -> Surface:
    payload = request.original_detect_intent_request.payload
    return Surface(
        is_assistant=_is_of_assistant(request),
        has_screen=assistant_requests.has_screen(payload),
        by_telephone="telephony" in payload.model_fields_set,
    )


def _is_of_assistant(request: EsRequest) -> bool:
    return request.original_detect_intent_request.source == ASSISTANT
