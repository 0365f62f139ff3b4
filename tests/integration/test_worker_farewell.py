"""The worker's end: it leaves when told to, also when its database has gone before it could take its leave."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from assistant.embedded_postgres import EmbeddedPostgres
from assistant.schema import migrate

STARTING_S = 30.0
LEAVING_S = 20.0


@pytest.fixture
def postgres() -> Iterator[tuple[EmbeddedPostgres, subprocess.Popen[bytes]]]:
    with TemporaryDirectory(prefix="aisle-pg-", ignore_cleanup_errors=True) as folder:
        postgres = EmbeddedPostgres(Path(folder) / "postgres")
        postgres.initialise()
        process = postgres.start()
        try:
            postgres.wait_until_ready()
            migrate(postgres.url)
            yield postgres, process
        finally:
            process.kill()
            process.wait()


def test_worker_leaves_though_its_database_is_gone(postgres: tuple[EmbeddedPostgres, subprocess.Popen[bytes]]) -> None:
    server, process = postgres
    worker = subprocess.Popen(
        [sys.executable, "-m", "assistant.worker"],
        env={**os.environ, "AISLE_DATABASE_URL": server.url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for_its_heart(server.url)
        process.kill()
        process.wait()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(LEAVING_S) == 0
    finally:
        worker.kill()
        worker.wait()


def _wait_for_its_heart(database_url: str) -> None:
    deadline = time.monotonic() + STARTING_S
    with psycopg.connect(database_url, autocommit=True) as connection:
        while connection.execute("select count(*) from procrastinate_workers").fetchone() == (0,):
            assert time.monotonic() < deadline
            time.sleep(0.05)
