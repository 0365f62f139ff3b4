"""What keeps a model's sentence from being spoken.

Unfounded   something in it is not borne out by what it was handed
"""

from enum import StrEnum


class Reason(StrEnum):
    """Why the answer without a model is spoken instead."""

    SHAPE = "shape"
    ABOUT = "about"
    NUMBER = "number"
    CLAIM = "claim"
    COMPARISON = "comparison"
    STOCK = "stock"
    ADVICE = "advice"
    POLICY = "policy"
    INCOMPLETE = "incomplete"
    ECHO = "echo"
    LENGTH = "length"


class Unfounded(Exception):
    """One is enough: nothing more of the answer is spoken."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
