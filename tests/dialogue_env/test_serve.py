"""The dialogue process starts with what it needs, and says in one line what is missing."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from dialogue.model_file import Manifest, file_sha256, keep

PROJECT = Path(__file__).parent.parent.parent
SECRET = "0123456789abcdef0123456789abcdef"
COMPLETE = {
    "AISLE_DIALOGUE_PORT": "5199",
    "AISLE_DIALOGUE_SECRET": SECRET,
    "AISLE_ACTION_PORT": "8199",
    "AISLE_ACTION_SECRET": SECRET,
    "AISLE_DATABASE_URL": "postgresql://nobody@/nowhere?host=/nowhere",
}


def start(settings: dict[str, str], *, module: str = "dialogue.serve") -> subprocess.CompletedProcess:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AISLE_")}
    return subprocess.run(
        [sys.executable, "-m", module],
        env={**kept, **settings},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("module", ["dialogue.serve", "dialogue.shell"])
@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_a_missing_setting_is_named_in_one_line(missing: str, module: str, tmp_path: Path):
    settings = {name: value for name, value in COMPLETE.items() if name != missing}
    done = start({**settings, "AISLE_STATE_DIR": str(tmp_path)}, module=module)
    assert (done.returncode, done.stderr) == (2, f"{missing} is not set\n")


@pytest.mark.parametrize(
    ("name", "value"),
    [("AISLE_DIALOGUE_PORT", "http"), ("AISLE_ACTION_SECRET", "short"), ("AISLE_ACTION_PROCESSES", "none")],
)
def test_a_senseless_setting_is_refused_without_telling_a_secret(name: str, value: str, tmp_path: Path):
    done = start({**COMPLETE, name: value, "AISLE_STATE_DIR": str(tmp_path)})
    assert done.returncode == 2
    assert done.stderr.startswith(name)
    assert "short\n" not in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("module", ["dialogue.serve", "dialogue.shell"])
def test_r5_a_model_that_was_tampered_with_is_not_loaded(module: str, tmp_path: Path):
    trained = tmp_path / "trained"
    trained.write_bytes(b"a model")
    manifest = Manifest(sha256=file_sha256(trained), inputs="", rasa="3.6.21", needs_tensorflow=False)
    keep(trained, manifest, folder=tmp_path / "models" / "nlu")
    (tmp_path / "models" / "nlu" / "model.tar.gz").write_bytes(b"another model")
    done = start({**COMPLETE, "AISLE_STATE_DIR": str(tmp_path)}, module=module)
    assert done.returncode == 2
    assert "not the file that was trained" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_port_in_use_is_told_at_once(tmp_path: Path):
    trained = tmp_path / "trained"
    trained.write_bytes(b"a model")
    manifest = Manifest(sha256=file_sha256(trained), inputs="", rasa="3.6.21", needs_tensorflow=False)
    keep(trained, manifest, folder=tmp_path / "models" / "nlu")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = start({**COMPLETE, "AISLE_DIALOGUE_PORT": port, "AISLE_STATE_DIR": str(tmp_path)})
    assert done.returncode == 2
    assert done.stderr.startswith("AISLE_DIALOGUE_PORT cannot be had")
    assert done.stderr.count("\n") == 1


def test_a_model_rasa_cannot_read_ends_the_process(tmp_path: Path):
    trained = tmp_path / "trained"
    trained.write_bytes(b"not an archive")
    manifest = Manifest(sha256=file_sha256(trained), inputs="", rasa="3.6.21", needs_tensorflow=False)
    keep(trained, manifest, folder=tmp_path / "models" / "nlu")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    done = start({**COMPLETE, "AISLE_DIALOGUE_PORT": port, "AISLE_STATE_DIR": str(tmp_path)})
    assert done.returncode == 2
    assert "Rasa cannot load it" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("module", ["evaluate", "serve", "shell", "train"])
def test_numbers_are_reckoned_only_once_it_is_settled_on_how_many_threads(module: str):
    """numpy reads its surroundings as it comes; where all processors are busy, more threads take many times as long."""
    asked = f"import sys, dialogue.{module}; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", asked], cwd=PROJECT, check=False).returncode == 0
