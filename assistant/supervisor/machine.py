"""How many processes of a kind this machine has room for."""

import os

from assistant.postgres_settings import memory_mb

# Of a turn's processor time about half is spent in actions, and the rest in Rasa and in Postgres.
CORES_PER_ACTION_PROCESS = 2
MEMORY_MB_PER_ACTION_PROCESS = 3000
MOST_ACTION_PROCESSES = 8


def action_processes_that_pay() -> int:
    return action_processes_for(cores=_cores(), memory_mb=memory_mb())


def action_processes_for(*, cores: int, memory_mb: int) -> int:
    """One more takes 0.3 GB, which a small machine has better uses for."""
    room = min(cores // CORES_PER_ACTION_PROCESS, memory_mb // MEMORY_MB_PER_ACTION_PROCESS)
    return max(1, min(room, MOST_ACTION_PROCESSES))


def _cores() -> int:
    """Those this process may use, where the machine tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
