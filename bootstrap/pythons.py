"""Finds an interpreter of a given version: on PATH, under pyenv, known to uv, or downloaded by uv."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bootstrap.errors import PythonMissing

# An interpreter built without these compiles fine and fails later, so it counts as missing.
PROBE = "import ssl, sqlite3, zlib, ctypes, sys; print('%d.%d.%d' % sys.version_info[:3])"
NEWEST_GATEWAY_PYTHON = (3, 13)
PROBE_TIMEOUT_S = 20
DOWNLOAD_TIMEOUT_S = 900


def version_of(python: Path) -> str | None:
    """The interpreter's version such as `3.10.13`, or nothing where it does not run or lacks what we need."""
    try:
        probe = subprocess.run(
            [python, "-c", PROBE], capture_output=True, text=True, timeout=PROBE_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return probe.stdout.strip() if probe.returncode == 0 else None


def gateway_python(uv: Path) -> Path:
    """The interpreter running this where it will do, else the newest supported one to be found."""
    if sys.version_info[:2] <= NEWEST_GATEWAY_PYTHON:
        return Path(sys.executable)
    return find_python("3.13", uv=uv)


def find_python(version: str, *, uv: Path) -> Path:
    for candidate in _installed(version):
        if _is(candidate, version):
            return candidate
    for arguments in (["find", "--no-python-downloads"], ["install"]):
        done = _uv_python(uv, *arguments, version)
        if done and (found := _uv_python(uv, "find", "--no-python-downloads", version)) and _is(Path(found), version):
            return Path(found)
    raise PythonMissing(version=version)


def _installed(version: str) -> Iterator[Path]:
    if on_path := shutil.which(f"python{version}"):
        yield Path(on_path)
    roots = [Path(root) for root in [os.environ.get("PYENV_ROOT")] if root] + [Path.home() / ".pyenv"]
    for root in roots:
        folders = (root / "versions").glob(f"{version}.*")
        for folder in sorted(folders, key=lambda folder: _patch_level(folder.name), reverse=True):
            yield folder / "bin" / "python"


def _patch_level(version: str) -> int:
    patch = version.rsplit(".", 1)[-1]
    return int(patch) if patch.isdigit() else -1


def _is(python: Path, version: str) -> bool:
    return (version_of(python) or "").startswith(f"{version}.")


def _uv_python(uv: Path, *arguments: str) -> str:
    """What `uv python …` printed; a download answers on stderr, so success without output is a blank."""
    try:
        done = subprocess.run(
            [uv, "python", *arguments], capture_output=True, text=True, timeout=DOWNLOAD_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout.strip() or " ") if done.returncode == 0 else ""
