"""Wires Google's door: the Dialogflow webhooks and the Actions one, each only where it was set whom to believe."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

from fastapi import APIRouter

from assistant.development import GOOGLE_EMAIL, Development
from assistant.doors.kit import DoorKit
from assistant.settings import GatewaySettings
from webhooks.google import actions_requests, cx_requests, es_requests
from webhooks.google.admission import Locks, actions_proof, dialogflow_proof
from webhooks.google.certificates import KnownCertificates, from_google
from webhooks.google.conversation import Conversation
from webhooks.google.door import ACTIONS_PATH, CX_PATH, ES_PATH, Webhook, google_router
from webhooks.google.tokens import Expected

DIALOGFLOW = {CX_PATH: cx_requests.envelope_of, ES_PATH: es_requests.envelope_of}
DEVELOPMENT_PROJECT = "aisle-development"


@asynccontextmanager
async def google_door(kit: DoorKit) -> AsyncIterator[Sequence[APIRouter]]:
    """Not there unless something was set by which Dialogflow, or the Assistant, can prove itself."""
    webhooks = list(_webhooks(kit))
    if not webhooks:
        yield ()
        return
    conversation = Conversation(kit.assistant, kit.callers, kit.continuing, new_id=kit.new_id)
    at = kit.settings.public_url
    yield (google_router(webhooks, conversation, turnstile=kit.turnstile, public_url=at),)
    await conversation.finish()


def _webhooks(kit: DoorKit) -> Iterator[Webhook]:
    settings = kit.settings
    known = KnownCertificates(from_google(kit.http), local=_development_certificates(settings))
    for path, envelope_of in DIALOGFLOW.items():
        locks = settings.google_locks(path=path)
        if settings.development:
            locks = _with_development(locks, settings)
        if locks.any:
            yield Webhook(path=path, prove=dialogflow_proof(locks, known), envelope_of=envelope_of)
    project = settings.google_actions_project or (DEVELOPMENT_PROJECT if settings.development else None)
    if project is not None:
        # These tokens name nobody; what they are for is the retailer's own project.
        audiences = (project, *(_development_audiences(settings) if settings.development else ()))
        yield Webhook(
            path=ACTIONS_PATH,
            prove=actions_proof(Expected(audiences=audiences, emails=None), known),
            envelope_of=partial(actions_requests.envelope_of, project=project),
            refused_with=403,
        )


def _with_development(locks: Locks, settings: GatewaySettings) -> Locks:
    """The local authority signs for one address more, and for one service agent more."""
    known = locks.tokens or Expected(audiences=(), emails=frozenset())
    emails = {*(known.emails or ()), GOOGLE_EMAIL}
    audiences = (*known.audiences, *settings.google_audiences, *_development_audiences(settings))
    return replace(locks, tokens=Expected(audiences=audiences, emails=emails))


def _development_audiences(settings: GatewaySettings) -> Sequence[str]:
    return (f"http://127.0.0.1:{settings.port}", f"http://{settings.host}:{settings.port}")


def _development_certificates(settings: GatewaySettings) -> dict[str, str]:
    if not settings.development:
        return {}
    development = Development(settings.state_dir / "development")
    development.ensure()
    return dict(development.google_certificates())
