"""How many processes of a kind this machine has room for."""

import os

from assistant.postgres_settings import memory_mb

# Of a turn's processor time about half is spent in actions, a quarter in Rasa and a quarter in Postgres. A process more
# than its share still pays: turns that come together wait for one another less.
CORES_PER_PROCESS = 2
MEMORY_MB_PER_PROCESS = 3000
MOST_PROCESSES = 8


def processes_that_pay() -> int:
    return processes_for(cores=_cores(), memory_mb=memory_mb())


def processes_for(*, cores: int, memory_mb: int) -> int:
    """For actions, and as many for Rasa. One more takes 0.3 GB, which a small machine has better uses for."""
    room = min(cores // CORES_PER_PROCESS, memory_mb // MEMORY_MB_PER_PROCESS)
    return max(1, min(room, MOST_PROCESSES))


def _cores() -> int:
    """Those this process may use, where the machine tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
