"""The `aisle` command: every command loads, and a failure is one readable line with a telling exit code."""

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


def _aisle(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli.main", *arguments],
        env={"PATH": "/usr/bin:/bin", **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_help_lists_every_command() -> None:
    done = _aisle("--help")
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        (["up"], {"AISLE_PORT": "many"}, "AISLE_PORT"),
        (["up"], {"AISLE_STATE_DIR": "/proc/nowhere"}, "AISLE_STATE_DIR"),
        (["sing"], {}, "No such command"),
        (["eval", "nlu", "--file", "/nowhere.tsv"], {}, "nowhere.tsv"),
    ],
)
def test_what_cannot_begin_is_said_in_one_line(
    arguments: list[str], environment: dict[str, str], expected: str
) -> None:
    done = _aisle(*arguments, **environment)
    assert done.returncode == 2
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_text_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "banners.jsonl"
    file.write_bytes(b'\xff\xfe{"banner_id"')
    done = _aisle("banners", "import", str(file))
    assert done.returncode == 2
    assert done.stderr == "What was given is no text in UTF-8: invalid start byte, at byte 0.\n"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"AISLE_LLM_URL": "localhost:8000"}, "AISLE_LLM_URL: not an address"),
        ({"AISLE_LLM_URL": "http://127.0.0.1:8000/v1", "AISLE_LLM_SPEAKING_S": "7"}, "AISLE_TURN_DEADLINE_S=5"),
        ({"AISLE_LLM_KEY": "sk-canary", "AISLE_EXTERNAL_CALLS": "false"}, "AISLE_EXTERNAL_CALLS=false forbids"),
    ],
)
def test_a_shop_with_settings_that_cannot_be_used_starts_nothing(
    environment: dict[str, str], expected: str, tmp_path: Path
) -> None:
    """The gateway or the worker would find out, when everything else stands already."""
    done = _aisle("up", AISLE_STATE_DIR=str(tmp_path), AISLE_LLM_MODEL="m", **environment)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert expected in line
    assert "canary" not in line
    assert not (tmp_path / "postgres").exists()
