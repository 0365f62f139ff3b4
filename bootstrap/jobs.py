"""Runs installers beside each other, with one line of progress for a person and a whole log for a bug report."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bootstrap.errors import DiskFull, NetworkUnreachable, SetupFailed, StepFailed

REFRESH_S = 0.2
QUIET_REFRESH_S = 15.0
ERASE_LINE = "\r\x1b[K"
NO_NETWORK = (
    "dns error",
    "error sending request",
    "failed to connect",
    "connection refused",
    "connection reset",
    "network is unreachable",
    "name resolution",
    "newconnectionerror",
    "operation timed out",
)
NO_ROOM = ("no space left on device", "disk quota exceeded")

Command = Sequence[str | Path]


@dataclass(frozen=True, kw_only=True)
class Job:
    """Commands run one after the other; the stamp tells the next start for which requirements they succeeded."""

    name: str
    commands: Callable[[], Sequence[Command]]
    log: Path
    stamp: Path
    fingerprint: str
    needed_mb: int

    @property
    def is_outdated(self) -> bool:
        return not self.stamp.is_file() or self.stamp.read_text() != self.fingerprint


def run_all(jobs: Sequence[Job]) -> None:
    """Run the outdated jobs at the same time; the first failure is raised once the others have ended."""
    outdated = [job for job in jobs if job.is_outdated]
    if not outdated:
        return
    with ThreadPoolExecutor(max_workers=len(outdated)) as pool:
        running = {job.name: pool.submit(_run, job) for job in outdated}
        _show_until_done(running)
    for future in running.values():
        future.result()


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _run(job: Job) -> None:
    job.log.parent.mkdir(parents=True, exist_ok=True)
    with job.log.open("wb") as log:
        for command in job.commands():
            done = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False)
            if done.returncode != 0:
                raise _explained(job)
    job.stamp.write_text(job.fingerprint)


def _explained(job: Job) -> SetupFailed:
    output = job.log.read_text(errors="replace")
    lowered = output.lower()
    if any(sign in lowered for sign in NO_ROOM):
        return DiskFull(folder=job.stamp.parent, needed_mb=job.needed_mb)
    if any(sign in lowered for sign in NO_NETWORK):
        return NetworkUnreachable(step=job.name, log=job.log)
    return StepFailed(step=job.name, log=job.log, output=output)


def _show_until_done(running: dict[str, Future[None]]) -> None:
    started = last_shown = time.monotonic()
    interval_s = REFRESH_S if sys.stdout.isatty() else QUIET_REFRESH_S
    pending = dict(running)
    while pending:
        time.sleep(REFRESH_S)
        elapsed_s = time.monotonic() - started
        for name in [name for name, future in pending.items() if future.done()]:
            outcome = "failed" if pending.pop(name).exception() else "ready"
            _show(f"  {outcome:8}{name} ({elapsed_s:.0f} s)\n")
        if pending and time.monotonic() - last_shown >= interval_s:
            last_shown = time.monotonic()
            _show(f"  working {' and '.join(pending)} ({elapsed_s:.0f} s)")


def _show(line: str) -> None:
    """On a terminal the line of progress is overwritten; elsewhere each one stands on its own."""
    line = f"{ERASE_LINE}{line}" if sys.stdout.isatty() else f"{line.rstrip()}\n"
    sys.stdout.write(line)
    sys.stdout.flush()
