"""What a Postgres of ours is started with on a machine of so much memory; `docs/operations.md` tells it to others."""

import os
from pathlib import Path

_MEGABYTE = 2**20
# Those of as many processes as pay at most, and of Rasa, the worker and whoever looks.
MOST_CONNECTIONS = 400
_LIMIT_OF_CONTAINER = Path("/sys/fs/cgroup/memory.max")


def settings_for(memory_mb: int) -> dict[str, str]:
    """A sixteenth for the pages all searches share: the machine's own cache holds the rest, and other programs live
    here too. Plans are those of disks that read anywhere alike, and are not compiled, which takes longer than they run.
    """
    share = memory_mb // 16
    return {
        "shared_buffers": f"{_within(128, share, 4096)}MB",
        "effective_cache_size": f"{max(256, memory_mb // 2)}MB",
        "work_mem": f"{_within(4, memory_mb // 1024, 32)}MB",
        "maintenance_work_mem": f"{_within(64, share, 2048)}MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        "jit": "off",
        "max_connections": str(MOST_CONNECTIONS),
    }


def memory_mb() -> int:
    """Of this machine, or as much of it as its container may use."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MEGABYTE
    try:
        limit = _LIMIT_OF_CONTAINER.read_text().strip()
    except OSError:
        return machine
    return min(machine, int(limit) // _MEGABYTE) if limit.isdigit() else machine


def _within(least: int, value: int, most: int) -> int:
    return max(least, min(value, most))
