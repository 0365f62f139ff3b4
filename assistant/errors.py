"""What can go wrong in running the server.

AssistantError
├── PostgresFailed           the embedded Postgres could not be prepared or started
├── PostgresAlreadyRunning   another process serves the same data folder
├── AddressUnusable          the address to listen on is taken, or not this machine's
├── ImportRunning            another import is under way
└── DialogueUnavailable      Rasa is down, too slow, or answered with nothing
"""

from pathlib import Path


class AssistantError(Exception):
    """The root of this folder's errors."""


class PostgresFailed(AssistantError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the embedded Postgres did not start: {reason}")
        self.reason = reason


class PostgresAlreadyRunning(AssistantError):
    def __init__(self, *, pid: int, folder: Path) -> None:
        super().__init__(f"a Postgres (process {pid}) already runs on {folder}")
        self.pid = pid
        self.folder = folder


class AddressUnusable(AssistantError):
    def __init__(self, *, host: str, port: int, reason: str) -> None:
        super().__init__(f"cannot listen on {host}:{port}: {reason}")
        self.host = host
        self.port = port


class ImportRunning(AssistantError):
    def __init__(self) -> None:
        super().__init__("another import is under way")


class DialogueUnavailable(AssistantError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the dialogue did not answer: {reason}")
        self.reason = reason
