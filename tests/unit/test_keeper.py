"""Keeping a program running, tried with tiny real ones."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from pathlib import Path

import pytest

from assistant.leash import leashed
from assistant.supervisor.errors import StepFailed
from assistant.supervisor.keeper import Keeper
from assistant.supervisor.program import Patience, Program

DEADLINE_S = 15.0
IMPATIENT = Patience(first_attempts=2, poll_s=0.01, shortest_pause_s=0.01, longest_pause_s=0.05)
# Appends its number to a file when it is up, and sleeps.
LIVELY = """
    import os, pathlib, signal
    with open("born", "a") as file:
        file.write(f"{os.getpid()}\\n")
    signal.pause()
"""


class Place:
    """A folder in which programs of one test live, and what was told about them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: list[str] = []
        self.keepers: list[Keeper] = []

    @property
    def born(self) -> list[int]:
        path = self.folder / "born"
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    def keeper(self, code: str, *, is_ready: Callable[[datetime], Awaitable[bool]] | None = None) -> Keeper:
        program = Program(
            name="tiny",
            command=[sys.executable, "-c", textwrap.dedent(code)],
            folder=self.folder,
            is_ready=is_ready or self._one_more_is_born,
            stop_timeout_s=0.5,
            ready_timeout_s=5.0,
        )
        keeper = Keeper(program, log=self.folder / "tiny.log", tell=self.told.append, patience=IMPATIENT)
        self.keepers.append(keeper)
        return keeper

    async def _one_more_is_born(self, _since: datetime) -> bool:
        pid = self.keepers[-1].pid
        return pid in self.born


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    place = Place(tmp_path)
    yield place
    for keeper in place.keepers:
        await keeper.close()


async def test_a_killed_program_is_started_again(place: Place) -> None:
    keeper = place.keeper(LIVELY)
    await keeper.open()
    first = keeper.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await _until(lambda: keeper.restarts == 1)
    assert keeper.pid not in {None, first}
    assert any("SIGKILL" in sentence for sentence in place.told)


async def test_a_program_that_dies_again_and_again_is_started_again_each_time(place: Place) -> None:
    keeper = place.keeper(LIVELY)
    await keeper.open()
    for death in range(1, 4):
        assert keeper.pid is not None
        os.kill(keeper.pid, signal.SIGKILL)
        await _until(lambda death=death: keeper.restarts == death)  # type: ignore[misc]
    assert len(place.born) == 4


async def test_a_program_that_never_starts_is_given_up_with_its_last_words(place: Place) -> None:
    keeper = place.keeper("raise SystemExit('the cellar is flooded')")
    with pytest.raises(StepFailed, match="the cellar is flooded"):
        await keeper.open()


async def test_closing_ends_even_a_program_that_will_not_listen(place: Place) -> None:
    keeper = place.keeper("import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + textwrap.dedent(LIVELY))
    await keeper.open()
    pid = keeper.pid
    assert pid is not None
    await keeper.close()
    assert not _is_alive(pid)
    assert place.told == []


async def test_what_a_program_started_itself_goes_with_it(place: Place) -> None:
    keeper = place.keeper(
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\n"
        "open('child', 'w').write(str(child.pid))\n" + textwrap.dedent(LIVELY)
    )
    await keeper.open()
    child = int((place.folder / "child").read_text())
    assert keeper.pid is not None
    os.kill(keeper.pid, signal.SIGKILL)
    await _until(lambda: not _is_alive(child))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
async def test_a_program_dies_with_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    code = f"""
        import subprocess, signal
        from assistant.leash import leashed
        subprocess.Popen(leashed([{sys.executable!r}, "-c", {textwrap.dedent(LIVELY)!r}]), cwd={str(tmp_path)!r})
        signal.pause()
    """
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", textwrap.dedent(code))
    born = tmp_path / "born"
    try:
        await _until(lambda: born.exists() and born.read_text().endswith("\n"))
    finally:
        parent.kill()
        await parent.wait()
    await _until(lambda: not _is_alive(int(born.read_text())))


def test_a_leashed_command_that_does_not_exist_says_so() -> None:
    done = subprocess.run(leashed(["/nowhere/to/be/found"]), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "/nowhere/to/be/found" in done.stderr


def test_pauses_grow_and_stay_bounded() -> None:
    patience = Patience()
    pauses = [patience.pause_s(failures) for failures in range(20)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == patience.longest_pause_s


async def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


def _is_alive(pid: int) -> bool:
    """A killed orphan may stay in the process table until somebody collects it."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
