"""Runs the work that has to be done before the shop can open, each in a process that is gone afterwards."""

import asyncio
import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from assistant.leash import leashed
from assistant.supervisor.errors import StepFailed
from assistant.supervisor.narrator import Step
from assistant.supervisor.settings import ROOT


async def run_errand(title: str, command: list[str], *, environment: Mapping[str, str], log: Path, step: Step) -> None:
    """Output goes to the log; a line `progress 120 3000` on stdout moves the bar."""
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *leashed(command),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            env={**os.environ, **environment},
            cwd=ROOT,
            start_new_session=True,
        )
        try:
            await _follow(process, log=log, step=step)
            code = await process.wait()
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
    if code != 0:
        raise StepFailed(step=title, reason=f"ended with code {code}", log=log)


async def _follow(process: asyncio.subprocess.Process, *, log: Path, step: Step) -> None:
    if process.stdout is None:
        return
    with log.open("ab") as file:
        async for line in process.stdout:
            match line.split():
                case [b"progress", done, total] if done.isdigit() and total.isdigit():
                    step.reached(int(done), int(total))
                case _:
                    file.write(line)
