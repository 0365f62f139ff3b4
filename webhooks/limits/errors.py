"""What keeps a caller waiting.

LimitError
└── TooOften   this caller has asked for as much as there is for one of its kind
"""

from webhooks.errors import ChannelError


class LimitError(ChannelError):
    """The root of this folder's errors."""


class TooOften(LimitError):
    def __init__(self, *, wait_s: float) -> None:
        super().__init__(f"too often: again in {wait_s:.1f} s")
        self.wait_s = wait_s
