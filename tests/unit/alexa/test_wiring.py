"""When Alexa's door is there, and whom it believes."""

import json
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import httpx
import pytest
from fastapi import FastAPI

from assistant.development import CERTIFICATE_URL, SKILL_ID, Development
from assistant.doors.alexa import alexa_door
from assistant.doors.kit import DoorKit
from assistant.settings import GatewaySettings
from tests.unit.alexa.envelopes import SKILL, encoded, envelope, launch
from tests.unit.alexa.open_door import PATH, CannedAssistant, CannedCallers
from tests.unit.fake_services import CornerShop
from tests.unit.public_shop import SECRETS, turnstile_in_memory


class Unreachable:
    """There is no way to Amazon from here."""

    def get(self, *_: Any, **__: Any) -> Any:
        raise aiohttp.ClientConnectionError


def server(folder: Path, **settings: Any) -> httpx.AsyncClient:
    configured = GatewaySettings.model_validate({**SECRETS, "state_dir": folder, **settings})
    kit = SimpleNamespace(
        settings=configured,
        assistant=CannedAssistant(),
        callers=CannedCallers(),
        actions=SimpleNamespace(seller=CornerShop()),
        turnstile=turnstile_in_memory(configured),
        http=Unreachable(),
        now=lambda: datetime.now(UTC),
    )
    app = FastAPI()
    for router in alexa_door(cast("DoorKit", kit)):
        app.include_router(router)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop.test")


async def status_of(client: httpx.AsyncClient, development: Development, *, skill: str) -> int:
    """Of a launch that the local authority has signed."""
    development.ensure()
    body = encoded(
        json.loads(encoded(envelope(launch(), at=datetime.now(UTC))).replace(SKILL.encode(), skill.encode()))
    )
    headers = {"SignatureCertChainUrl": CERTIFICATE_URL, "Signature-256": development.signature_of(body)}
    async with client:
        return (await client.post(PATH, content=body, headers=headers)).status_code


@pytest.fixture
def development(tmp_path: Path) -> Development:
    return Development(tmp_path / "development")


async def test_a7_without_a_skill_there_is_no_door(tmp_path: Path, development: Development) -> None:
    assert await status_of(server(tmp_path), development, skill=SKILL) == 404


@pytest.mark.parametrize("skill", [SKILL, SKILL_ID])
async def test_a4_the_local_authority_is_believed_by_nobody_in_production(
    tmp_path: Path, development: Development, skill: str
) -> None:
    assert await status_of(server(tmp_path, alexa_skill_ids=SKILL), development, skill=skill) == 400


@pytest.mark.parametrize("skill", [SKILL, SKILL_ID])
async def test_in_development_the_local_authority_stands_in_for_amazon(
    tmp_path: Path, development: Development, skill: str
) -> None:
    client = server(tmp_path, development=True, alexa_skill_ids=f" {SKILL} ,amzn1.ask.skill.other")
    assert await status_of(client, development, skill=skill) == 200


async def test_a7_in_development_other_skills_are_refused_too(tmp_path: Path, development: Development) -> None:
    assert await status_of(server(tmp_path, development=True), development, skill=SKILL) == 400
