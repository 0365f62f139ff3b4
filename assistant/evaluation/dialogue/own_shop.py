"""A demo shop of its own to talk to: every process, on free ports, over a scratch folder that goes with it."""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from assistant.evaluation.dialogue.errors import ShopNotOpened
from assistant.evaluation.progress import Tell
from assistant.evaluation.scratch import LOCK, PREFIX, sweep
from assistant.operator_passes import Passes, passes_of
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import ROOT, SupervisorSettings

OPENING_S = 600.0
CLOSING_S = 30.0
TAIL_LINES = 12
PORTS = ("AISLE_PORT", "AISLE_ACTION_PORT", "AISLE_DIALOGUE_PORT")
# Its ports are chosen one by one, so that none of its programs may take the port after its own.
ALONE = {"AISLE_ACTION_PROCESSES": "1", "AISLE_DIALOGUE_PROCESSES": "1"}
# What an operator set for the real shop must not lead here: its database least of all.
KEPT = {"AISLE_EMBEDDING_MODEL", "AISLE_OPENAI_API_KEY", "AISLE_SEARCH_WEIGHTS"}
# Settings of the language model: whoever measures with it says so.
OF_A_MODEL = ("AISLE_LLM_", "AISLE_EXTERNAL_CALLS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An open shop, and what says there that the operator is at work."""

    address: str
    passes: Passes


@contextmanager
def own_shop(settings: SupervisorSettings, *, tell: Tell, with_model: bool = False) -> Iterator[Place]:
    """The installation's models are used, its data is neither read nor changed."""
    place = settings.state_folder / "evaluation"
    place.mkdir(parents=True, exist_ok=True)
    sweep(place)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            _lend_models(settings.state_folder, folder)
            with _running(folder, given=given_to_shop(os.environ, with_model=with_model), tell=tell) as address:
                yield Place(address=address, passes=passes_of(StateFolder(folder), given={}))
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def given_to_shop(environment: Mapping[str, str], *, with_model: bool) -> dict[str, str]:
    """Of our own settings only those that lead nowhere."""
    kept = OF_A_MODEL if with_model else ()
    return {
        name: value
        for name, value in environment.items()
        if not name.startswith("AISLE_") or name in KEPT or (kept and name.startswith(kept))
    }


def _lend_models(installed: Path, folder: Path) -> None:
    """Weights are only read; models may be trained anew, so the shop gets copies."""
    if (installed / "models").is_dir():
        shutil.copytree(installed / "models", folder / "models")
    if (installed / "weights").is_dir():
        (folder / "weights").symlink_to(installed / "weights")


@contextmanager
def _running(folder: Path, *, given: Mapping[str, str], tell: Tell) -> Iterator[str]:
    ports = _free_ports(len(PORTS))
    environment = {**given, **ALONE, **{name: str(port) for name, port in zip(PORTS, ports, strict=True)}}
    told = folder / "told.txt"
    with told.open("wb") as output:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "assistant.cli.main", "up"],
            env={**environment, "AISLE_STATE_DIR": str(folder)},
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{ports[0]}"
    try:
        _wait(address, supervisor, told, tell=tell)
        yield address
    finally:
        _close(supervisor)


def _wait(address: str, supervisor: subprocess.Popen[bytes], told: Path, *, tell: Tell) -> None:
    started = time.monotonic()
    while not _is_ready(address):
        took_s = time.monotonic() - started
        tell("Opening a demo shop", int(took_s), None)
        if supervisor.poll() is not None or took_s > OPENING_S:
            lines = told.read_text(encoding="utf-8", errors="replace").splitlines()
            raise ShopNotOpened(told="\n".join(lines[-TAIL_LINES:]))
        time.sleep(0.3)


def _is_ready(address: str) -> bool:
    try:
        with urlopen(f"{address}/readyz", timeout=2) as answered:  # noqa: S310 - our own address
            return bool(answered.status == HTTPStatus.OK)
    except (URLError, OSError):
        return False


def _close(supervisor: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C does; whoever does not go then is made to."""
    if supervisor.poll() is None:
        supervisor.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            supervisor.wait(CLOSING_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(supervisor.pid, signal.SIGKILL)


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
