"""Wires Alexa's door: whom to believe, where its certificates come from, and what its answers look like."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import certifi
from cryptography.x509.verification import Store
from fastapi import APIRouter

from assistant.development import CERTIFICATE_URL, SKILL_ID, Development
from assistant.doors.kit import DoorKit
from webhooks.alexa.answers import Look
from webhooks.alexa.certificates import Certificates, Fetch
from webhooks.alexa.conversation import Conversation
from webhooks.alexa.fetching import fetched
from webhooks.alexa.progress import Progress
from webhooks.alexa.router import alexa_router
from webhooks.alexa.signers import roots_in
from webhooks.alexa.verification import Verification

# Alexa gives up after eight seconds; whoever waits longer than six has given up before.
LONGEST_ANSWER_S = 5.5
GRACE_S = 0.5
DEFAULT_NAME = "Aisle"


def alexa_door(kit: DoorKit) -> Sequence[APIRouter]:
    """None without a skill that it is for: another skill's requests are signed by Amazon just as well."""
    settings = kit.settings
    development = Development(settings.state_dir / "development") if settings.development else None
    skill_ids = {*settings.alexa_skill_ids, *({SKILL_ID} if development else ())}
    if not skill_ids:
        return ()

    async def look() -> Look:
        return Look(shop=await kit.actions.seller.name() or DEFAULT_NAME, public_url=settings.public_url)

    conversation = Conversation(
        assistant=kit.assistant,
        callers=kit.callers,
        progress=Progress(kit.http),
        look=look,
    )
    verification = Verification(_certificates(kit, development), skill_ids=skill_ids, now=kit.now)
    within_s = min(LONGEST_ANSWER_S, settings.turn_deadline_s + GRACE_S)
    router = alexa_router(
        verification=verification, conversation=conversation, turnstile=kit.turnstile, within_s=within_s
    )
    return (router,)


def _certificates(kit: DoorKit, development: Development | None) -> Certificates:
    roots = roots_in(Path(certifi.where()).read_bytes())
    fetch: Fetch = partial(fetched, kit.http)
    if development is not None:
        development.ensure()
        roots += roots_in(development.authority.read_bytes())
        fetch = _with_development(fetch, development)
    return Certificates(fetch=fetch, roots=Store(roots), now=kit.now)


def _with_development(fetch: Fetch, development: Development) -> Fetch:
    """Nobody at Amazon serves the local authority's certificate."""

    async def fetch_or_read(url: str) -> bytes:
        return development.chain() if url == CERTIFICATE_URL else await fetch(url)

    return fetch_or_read
