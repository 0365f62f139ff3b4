"""Keeps one program running: starts it, knows when it is ready, starts it again when it dies, stops it."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import AssistantError
from assistant.leash import leashed
from assistant.supervisor.errors import StepFailed
from assistant.supervisor.program import Patience, Program


class Keeper:
    """`tell` hears one sentence about each death, which a person at the terminal should see."""

    def __init__(
        self, program: Program, *, log: Path, tell: Callable[[str], None], patience: Patience | None = None
    ) -> None:
        self.program = program
        self.restarts = 0
        self._log = log
        self._tell = tell
        self._patience = patience or Patience()
        self._process: asyncio.subprocess.Process | None = None
        self._keeping: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        running = self._process is not None and self._process.returncode is None
        return self._process.pid if running and self._process else None

    async def open(self) -> None:
        """Start the program for the first time and wait until it is ready."""
        for attempt in range(self._patience.first_attempts):
            process = await self._start()
            if await self._becomes_ready(process):
                self._keeping = asyncio.create_task(self._keep(process), name=f"keep {self.program.name}")
                return
            await self._end(process)
            await asyncio.sleep(self._patience.pause_s(attempt))
        raise StepFailed(step=self.program.name, reason=_how_it_ended(process), log=self._log)

    async def close(self) -> None:
        """Stop the program; it has `stop_timeout_s` to go by itself."""
        if self._keeping is not None:
            self._keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeping
        if self._process is not None:
            await self._end(self._process)

    async def _keep(self, process: asyncio.subprocess.Process) -> None:
        failures = 0
        while True:
            ready_since = time.monotonic()
            await process.wait()
            _sweep(process)
            if time.monotonic() - ready_since > self._patience.steady_after_s:
                failures = 0
            self._tell(f"{self.program.name} {_how_it_ended(process)}; starting it again")
            while not (again := await self._starts_again(after_failures=failures)):
                failures += 1
            process = again
            failures += 1
            self.restarts += 1
            self._tell(f"{self.program.name} is back")

    async def _starts_again(self, *, after_failures: int) -> asyncio.subprocess.Process | None:
        await asyncio.sleep(self._patience.pause_s(after_failures))
        try:
            process = await self._start()
        except (OSError, AssistantError) as exc:
            self._tell(f"{self.program.name} cannot be started: {exc}")
            return None
        if await self._becomes_ready(process):
            return process
        await self._end(process)
        self._tell(f"{self.program.name} {_how_it_ended(process)} while starting; trying again")
        return None

    async def _start(self) -> asyncio.subprocess.Process:
        program = self.program
        await asyncio.to_thread(program.before_start)
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *leashed(program.command, user=program.user, farewell=program.stop_signal),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
                cwd=program.folder,
                env=program.environment_in(os.environ),
                start_new_session=True,
            )
        return self._process

    async def _becomes_ready(self, process: asyncio.subprocess.Process) -> bool:
        started_at = datetime.now(UTC)
        deadline = time.monotonic() + self.program.ready_timeout_s
        while process.returncode is None and time.monotonic() < deadline:
            if await self.program.is_ready(started_at):
                return True
            await asyncio.sleep(self._patience.poll_s)
        return False

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        if process.returncode is None:
            process.send_signal(self.program.stop_signal)
            try:
                async with asyncio.timeout(self.program.stop_timeout_s):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()
        _sweep(process)


def _sweep(process: asyncio.subprocess.Process) -> None:
    """Whatever the program had started itself goes with it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _how_it_ended(process: asyncio.subprocess.Process) -> str:
    code = process.returncode
    if code is None or code == 0:
        return "ended" if code == 0 else "did not become ready in time"
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
