"""How long a model may be waited for in a turn: its uses share one stretch of time, which the turn's deadline ends."""

import time
from collections import OrderedDict
from collections.abc import Callable

# To answer without the model after all, and to bring that answer to its channel.
AFTERWARDS_S = 0.5
# Rasa waits ten seconds for an action, however long a turn may take.
LONGEST_S = 8.0
MOST_TURNS = 1024

_Run = tuple[str, float | None]


class ModelTime:
    """The first use in a turn begins the stretch; a later one has what is left of its own time since then."""

    def __init__(self, *, now: Callable[[], float] = time.time, most_turns: int = MOST_TURNS) -> None:
        self._now = now
        self._most_turns = most_turns
        self._begun: OrderedDict[_Run, float] = OrderedDict()

    def within_s(self, turn_id: str, *, answer_by: float | None, most_s: float) -> float:
        """Seconds that a use may take from now on, whose own time is `most_s`; with none left no model is asked."""
        now = self._now()
        left_s = self._begun_at((turn_id, answer_by), now) + min(most_s, LONGEST_S) - now
        if answer_by is not None:
            left_s = min(left_s, answer_by - AFTERWARDS_S - now)
        return max(0.0, left_s)

    def _begun_at(self, run: _Run, now: float) -> float:
        """A turn that is run again has its time again: the moment it has to be answered by is another."""
        begun = self._begun.setdefault(run, now)
        if len(self._begun) > self._most_turns:
            self._begun.popitem(last=False)
        return begun
