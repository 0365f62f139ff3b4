"""What a voice code can keep from happening.

CodeError
├── CodeNeeded   the customer has a code, and none was given
├── CodeWrong    the code given is not the customer's
└── CodeLocked   too many wrong ones were given
"""

from datetime import datetime


class CodeError(Exception):
    """The root of this folder's errors."""


class CodeNeeded(CodeError):
    """Nothing is ordered for this customer without the voice code."""


class CodeWrong(CodeError):
    """`left` is how many more tries there are before the code is locked."""

    def __init__(self, *, left: int) -> None:
        super().__init__(f"wrong voice code, {left} tries left")
        self.left = left


class CodeLocked(CodeError):
    """No code is looked at until then, the right one neither."""

    def __init__(self, *, until: datetime) -> None:
        super().__init__(f"voice code locked until {until.isoformat()}")
        self.until = until
