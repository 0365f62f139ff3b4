"""A whole shop of its own for tests: every process, on free ports, in a scratch folder with the models at hand."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).resolve().parents[1]
OPENING_S = 400.0
CLOSING_S = 30.0
HEALING_S = 90.0
# The retailer's own site signs with it who a shopper is.
CUSTOMER_SECRET = "customer-0123456789abcdef0123456789"
# Dialogflow brings it.
GOOGLE_SECRET = "google-0123456789abcdef0123456789abcdef"
MARKS = {
    "Postgres": "bin/postgres",
    "Rasa": "dialogue.serve",
    "gateway": "-m assistant.serve ",
    "actions 1": "-m assistant.serve --actions-only",
    "worker": "assistant.worker",
}


@dataclass
class OpenShop:
    folder: Path
    ports: list[int] = field(default_factory=lambda: [*free_ports(1), free_port_before_another(), *free_ports(1)])
    settings: Mapping[str, str] = field(default_factory=dict)
    supervisor: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.ports[0]}"

    @property
    def environment(self) -> dict[str, str]:
        names = ("AISLE_PORT", "AISLE_ACTION_PORT", "AISLE_DIALOGUE_PORT")
        chosen = {name: str(port) for name, port in zip(names, self.ports, strict=True)}
        secrets = {"AISLE_CUSTOMER_SECRET": CUSTOMER_SECRET, "AISLE_GOOGLE_BEARER_SECRET": GOOGLE_SECRET}
        agents = {"AISLE_MCP": "true", "AISLE_MCP_GUESTS": "true"}
        # What a shop learns while it is tried would change what the next test is told.
        quiet = {"AISLE_LEARNING": "false"}
        alone = {"AISLE_ACTION_PROCESSES": "1", "AISLE_DIALOGUE_PROCESSES": "1"}
        given = {"AISLE_STATE_DIR": str(self.folder), **secrets, **agents, **quiet, **alone}
        return {**os.environ, **chosen, **given, **self.settings}

    @property
    def told(self) -> str:
        return (self.folder / "up.txt").read_text()

    def open(self) -> None:
        with (self.folder / "up.txt").open("wb") as output:
            supervisor = self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "assistant.cli.main", "up"],
                env=self.environment,
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until(lambda: "is open" in self.told or supervisor.poll() is not None, within_s=OPENING_S)
        assert "is open" in self.told, self.told

    def close(self) -> int:
        """As Ctrl-C does; the exit code."""
        assert self.supervisor is not None
        self.supervisor.send_signal(signal.SIGINT)
        return self.supervisor.wait(CLOSING_S)

    def kill_supervisor(self) -> None:
        assert self.supervisor is not None
        self.supervisor.kill()
        self.supervisor.wait()

    def pid_of(self, program: str) -> int | None:
        assert self.supervisor is not None
        running = children(self.supervisor.pid)
        of_it = [pid for pid, command in running.items() if MARKS[program] in command]
        # The gateway's own mark is the beginning of the other's.
        others = [pid for pid, command in running.items() if program == "gateway" and MARKS["actions 1"] in command]
        return next((pid for pid in of_it if pid not in others), None)

    def processes(self) -> list[int]:
        """Everything that still belongs to this shop, whoever its parent is."""
        mark = f"AISLE_STATE_DIR={self.folder}".encode()
        return [pid for pid in _pids() if mark in _read(pid, "environ") and pid != os.getpid()]

    def is_ready(self) -> bool:
        return self.ask("GET", "/readyz", expected=None)[0] == 200

    def ask(
        self, method: str, path: str, *, body: Any = None, token: str | None = None, expected: int | None = 200
    ) -> tuple[int, Any]:
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.address + path, data=data, headers=headers, method=method)  # noqa: S310 - our own address
        try:
            with urlopen(request, timeout=20) as answer:  # noqa: S310 - as above
                status, content = answer.status, answer.read()
        except HTTPError as refusal:
            status, content = refusal.code, refusal.read()
        except (URLError, OSError):
            status, content = 0, b""
        assert expected in {None, status}, (status, content)
        return status, json.loads(content) if content else None

    def text(self, path: str) -> str:
        with urlopen(self.address + path, timeout=20) as answer:  # noqa: S310 - our own address
            return str(answer.read().decode())

    def command(self, *arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "assistant.cli.main", *arguments],
            env={**self.environment, **(environment or {})},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.fixture(scope="session")
def open_shop(filled_postgres: Path, state_folder: Path) -> Iterator[OpenShop]:
    """The demo shop, open, with a second process for actions; a test that closes it opens it again."""
    with _opened(filled_postgres, state_folder, AISLE_ACTION_PROCESSES="2") as shop:
        yield shop


@pytest.fixture(scope="session")
def development_shop(filled_postgres: Path, state_folder: Path) -> Iterator[OpenShop]:
    """The same in development mode: platforms and customers are stood in for."""
    with _opened(filled_postgres, state_folder, AISLE_DEVELOPMENT="true") as shop:
        yield shop


@contextlib.contextmanager
def _opened(filled: Path, state_folder: Path, **settings: str) -> Iterator[OpenShop]:
    # Not below pytest's own folder, which is closed to the user that Postgres may run as.
    with TemporaryDirectory(prefix="aisle-stack-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        shutil.copytree(state_folder / "models", folder / "models")
        (folder / "weights").symlink_to(state_folder / "weights")
        copy_postgres(filled, folder)
        shop = OpenShop(folder, settings=settings)
        try:
            shop.open()
            yield shop
        finally:
            if shop.supervisor is not None and shop.supervisor.poll() is None:
                shop.close()


def copy_postgres(filled: Path, folder: Path) -> None:
    """With its owner, whom Postgres runs as."""
    subprocess.run(["cp", "-a", str(filled), str(folder / "postgres")], check=True)


def until(condition: Callable[[], bool], *, within_s: float = HEALING_S) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, f"did not happen within {within_s:.0f} s"
        time.sleep(0.1)


def let_pass(seconds: float) -> None:
    """Not to wait for anything: to strike in the middle of something, at a moment that the test chooses."""
    until_then = time.monotonic() + seconds
    while (left := until_then - time.monotonic()) > 0:
        time.sleep(left)


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def free_port_before_another() -> int:
    """For a program of which there may be two."""
    while True:
        (port,) = free_ports(1)
        with contextlib.suppress(OSError, OverflowError), socket.socket() as after:
            after.bind(("127.0.0.1", port + 1))
            return port


def children(parent: int) -> dict[int, str]:
    """Pid and command line of the living children."""
    found = {}
    for pid in _pids():
        fields = _read(pid, "stat").rpartition(b")")[2].split()
        if fields and int(fields[1]) == parent and fields[0] != b"Z":
            found[pid] = _read(pid, "cmdline").replace(b"\0", b" ").decode()
    return found


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
