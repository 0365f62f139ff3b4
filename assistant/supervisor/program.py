"""What the supervisor has to know of a program to keep it running."""

import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

# The operator's settings, and a key that the client of a language model finds by itself.
OF_THE_GATEWAY = ("AISLE_", "OPENAI_")


def _nothing_to_do() -> None:
    return


@dataclass(frozen=True, kw_only=True)
class Program:
    """`is_ready` is asked with the time of the start, so that traces of an earlier run are not taken for this one.

    Others' programs are not `ours`: of the operator's settings they are told what stands in `environment`, and nothing
    else.
    """

    name: str
    command: list[str]
    is_ready: Callable[[datetime], Awaitable[bool]]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    ours: bool = True
    before_start: Callable[[], None] = _nothing_to_do
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_timeout_s: float = 8.0
    ready_timeout_s: float = 120.0

    def environment_in(self, shell: Mapping[str, str]) -> dict[str, str]:
        kept = shell if self.ours else {n: value for n, value in shell.items() if not n.startswith(OF_THE_GATEWAY)}
        return {**kept, **self.environment}


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How often and how fast a program is started again."""

    first_attempts: int = 3
    poll_s: float = 0.1
    shortest_pause_s: float = 0.3
    longest_pause_s: float = 20.0
    steady_after_s: float = 60.0

    def pause_s(self, failures_in_a_row: int) -> float:
        return min(self.longest_pause_s, self.shortest_pause_s * 2.0 ** min(failures_in_a_row, 10))
