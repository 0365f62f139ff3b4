"""What an operator sets of Google's door, and which webhooks are there then."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import pytest
from pydantic import ValidationError

from assistant.doors.google import google_door
from assistant.doors.kit import DoorKit
from assistant.settings import GatewaySettings
from tests.unit.google.authority import AGENT
from tests.unit.google.open_door import PUBLIC_URL, FakeCallers, FakeContinuing, RememberingAssistant
from tests.unit.public_shop import SECRETS, turnstile_in_memory
from webhooks.google.door import ACTIONS_PATH, CX_PATH, ES_PATH

BEARER = "bearer-0123456789abcdef0123456789abcdef"
LOGIN = "dialogflow:a-long-enough-password"


def settings(**given: Any) -> GatewaySettings:
    return GatewaySettings.model_validate({**SECRETS, **given})


async def paths(given: GatewaySettings) -> set[str]:
    async with aiohttp.ClientSession() as http:
        kit = SimpleNamespace(
            settings=given,
            assistant=RememberingAssistant(),
            callers=FakeCallers(),
            continuing=FakeContinuing(),
            turnstile=turnstile_in_memory(given),
            http=http,
            new_id=lambda: "new",
        )
        async with google_door(cast("DoorKit", kit)) as routers:
            return {cast("Any", route).path for router in routers for route in router.routes}


@pytest.mark.parametrize(
    ("given", "there"),
    [
        ({}, set()),
        ({"google_bearer_secret": BEARER}, {CX_PATH, ES_PATH}),
        ({"google_basic_login": LOGIN}, {CX_PATH, ES_PATH}),
        ({"google_service_agents": AGENT, "public_url": PUBLIC_URL}, {CX_PATH, ES_PATH}),
        ({"google_certificate_header": "X-C", "google_client_certificates": "a"}, {CX_PATH, ES_PATH}),
        ({"google_actions_project": "shop"}, {ACTIONS_PATH}),
    ],
)
async def test_a_webhook_is_there_only_where_somebody_can_be_believed(given: dict[str, Any], there: set[str]) -> None:
    assert await paths(settings(**given)) == there


async def test_in_development_all_are_there_and_believe_the_local_authority(tmp_path: Path) -> None:
    given = settings(development=True, state_dir=tmp_path)
    assert await paths(given) == {CX_PATH, ES_PATH, ACTIONS_PATH}
    assert (tmp_path / "development" / "google.pem").is_file()


async def test_outside_development_nobody_makes_or_reads_a_local_authority(tmp_path: Path) -> None:
    await paths(settings(google_bearer_secret=BEARER, state_dir=tmp_path))
    assert not (tmp_path / "development").exists()


def test_a_token_is_for_its_webhook_or_the_whole_server_unless_said_otherwise() -> None:
    by_default = settings(google_service_agents=f"{AGENT}, other@x", public_url=f"{PUBLIC_URL}/").google_locks(
        path=CX_PATH
    )
    assert by_default.tokens is not None
    assert by_default.tokens.audiences == (f"{PUBLIC_URL}{CX_PATH}", PUBLIC_URL)
    assert by_default.tokens.emails == {AGENT, "other@x"}
    said = settings(google_service_agents=AGENT, google_audiences="a, b").google_locks(path=CX_PATH)
    assert said.tokens is not None
    assert said.tokens.audiences == ("a", "b")


@pytest.mark.parametrize(
    "given",
    [
        {"google_service_agents": AGENT},
        {"google_bearer_secret": "short"},
        {"google_basic_login": "no-colon-but-quite-long"},
        {"google_basic_login": "user:short"},
        {"google_basic_login": ":a-long-enough-password"},
        {"google_certificate_header": "X-C"},
        {"google_client_certificates": "ab:cd"},
    ],
)
def test_what_would_leave_the_door_ajar_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings(**given)


def test_no_secret_shows_itself() -> None:
    given = settings(google_bearer_secret=BEARER, google_basic_login=LOGIN)
    for hidden in (BEARER, LOGIN, "a-long-enough-password"):
        assert hidden not in repr(given)
        assert hidden not in given.model_dump_json()
    locks = given.google_locks(path=CX_PATH)
    assert (locks.bearer, locks.basic) == (BEARER, LOGIN)
    assert "bearer-0" not in repr(locks)
