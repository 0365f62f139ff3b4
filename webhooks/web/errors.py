"""What keeps a chat session from being signed in.

SignInError
├── SignInOff          this server was not told whom to believe
├── AssertionRefused   forged, expired, meant for somebody else, or used before
└── TooOften           this caller signed in too many times within a minute
"""

from webhooks.errors import ChannelError


class SignInError(ChannelError):
    """The root of this folder's errors."""


class SignInOff(SignInError):
    """Neither a secret nor a public key of the retailer's site is set."""


class AssertionRefused(SignInError):
    """`reason` is for the operator's log: whoever brings a bad assertion learns nothing from us."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the assertion is refused: {reason}")
        self.reason = reason


class TooOften(SignInError):
    def __init__(self, *, wait_s: float) -> None:
        super().__init__(f"too often: again in {wait_s:.0f} s")
        self.wait_s = wait_s
