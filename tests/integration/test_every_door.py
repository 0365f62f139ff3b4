"""The whole server with every door open does what its own OpenAPI document says, whatever is sent to it."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

from assistant.serve import Server, served
from assistant.settings import GatewaySettings
from assistant.wiring import open_gateway
from catalog.writing import CatalogWriter
from tests.conftest import OneConnection
from tests.integration.conftest import SECRET, SWEEP
from tests.integration.rasa_stand_in import DIALOGUE_SECRET, running_rasa
from tests.integration.small_shop import CONTENTS
from tests.logs import captured_logs

OPENING_S = 60.0
UNHURRIED = "1000000 10000/s"
LIMITED = (
    *("messages", "address_messages", "sessions", "sign_ins", "demo_sign_ins", "logins"),
    *("searches", "pictures", "voice", "siri", "mcp", "events"),
)
# Nobody may end the session that the other calls come with.
ENDS_THE_SESSION = ("/chat/sessions/current", "/chat/sign-out")


class Opened:
    """The gateway in a thread of its own, as the process runs it but for Rasa, which a stand-in plays."""

    def __init__(self, database_url: str, state_dir: Path) -> None:
        self._database_url = database_url
        self._state_dir = state_dir
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._server: Server | None = None
        self._ready = threading.Event()
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def open(self) -> None:
        self._thread.start()
        assert self._ready.wait(OPENING_S)
        if self._fault is not None:
            raise self._fault

    def close(self) -> None:
        if self._server is not None:
            self._server.should_exit = True
        self._thread.join(OPENING_S)
        self._listening.close()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as exc:  # noqa: BLE001 - told by whoever waits for it
            self._fault = exc
            self._ready.set()

    async def _serve(self) -> None:
        async with await psycopg.AsyncConnection.connect(self._database_url) as connection:
            await CatalogWriter(OneConnection(connection)).write(CONTENTS)
        async with running_rasa() as rasa:
            settings = self._settings(rasa_port=urlsplit(rasa.url).port)
            async with open_gateway(settings) as gateway:
                server = self._server = Server(served(gateway.public, settings))
                serving = asyncio.create_task(server.serve([self._listening]))
                while not server.started:  # noqa: ASYNC110 - uvicorn tells it by an attribute only
                    await asyncio.sleep(0.01)
                self._ready.set()
                await serving

    def _settings(self, *, rasa_port: int | None) -> GatewaySettings:
        return GatewaySettings.model_validate(
            {
                "development": True,
                "port": self._listening.getsockname()[1],
                "mcp": True,
                "database_url": self._database_url,
                "state_dir": self._state_dir,
                "dialogue_port": rasa_port,
                "dialogue_secret": DIALOGUE_SECRET,
                "action_secret": SECRET,
                "sender_secret": SECRET,
                **{f"limit_{kind}": UNHURRIED for kind in LIMITED},
            }
        )


@pytest.fixture(scope="module")
def opened(database_url: str, embedding_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    state = tmp_path_factory.mktemp("doors")
    (state / "models").symlink_to(embedding_model.parent)
    with captured_logs():
        opened = Opened(database_url, state)
        try:
            opened.open()
            yield opened
        finally:
            opened.close()
    with closing(psycopg.connect(database_url, autocommit=True)) as connection:
        connection.execute(SWEEP)


@pytest.mark.timeout(180)
def test_every_answer_of_every_door_is_as_documented(opened: Opened) -> None:
    document = schemathesis.openapi.from_url(f"{opened.address}/openapi.json")
    session = json.loads(urlopen(f"{opened.address}/chat/sessions", data=b"").read())  # noqa: S310 - our own address
    operations = [found.ok() for found in document.get_all_operations() if isinstance(found, Ok)]
    tried = [operation for operation in operations if operation.path not in ENDS_THE_SESSION]
    assert {operation.path.split("/")[1] for operation in tried} >= {
        "chat",
        "events",
        "storefront",
        "webhooks",
        "healthz",
    }
    faults = {operation.label: fault for operation in tried if (fault := _fault_of(operation, session["token"]))}
    assert not faults, "\n\n".join(f"{label}: {fault}" for label, fault in faults.items())


def _fault_of(operation: APIOperation[Any, Any, Any, Any], token: str) -> str | None:
    """Parameters nobody knows are passed over on purpose: a newer client may send more than this server knows.

    And a document cannot say that words must be more than control characters, or that a signature must be right.
    """

    @given(case=operation.as_strategy())
    @hypothesis_settings(
        max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    def keeps_to_it(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(
            headers={"Authorization": f"Bearer {token}"},
            excluded_checks=[negative_data_rejection, positive_data_acceptance, ignored_auth],
        )

    try:
        keeps_to_it()
    except (FailureGroup, Failure) as exc:
        return str(exc) + "".join(f"\n{each}" for each in getattr(exc, "exceptions", ()))
    return None
