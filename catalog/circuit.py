"""Stops asking a service that does not answer, and tries again after a while."""

from collections.abc import Callable
from time import monotonic

FAILURES = 3
FIRST_PAUSE_S, LONGEST_PAUSE_S = 5.0, 60.0


class Circuit:
    """After some failures in a row it opens; then one request after each pause finds out whether to close it."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._pause_s = FIRST_PAUSE_S
        self._closed_again_at = 0.0
        self._is_trying = False

    @property
    def is_open(self) -> bool:
        return self._failures >= FAILURES

    def lets_through(self) -> bool:
        """Whether to ask now; the one request that tries an open circuit keeps the others back until it is told."""
        if not self.is_open:
            return True
        if self._clock() < self._closed_again_at:
            return False
        self._closed_again_at, self._is_trying = self._clock() + self._pause_s, True
        return True

    def succeeded(self) -> None:
        self._failures, self._pause_s, self._is_trying = 0, FIRST_PAUSE_S, False

    def failed(self, *, pause_s: float | None = None) -> bool:
        """Whether that opened the circuit. A service that asks for a pause longer than the first gets it at once.

        What was asked before it opened, and fails only now, says nothing new of the service.
        """
        if self.is_open and not self._is_trying:
            return False
        if pause_s is not None and pause_s > FIRST_PAUSE_S and not self.is_open:
            self._failures, self._pause_s = FAILURES - 1, min(pause_s, LONGEST_PAUSE_S)
        self._failures += 1
        if not self.is_open:
            return False
        if self._is_trying:
            self._is_trying = False
            self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)
        self._closed_again_at = self._clock() + self._pause_s
        return self._failures == FAILURES
