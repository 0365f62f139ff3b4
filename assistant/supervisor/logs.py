"""Keeps the programs' logs from filling the disk."""

import asyncio
import os
import shutil
from pathlib import Path

LARGEST_BYTES = 20 * 2**20
KEPT = 3
INTERVAL_S = 30.0


async def keep_small(folder: Path) -> None:
    """Turn the logs over as they grow, until cancelled."""
    while True:
        await asyncio.to_thread(turn_over, folder)
        await asyncio.sleep(INTERVAL_S)


def turn_over(folder: Path, *, largest_bytes: int = LARGEST_BYTES) -> None:
    """Copy a large log aside and empty it: the program that appends to it keeps its open file."""
    for log in folder.glob("*.log"):
        if log.stat().st_size <= largest_bytes:
            continue
        for number in range(KEPT - 1, 0, -1):
            older = log.with_suffix(f".log.{number}")
            if older.exists():
                older.replace(log.with_suffix(f".log.{number + 1}"))
        shutil.copyfile(log, log.with_suffix(".log.1"))
        os.truncate(log, 0)
