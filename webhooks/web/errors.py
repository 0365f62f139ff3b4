"""What keeps a chat session from being signed in, and the page's scripts from being put together.

ChannelError
├── SignInError
│   ├── SignInOff          this server was not told whom to believe
│   └── AssertionRefused   forged, expired, meant for somebody else, or used before
└── Unbundled              a script is written in a way that cannot become part of one file
"""

from webhooks.errors import ChannelError


class SignInError(ChannelError):
    """The root of what can go wrong on the way in."""


class SignInOff(SignInError):
    """Neither a secret nor a public key of the retailer's site is set."""


class AssertionRefused(SignInError):
    """`reason` is for the operator's log: whoever brings a bad assertion learns nothing from us."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the assertion is refused: {reason}")
        self.reason = reason


class Unbundled(ChannelError):
    """A mistake of ours in a module of the page, found before anybody is served."""

    def __init__(self, *, module: str, reason: str) -> None:
        super().__init__(f"{module}: {reason}")
