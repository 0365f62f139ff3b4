"""The folder of one installation: held by one at a time, its secrets made once and kept to their owner."""

import stat
from pathlib import Path

import pytest

from assistant.supervisor.errors import AlreadyOpen, MachineNotReady, PortTaken
from assistant.supervisor.folder import SECRETS, StateFolder
from assistant.supervisor.logs import turn_over
from assistant.supervisor.settings import SupervisorSettings


@pytest.fixture
def folder(tmp_path: Path) -> StateFolder:
    folder = StateFolder(tmp_path / "var")
    folder.prepare()
    return folder


def test_a_held_folder_cannot_be_held_again(folder: StateFolder) -> None:
    with folder.held():
        assert folder.is_held()
        with pytest.raises(AlreadyOpen), folder.held():
            pass
    assert not folder.is_held()


def test_secrets_are_made_once_and_readable_by_their_owner_only(folder: StateFolder) -> None:
    made = folder.ensure_secrets({})
    assert stat.S_IMODE(folder.secrets.stat().st_mode) == 0o600
    assert set(made) == set(SECRETS)
    assert len(set(made.values())) == len(SECRETS)
    assert all(len(value) >= 32 for value in made.values())
    assert folder.ensure_secrets({}) == made


def test_a_secret_given_by_the_operator_is_used_and_not_written_down(folder: StateFolder) -> None:
    given = folder.ensure_secrets({"AISLE_ACTION_SECRET": "g" * 40})
    assert given["AISLE_ACTION_SECRET"] == "g" * 40
    assert "g" * 40 not in folder.secrets.read_text()


def test_a_folder_that_cannot_be_made_is_said_with_the_setting_to_change() -> None:
    with pytest.raises(MachineNotReady, match="AISLE_STATE_DIR"):
        StateFolder(Path("/proc/nowhere")).prepare()


def test_a_large_log_is_put_aside_and_goes_on(folder: StateFolder) -> None:
    log = folder.log("gateway")
    with log.open("ab", buffering=0) as writing:
        for number in range(3):
            writing.write(b"%d" % number * 100)
            turn_over(log.parent, largest_bytes=50)
            assert log.stat().st_size == 0
    assert log.with_suffix(".log.1").read_bytes() == b"2" * 100
    assert log.with_suffix(".log.3").read_bytes() == b"0" * 100


def test_the_address_is_one_a_browser_can_open() -> None:
    assert SupervisorSettings(host="0.0.0.0", port=80).address == "http://127.0.0.1:80"  # noqa: S104 - not bound
    assert SupervisorSettings(host="::1", port=81).address == "http://[::1]:81"


def test_a_taken_port_names_the_setting() -> None:
    assert "AISLE_PORT=9080" in str(PortTaken(host="127.0.0.1", port=8080, setting="AISLE_PORT"))
