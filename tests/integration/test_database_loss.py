"""Postgres stops, freezes and comes back: nothing is claimed meanwhile, and soon all is well again."""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import pytest

from assistant.database import Pool
from assistant.embedded_postgres import EmbeddedPostgres
from assistant.schema import migrate
from tests.integration.conftest import Gateway
from tests.integration.rasa_stand_in import RasaStandIn

RECOVERY_S = 10.0
FORGETFUL = {"fsync": "off", "synchronous_commit": "off"}


class Server:
    def __init__(self, postgres: EmbeddedPostgres) -> None:
        self.postgres = postgres
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = self.postgres.start()
        self.postgres.wait_until_ready()

    def stop(self) -> None:
        if self.process:
            self.postgres.stop(self.process)
            self.process = None

    def signal_all(self, number: signal.Signals) -> None:
        """The postmaster and every backend, as when the machine is out of breath."""
        assert self.process
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], check=True, capture_output=True, text=True
        )
        for pid in [self.process.pid, *map(int, listed.stdout.split())]:
            os.kill(pid, number)


@pytest.fixture
def server() -> Iterator[Server]:
    # Not below pytest's own folder: each run of pytest closes that to other users, and Postgres may run as one.
    with TemporaryDirectory(prefix="aisle-loss-", ignore_cleanup_errors=True) as folder:
        server = Server(EmbeddedPostgres(Path(folder) / "postgres", settings=FORGETFUL))
        server.postgres.initialise()
        server.start()
        try:
            migrate(server.postgres.url)
            yield server
        finally:
            server.stop()


@pytest.fixture
async def shaky(server: Server, rasa: RasaStandIn) -> AsyncIterator[Gateway]:
    url = server.postgres.url
    async with (
        aiohttp.ClientSession() as http,
        Pool(url, name="records", most=4, statement_timeout_s=2.0, autocommit=True) as records_pool,
        Pool(url, name="shop", most=4, statement_timeout_s=2.0) as shop_pool,
    ):
        yield Gateway(database_url=url, rasa=rasa, http=http, records_pool=records_pool, shop_pool=shop_pool)


async def _recovered(gateway: Gateway, session: dict[str, str]) -> float:
    started = time.monotonic()
    number = 0
    while time.monotonic() - started < RECOVERY_S:
        number += 1
        answered = await gateway.say(session, request_id=f"after-{number}")
        if answered.status_code == 200:
            return time.monotonic() - started
        assert answered.status_code in {409, 503}
        await asyncio.sleep(0.1)
    raise AssertionError("did not recover")


async def test_restart_between_turns_is_not_noticed(shaky: Gateway, server: Server) -> None:
    session = await shaky.open_session()
    assert (await shaky.say(session)).status_code == 200
    server.stop()
    server.start()
    assert (await shaky.say(session, request_id="r2")).status_code == 200


async def test_database_that_stops_mid_turn_claims_no_success(
    shaky: Gateway, server: Server, rasa: RasaStandIn
) -> None:
    session = await shaky.open_session()

    async def stop(_: object) -> None:
        await asyncio.to_thread(server.stop)

    rasa.before_answer = stop
    answered = await shaky.say(session)
    assert answered.status_code == 503
    assert "retry-after" in answered.headers
    assert (await shaky.client.get("/chat/cart", headers=session)).status_code == 503
    rasa.before_answer = None
    server.start()
    assert await _recovered(shaky, session) < RECOVERY_S
    assert (await shaky.say(session)).status_code == 200


async def test_frozen_database_is_answered_for_in_time_and_recovers(shaky: Gateway, server: Server) -> None:
    session = await shaky.open_session()
    assert (await shaky.say(session)).status_code == 200
    server.signal_all(signal.SIGSTOP)
    try:
        started = time.monotonic()
        answers = await asyncio.gather(
            *(shaky.say(session, request_id=f"frozen-{n}") for n in range(6)),
            shaky.client.get("/chat/cart", headers=session),
            shaky.client.post("/chat/sessions"),
        )
        assert {answered.status_code for answered in answers} == {503}
        assert time.monotonic() - started < shaky.deadline_s + 1.5
    finally:
        server.signal_all(signal.SIGCONT)
    assert await _recovered(shaky, session) < RECOVERY_S
