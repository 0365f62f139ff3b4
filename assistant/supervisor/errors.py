"""What can keep the shop from opening; each message says what to do.

SupervisorError
├── AlreadyOpen        another `aisle up` holds the state folder
├── MachineNotReady    the machine lacks something: an environment, room on the disk
├── PortTaken          another program listens on a port we need
├── DatabaseUnusable   the database cannot be reached or lacks what we need
└── StepFailed         a step or a program ended with an error of its own
"""

from pathlib import Path

LINES_SHOWN = 8


class SupervisorError(Exception):
    """The root of this folder's errors."""


class AlreadyOpen(SupervisorError):
    def __init__(self, *, folder: Path, pid: str) -> None:
        super().__init__(
            f"Another aisle (process {pid or 'unknown'}) already works on {folder}. Stop it first, or give this one a "
            f"folder and ports of its own with AISLE_STATE_DIR, AISLE_PORT, AISLE_ACTION_PORT and AISLE_DIALOGUE_PORT."
        )
        self.folder = folder


class MachineNotReady(SupervisorError):
    def __init__(self, *, lacks: str, advice: str) -> None:
        super().__init__(f"{lacks} {advice}")


class PortTaken(SupervisorError):
    def __init__(self, *, host: str, port: int, setting: str) -> None:
        super().__init__(
            f"Port {port} on {host} is taken by another program. Stop that, or choose another port: "
            f"{setting}={port + 1000} make up"
        )
        self.port = port


class PortNotToBeHad(SupervisorError):
    def __init__(self, *, port: int, setting: str) -> None:
        super().__init__(
            f"{setting} leads to port {port}, which is no port or which another program of the shop has: each further "
            f"process has the next one. Choose ports that lie farther apart."
        )


class DatabaseUnusable(SupervisorError):
    def __init__(self, *, reason: str, advice: str) -> None:
        super().__init__(f"The database cannot be used: {reason}. {advice}")


class StepFailed(SupervisorError):
    def __init__(self, *, step: str, reason: str, log: Path) -> None:
        super().__init__(f"{step}: {reason}. Details: {log}{_ending(log)}")
        self.step = step


def _ending(log: Path) -> str:
    """The log's last lines, so that the cause is seen without opening it."""
    try:
        lines = log.read_text(errors="replace").strip().splitlines()[-LINES_SHOWN:]
    except OSError:
        return ""
    return "".join(f"\n    {line}" for line in lines)
