"""How often one caller may do what is dear to the shop: so many times in a minute, by address."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from webhooks.web.errors import TooOften

MINUTE_S = 60.0
# Beyond so many callers within a minute, those who were away longest are looked at anew.
MOST_CALLERS = 10_000


@dataclass(slots=True, kw_only=True)
class Allowance:
    """Counted in this process alone; `clock` tells seconds that only ever go on."""

    per_minute: int
    clock: Callable[[], float]
    _taken: dict[str, deque[float]] = field(default_factory=dict)

    def take(self, caller: str) -> None:
        """Raises TooOften, and counts no refused one."""
        now = self.clock()
        taken = self._taken.pop(caller, deque())
        while taken and now - taken[0] >= MINUTE_S:
            taken.popleft()
        self._taken[caller] = taken
        self._forget(now)
        if len(taken) >= self.per_minute:
            raise TooOften(wait_s=MINUTE_S - (now - taken[0]))
        taken.append(now)

    def _forget(self, now: float) -> None:
        """The callers stand in the order in which they last came."""
        while self._taken:
            caller, taken = next(iter(self._taken.items()))
            if len(self._taken) <= MOST_CALLERS and (not taken or now - taken[-1] < MINUTE_S):
                return
            del self._taken[caller]
