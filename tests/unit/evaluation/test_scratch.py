"""What killed measurements left is swept, what is in use is not."""

import fcntl
from pathlib import Path

from assistant.evaluation.scratch import LOCK, PREFIX, sweep


def _left(folder: Path, name: str) -> Path:
    made = folder / f"{PREFIX}{name}"
    (made / "postgres").mkdir(parents=True)
    (made / LOCK).touch()
    return made


def test_only_folders_that_nobody_holds_are_swept(tmp_path: Path) -> None:
    left, used, other = _left(tmp_path, "left"), _left(tmp_path, "used"), tmp_path / "vectors"
    other.mkdir()
    with (used / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        sweep(tmp_path)
        assert used.is_dir()
    assert not left.exists()
    assert other.is_dir()


def test_a_folder_that_is_just_being_made_is_left_alone(tmp_path: Path) -> None:
    young = tmp_path / f"{PREFIX}young"
    young.mkdir()
    sweep(tmp_path)
    assert young.is_dir()
