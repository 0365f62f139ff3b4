"""What can go wrong with a language model.

NoAnswer       nothing that can be used came back in time, or nothing was asked
ServiceFailed  the service did not do as it was asked; the guard makes a NoAnswer of it
"""

from enum import StrEnum

from assistant.llm.prices import Usage


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


class ServiceFailed(Exception):
    """`status` is HTTP's, for whoever has to find out why.

    `usage` is what it cost all the same, None where nobody knows. `after_s` is how long the service asks to wait.

    `is_passing` says that the same request may do better in a moment; `is_ill`, that it is not about this one request.
    """

    def __init__(
        self,
        why: Why,
        *,
        usage: Usage | None = None,
        after_s: float | None = None,
        is_passing: bool = False,
        is_ill: bool = True,
        status: int | None = None,
    ) -> None:
        super().__init__(why.value)
        self.why = why
        self.usage = usage
        self.after_s = after_s
        self.is_passing = is_passing
        self.is_ill = is_ill
        self.status = status
