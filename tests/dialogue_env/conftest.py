"""Tests of the dialogue process, run in its own environment: `dialogue/.venv/bin/python -m pytest tests/dialogue_env`.

dialogue/.venv/bin/python -m pytest -c tests/dialogue_env/pytest.ini tests/dialogue_env
"""

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent

if importlib.util.find_spec("rasa") is None:
    # The gateway's environment has no Rasa; its test run passes this folder by.
    collect_ignore_glob = ["test_*.py"]
else:
    pytest_plugins = ["stack"]
    sys.path.insert(0, str(HERE))


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """A migrated database: the server at AISLE_TEST_DATABASE_URL, or an embedded one run by the gateway's Python.

    Not below pytest's own folder: each pytest that starts closes that to all but its own user.
    """
    if given := os.environ.get("AISLE_TEST_DATABASE_URL"):
        yield given
        return
    gateway = os.environ.get("AISLE_GATEWAY_PYTHON", str(PROJECT / ".venv" / "bin" / "python"))
    with (
        tempfile.TemporaryDirectory(prefix="aisle-test-") as folder,
        subprocess.Popen(
            [gateway, str(HERE / "embedded_database.py"), str(Path(folder) / "postgres")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
        ) as server,
    ):
        assert server.stdin is not None
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        assert url, "the embedded database did not start"
        yield url
        server.stdin.close()
