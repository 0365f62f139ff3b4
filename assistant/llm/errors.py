"""What can go wrong with a language model.

NoAnswer    nothing that can be used came back in time, or nothing was asked
"""

from enum import StrEnum


class Why(StrEnum):
    """`BUDGET`, `BUSY_HERE` and `LEFT_ALONE` never reach the service: nobody waits for them."""

    SLOW = "slow"
    DOWN = "down"
    REFUSED = "refused"
    BUSY = "busy"
    MALFORMED = "malformed"
    BUDGET = "budget"
    BUSY_HERE = "busy_here"
    LEFT_ALONE = "left_alone"


class NoAnswer(Exception):
    """Expected wherever a model is asked: what is said without one is ready then."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why
