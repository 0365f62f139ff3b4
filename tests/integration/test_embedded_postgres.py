"""The embedded Postgres: killed and started again, refused twice on one folder, not misled by what a crash left."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from assistant.embedded_postgres import EmbeddedPostgres
from assistant.errors import PostgresAlreadyRunning

DEADLINE_S = 30.0


@pytest.fixture
def postgres() -> Iterator[EmbeddedPostgres]:
    with TemporaryDirectory(prefix="aisle-pg-", ignore_cleanup_errors=True) as folder:
        postgres = EmbeddedPostgres(Path(folder) / "postgres")
        postgres.initialise()
        yield postgres


def _started(postgres: EmbeddedPostgres) -> subprocess.Popen[bytes]:
    """As a supervisor does: again while the processes of a killed server are still on their way out."""
    deadline = time.monotonic() + DEADLINE_S
    while True:
        process = postgres.start()
        while process.poll() is None:
            if postgres.is_ready():
                return process
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert time.monotonic() < deadline


def test_what_was_committed_survives_a_kill(postgres: EmbeddedPostgres) -> None:
    process = _started(postgres)
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("create table kept (word text); insert into kept values ('tea')")
    process.kill()
    process.wait()
    again = _started(postgres)
    try:
        with psycopg.connect(postgres.url) as connection:
            assert connection.execute("select word from kept").fetchall() == [("tea",)]
    finally:
        postgres.stop(again)


def test_a_second_server_on_the_same_folder_is_refused(postgres: EmbeddedPostgres) -> None:
    process = _started(postgres)
    try:
        with pytest.raises(PostgresAlreadyRunning, match=str(process.pid)):
            EmbeddedPostgres(postgres.data_folder).start()
        with pytest.raises(PostgresAlreadyRunning):
            postgres.clear_the_way(patience_s=0.1)
        assert postgres.is_ready()
    finally:
        postgres.stop(process)


def test_a_number_that_a_stranger_got_after_a_crash_does_not_keep_the_server_down(postgres: EmbeddedPostgres) -> None:
    process = _started(postgres)
    process.kill()
    process.wait()
    stale = postgres.data_folder / "postmaster.pid"
    lines = stale.read_text().split("\n")
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        stale.write_text("\n".join([str(stranger.pid), *lines[1:]]))
        again = _started(postgres)
        postgres.stop(again)
    finally:
        stranger.kill()
        stranger.wait()


def test_the_server_ends_in_order_when_its_parent_is_gone(postgres: EmbeddedPostgres) -> None:
    process = _started(postgres)
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(DEADLINE_S) == 0
    assert postgres.running_pid() is None
