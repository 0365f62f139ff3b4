"""What can stop the set-up; each message says what to do.

SetupFailed
├── PythonMissing       no interpreter of a needed version, and none could be downloaded
├── DiskFull            not enough room for the environments
├── NetworkUnreachable  the package registry did not answer
└── StepFailed          a tool ended with an error of its own
"""

from pathlib import Path

LINES_SHOWN = 12


class SetupFailed(Exception):
    """The root of this folder's errors."""


class PythonMissing(SetupFailed):
    def __init__(self, *, version: str) -> None:
        super().__init__(
            f"Python {version} was found neither on PATH nor under pyenv, and it could not be downloaded. Install it "
            f"(for example `pyenv install {version}`, or your system's python{version} package) and start again."
        )


class DiskFull(SetupFailed):
    def __init__(self, *, folder: Path, needed_mb: int, free_mb: int = 0) -> None:
        super().__init__(
            f"The disk of {folder} has {free_mb} MB free and the set-up needs about {needed_mb} MB. "
            f"Make room and start again; what is ready is kept."
        )


class NetworkUnreachable(SetupFailed):
    def __init__(self, *, step: str, log: Path) -> None:
        super().__init__(
            f"{step}: the package registry could not be reached. Check the network, or a proxy or mirror set in the "
            f"environment, and start again; what was downloaded so far is kept. Details: {log}"
        )


class StepFailed(SetupFailed):
    def __init__(self, *, step: str, log: Path, output: str) -> None:
        last_lines = "\n".join(output.strip().splitlines()[-LINES_SHOWN:])
        super().__init__(f"{step} failed (whole output: {log}):\n{last_lines}")
